"""Evidently: a fitted model on rows kept aside, `evidently_report.py MODEL ROWS`."""

import sys

import joblib
import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, Report
from evidently.presets import ClassificationPreset
from told import between, told

model, rows = joblib.load(sys.argv[1]), pd.read_parquet(sys.argv[2])
with told() as here:
    rows["score"] = model.predict_proba(rows.drop(columns="late"))[:, 1]
    rows["said"] = (rows["score"] >= 0.5).map({True: "yes", False: "no"})
    task = BinaryClassification(target="late", prediction_labels="said", prediction_probas="score", pos_label="yes")
    data = Dataset.from_pandas(rows, DataDefinition(classification=[task]))
    made = Report([ClassificationPreset()]).run(data, None)
    page = made.get_html_str(as_iframe=False)
    values = {each["metric_name"].split("(")[0]: each["value"] for each in made.dict()["metrics"]}
    wanted = {"roc_auc": "RocAuc", "recall": "Recall", "precision": "Precision"}
    here.found = ", ".join(between(name, values[theirs]) for name, theirs in wanted.items() if theirs in values)
    here.found += f"; page of {len(page) / 1e3:.0f} kB"
