"""Ours: ten metrics of five candidates, and their paired gains over a baseline, `ours_candidates.py ROWS`."""

import sys

import polars as pl
from many import days, scores
from told import between, told

from shipworthy.measure.metrics.measure import metric_gains
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

NAMES = (
    "roc_auc average_precision log_loss brier_score accuracy balanced_accuracy precision recall f1 matthews_corrcoef"
)
TASK = Task(kind="binary", classes=("no", "yes"))
rows = pl.read_parquet(sys.argv[1])
common = rows.select(
    pl.int_range(pl.len()).cast(pl.String).alias("id"),
    pl.Series(days(rows.height)).cast(pl.String).alias("group"),
    pl.lit("holdout").alias("origin"),
    pl.when(pl.col("outcome") == 1).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("outcome"),
)


def candidate(name: str, score: pl.Series) -> Predictions:
    """A table of predictions, decided from 0.3 on."""
    said = pl.when(pl.col("score") >= 0.3).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = common.with_columns(score.alias("score"), pl.lit(name).alias("model")).with_columns(said.alias("decision"))
    return Predictions(candidate=name, task=TASK, frame=frame)


baseline, *candidates = (candidate(name, pl.Series(score)) for name, score in scores(rows).items())
with told() as here:
    found = metric_gains(NAMES.split(), candidates, baseline)
    gains = {one.name: one for one in found["a"] if one.against}
    here.found = ", ".join(between(name, gains[name].value, gains[name].low, gains[name].high) for name in gains)
