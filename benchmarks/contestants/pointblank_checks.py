"""Pointblank: keys, foreign keys and completeness of the same tables, `pointblank_checks.py FLIGHTS_FOLDER`."""

import sys
from pathlib import Path

import pointblank as pb
import polars as pl
from told import told

place = Path(sys.argv[1])
KEYS = {
    "flights": ["carrier", "flight", "origin", "time_hour"],
    "weather": ["origin", "year", "month", "day", "hour"],
    "planes": ["tailnum"],
    "airports": ["faa"],
}
with told() as here:
    tables = {
        name: pl.read_csv(place / f"{name}.csv", null_values="NA", infer_schema_length=None, try_parse_dates=False)
        for name in KEYS
    }
    for name, key in KEYS.items():
        checked = pb.Validate(tables[name]).rows_distinct(columns_subset=key).interrogate()
        here.found += f"{name}: {checked.n_failed(i=1, scalar=True):,} rows of keys used twice; "
    checked = (
        pb.Validate(tables["flights"])
        .col_vals_in_table(columns="tailnum", ref_table=tables["planes"], ref_column="tailnum")
        .col_vals_in_table(columns="dest", ref_table=tables["airports"], ref_column="faa")
        .col_vals_not_null(columns=["arr_delay", "sched_dep_time", "carrier", "dest"])
        .interrogate()
    )
    failed = checked.n_failed()
    here.found += f"no plane {failed[1]:,}, no airport {failed[2]:,}, no outcome {failed[3]:,}"
    page = checked.get_tabular_report().as_raw_html()
