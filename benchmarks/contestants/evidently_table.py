"""Evidently: a summary of a table, `evidently_table.py TABLE_CSV`."""

import sys

import pandas as pd
from evidently import Dataset, Report
from evidently.presets import DataSummaryPreset
from told import told

with told() as here:
    rows = pd.read_csv(sys.argv[1])
    page = Report([DataSummaryPreset()]).run(Dataset.from_pandas(rows), None).get_html_str(as_iframe=False)
    here.found = f"{rows.shape[1]} columns described; page of {len(page) / 1e3:.0f} kB"
