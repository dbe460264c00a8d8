"""Ours: a fitted model on rows kept aside, `ours_report.py MODEL ROWS`."""

import sys

import joblib
import pandas as pd
from told import between, told

from shipworthy import evaluate

model, rows = joblib.load(sys.argv[1]), pd.read_parquet(sys.argv[2])
with told() as here:
    result = evaluate(model, rows, "late")
    text, page = repr(result), result._repr_html_()
    whole = {one.name: one for one in result.measurements if not one.slice}
    names = ("roc_auc", "recall", "precision")
    here.found = ", ".join(between(name, one.value, one.low, one.high) for name in names if (one := whole.get(name)))
    groups = sum(1 for one in result.measurements if one.slice)
    here.found += f"; {groups} groups; page of {len(page) / 1e3:.0f} kB"
