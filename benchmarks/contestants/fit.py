"""Fits the model that the reports are about: `fit.py LATE_LEARN MODEL`; the same in every environment."""

import sys

import joblib
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

rows = pd.read_parquet(sys.argv[1])
codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
columns = make_column_transformer(
    (codes, ["carrier", "origin", "dest"]),
    ("passthrough", ["distance", "sched_dep_time", "sched_arr_time", "hour"]),
)
model = make_pipeline(columns, HistGradientBoostingClassifier(class_weight="balanced", random_state=0))
joblib.dump(model.fit(rows.drop(columns="late"), rows["late"]), sys.argv[2])
