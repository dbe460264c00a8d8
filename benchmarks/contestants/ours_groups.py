"""Ours: given predictions in the notebook, with groups, `ours_groups.py ROWS`."""

import sys

import polars as pl
from told import between, told

from shipworthy import evaluate

rows = pl.read_parquet(sys.argv[1])
with told() as here:
    slices = [name for name in rows.columns if name.startswith("group_")]
    result = evaluate(rows["score"], rows.drop("score"), "outcome", slices=slices)
    text = repr(result)
    whole = {one.name: one for one in result.measurements if not one.slice}
    names = ("roc_auc", "recall", "precision")
    here.found = ", ".join(between(name, one.value, one.low, one.high) for name in names if (one := whole.get(name)))
    here.found += f"; {sum(1 for one in result.measurements if one.slice)} groups"
