"""Rows of a frame as a client sends them: JSON values, times as ISO 8601 text, empty ones left out."""

from typing import Any

import polars as pl
import polars.selectors as cs


def json_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries of JSON values.

    >>> from datetime import datetime
    >>> json_rows(pl.DataFrame({"at": [datetime(2024, 5, 1, 6)], "size": [2.5], "colour": [None]}))
    [{'at': '2024-05-01T06:00:00', 'size': 2.5}]
    """
    told = frame.with_columns(
        cs.datetime(time_zone="*").dt.convert_time_zone("UTC").dt.to_string("iso:strict"),
        cs.datetime(time_zone=None).dt.to_string("%Y-%m-%dT%H:%M:%S%.f"),
        cs.date().dt.to_string("iso"),
        # JSON knows no infinity and no NaN
        pl.when(cs.float().is_finite()).then(cs.float()),
    )
    return [{name: value for name, value in row.items() if value is not None} for row in told.iter_rows(named=True)]
