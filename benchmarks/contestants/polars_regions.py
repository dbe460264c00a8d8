"""Polars: every region of up to three conditions counted by a group-by, `polars_regions.py ROWS COLUMNS`."""

from itertools import combinations

import polars as pl
from regions import ALPHA, DEPTH, LEAST, MOST, ROWS, table
from told import told

columns, loss = table()
frame = pl.DataFrame(columns).cast(pl.Int8).with_columns(loss=loss)
mean = float(loss.mean())
size, lost = pl.len(), pl.col("loss").sum()
score = ALPHA * (lost / size / mean - 1) - (1 - ALPHA) * (ROWS / size - 1)
with told() as here:
    best = []
    for depth in range(1, DEPTH + 1):
        for named in combinations(columns, depth):
            counted = frame.group_by(named).agg(score.alias("score"), size.alias("size"))
            for row in counted.filter(pl.col("size") >= LEAST).top_k(MOST, by="score").iter_rows(named=True):
                best.append((row["score"], {name: str(row[name]) for name in named}))  # noqa: PERF401
    best.sort(key=lambda one: -one[0])
    here.found = "; ".join(f"{conditions} {score:.4f}" for score, conditions in best[:2])
