"""MLflow: a fitted model on rows kept aside, `mlflow_report.py MODEL ROWS`; the model is logged before the call."""

import sys
from pathlib import Path

import joblib
import mlflow
import pandas as pd
from told import between, told

model, rows = joblib.load(sys.argv[1]), pd.read_parquet(sys.argv[2])
mlflow.set_tracking_uri(f"sqlite:///{Path('mlflow.db').absolute()}")
with mlflow.start_run():
    logged = mlflow.sklearn.log_model(model, name="model", pip_requirements=[], serialization_format="cloudpickle")
    with told() as here:
        result = mlflow.models.evaluate(
            logged.model_uri, rows, targets="late", model_type="classifier", evaluator_config={"pos_label": "yes"}
        )
        wanted = {"roc_auc": "roc_auc", "recall": "recall_score", "precision": "precision_score"}
        here.found = ", ".join(between(name, result.metrics[theirs]) for name, theirs in wanted.items())
        here.found += f"; {len(result.artifacts)} pictures and tables"
