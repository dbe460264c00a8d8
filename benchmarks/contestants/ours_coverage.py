"""Ours: how often 95 % intervals of accuracy contain the truth, days being independent and not rows."""

import polars as pl
from tables import covered, tables
from told import told

from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

LABELS = {0: "no", 1: "yes"}
task = Task(kind="binary", classes=("no", "yes"))
with told() as here:
    for spread, words in ((0.0, "days alike"), (0.6, "days differ")):
        ends = []
        for outcome, answer, day in tables(spread):
            frame = pl.DataFrame({"outcome": outcome, "decision": answer, "group": day}).with_columns(
                pl.col("outcome", "decision").replace_strict(LABELS), score=None, origin=pl.lit("holdout")
            )
            one = measure_metric("accuracy", Predictions(candidate="made up", task=task, frame=frame))
            ends.append((one.low or 0.0, one.high or 1.0))
        here.found += f"{words}: {covered(ends, spread)}; "
