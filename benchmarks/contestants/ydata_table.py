"""ydata-profiling: a profile of a table, `ydata_table.py TABLE_CSV`."""

import sys

import pandas as pd
from told import told
from ydata_profiling import ProfileReport

with told() as here:
    rows = pd.read_csv(sys.argv[1])
    page = ProfileReport(rows, progress_bar=False).to_html()
    here.found = f"{rows.shape[1]} columns described; page of {len(page) / 1e3:.0f} kB"
