"""Ours: metrics with 95 % intervals of given predictions, `ours_intervals.py ROWS`."""

import sys

import polars as pl
from told import between, told

from shipworthy.measure.metrics.measure import measure_metrics
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

NAMES = ("roc_auc", "average_precision", "accuracy", "recall", "precision")
rows = pl.read_parquet(sys.argv[1])
labels = pl.when(pl.col("outcome") == 1).then(pl.lit("yes")).otherwise(pl.lit("no"))
said = pl.when(pl.col("score") >= 0.3).then(pl.lit("yes")).otherwise(pl.lit("no"))
with told() as here:
    frame = rows.select("score", outcome=labels, decision=said, origin=pl.lit("holdout"))
    task = Task(kind="binary", classes=("no", "yes"))
    measured = measure_metrics(NAMES, Predictions(candidate="made up", task=task, frame=frame))
    here.found = ", ".join(between(one.name, one.value or 0.0, one.low, one.high) for one in measured)
