"""skore: a fitted model on rows kept aside, `skore_report.py MODEL ROWS`."""

import sys

import joblib
import pandas as pd
import skore
from told import between, told

model, rows = joblib.load(sys.argv[1]), pd.read_parquet(sys.argv[2])
with told() as here:
    report = skore.evaluate(model, rows.drop(columns="late"), rows["late"], splitter="prefit", pos_label="yes")
    values = report.metrics.summarize().frame()
    here.found = ", ".join(between(name, float(values[name])) for name in ("roc_auc", "recall", "precision"))
