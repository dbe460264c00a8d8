"""Ours: the worst regions, `ours_regions.py ROWS COLUMNS`."""

import polars as pl
from regions import ALPHA, DEPTH, LEAST, MOST, table
from told import told

from shipworthy.measure.search.grid import grid_of
from shipworthy.measure.search.score import scale_of
from shipworthy.measure.search.sliceline import worst

columns, loss = table()
frame = pl.DataFrame(columns)
with told() as here:
    grid = grid_of(frame)
    found = worst(grid, loss, scale_of(loss, LEAST, alpha=ALPHA), MOST, DEPTH)
    here.found = "; ".join(f"{region.conditions(grid)} {region.score:.4f}" for region in found[:2])
