"""Saves the pipeline as an MLflow model that answers with probabilities: `serve_mlflow.py MODEL FOLDER`."""

import sys

import joblib
import mlflow

mlflow.sklearn.save_model(
    joblib.load(sys.argv[1]),
    sys.argv[2],
    pip_requirements=[],
    pyfunc_predict_fn="predict_proba",
    serialization_format="cloudpickle",
)
