"""The package sliceline: the worst regions, `sliceline_regions.py ROWS COLUMNS`."""

import numpy as np
from regions import ALPHA, DEPTH, LEAST, MOST, table
from sliceline.slicefinder import Slicefinder
from told import told

columns, loss = table()
cells = np.column_stack(list(columns.values()))
with told() as here:
    finder = Slicefinder(alpha=ALPHA, k=MOST, max_l=DEPTH, min_sup=LEAST, verbose=False).fit(cells, loss)
    named = [
        {name: str(cell) for name, cell in zip(columns, found, strict=True) if cell is not None}
        for found in finder.top_slices_[:2]
    ]
    scores = finder.top_slices_statistics_
    here.found = "; ".join(f"{one} {score['slice_score']:.4f}" for one, score in zip(named, scores, strict=False))
