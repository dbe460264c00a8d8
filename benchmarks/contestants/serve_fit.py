"""Fits the pipeline that is served and takes rows to ask about: `serve_fit.py LATE_LEARN LATE_ASK MODEL ROWS`."""

import sys

import joblib
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUMBERS = ["distance", "sched_dep_time", "sched_arr_time", "hour"]
LABELS = ["carrier", "origin", "dest"]


def pipeline():
    """Scaler, one-hot encoder and logistic regression on a frame."""
    columns = make_column_transformer((StandardScaler(), NUMBERS), (OneHotEncoder(handle_unknown="ignore"), LABELS))
    return make_pipeline(columns, LogisticRegression(max_iter=1000))


if __name__ == "__main__":
    rows = pd.read_parquet(sys.argv[1])
    joblib.dump(pipeline().fit(rows[NUMBERS + LABELS], rows["late"] == "yes"), sys.argv[3])
    asked = pd.read_parquet(sys.argv[2])[NUMBERS + LABELS].sample(64, random_state=0)
    asked.to_json(sys.argv[4], orient="records")
