"""confidenceinterval: the same metrics by its closed forms (DeLong, Wilson), `confidenceinterval_intervals.py ROWS`."""

import sys

import confidenceinterval as ci
import pandas as pd
from told import between, told

rows = pd.read_parquet(sys.argv[1])
outcome, score = rows["outcome"].to_numpy(), rows["score"].to_numpy()
with told() as here:
    said = (score >= 0.3).astype(int)
    found = {
        "roc_auc": ci.roc_auc_score(outcome, score),
        "accuracy": ci.accuracy_score(outcome, said),
        "recall": ci.tpr_score(outcome, said),
        "precision": ci.ppv_score(outcome, said),
    }
    here.found = ", ".join(between(name, value, *ends) for name, (value, ends) in found.items())
