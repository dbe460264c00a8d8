"""What is independent of each other: days, customers, groups."""

import polars as pl

from shipworthy.data.columns import CALENDAR
from shipworthy.records.spec import DataSpec

_STEP = {"day": "1d", "week": "1w", "month": "1mo"}


def independent(frame: pl.DataFrame, spec: DataSpec) -> pl.Series | None:
    """The independent group of each row, by the spec's `group`; None when every row stands for itself.

    >>> from datetime import date
    >>> from shipworthy.records.spec import Target
    >>> spec = DataSpec(sources=(), target=Target(column="y"), time="t", group="month")
    >>> independent(pl.DataFrame({"t": [date(2024, 1, 9), date(2024, 1, 8)]}), spec).n_unique()
    1
    """
    if spec.group in CALENDAR:
        timed = spec.time in frame.columns and frame[spec.time].dtype in (pl.Date, pl.Datetime)
        return frame[spec.time].dt.truncate(_STEP[spec.group]).alias("group") if timed else None
    return frame[spec.group].alias("group") if spec.group in frame.columns else None
