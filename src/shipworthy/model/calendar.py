"""A time as numbers."""

from typing import Any, Final

import numpy as np
import polars as pl

_DAY: Final = 86_400.0
_YEAR_DAYS: Final = 365


class Calendar:
    """A time as the parts of the calendar that the training rows have seen in full.

    Time of day in hours, weekday, and, when a whole year was seen, month and day of the month. The days
    since 1970, with which a trend can be followed, come when two years were seen. What was not seen in full
    would be a way to tell training rows apart and no help with later ones.

    Args:
        column: the training rows.
        trend: rows to be predicted lie among the training rows: month, day and days since 1970 always help.
    """

    def __init__(self, column: pl.Series, *, trend: bool = False) -> None:
        seconds = _seconds(column)
        seen = seconds.drop_nulls().to_numpy()
        span = float(np.ptp(seen)) / _DAY if len(seen) else 0.0
        clock = bool((seen % _DAY != 0).any())
        year = trend or span >= _YEAR_DAYS
        self._parts = [
            *(["hour"] if clock else []),
            *(["weekday"] if span >= 6 else []),
            *(["month", "day"] if year else []),
        ]
        if trend or span >= 2 * _YEAR_DAYS or not self._parts:
            self._parts.append("days")

    def transform(self, column: pl.Series) -> pl.DataFrame:
        """The parts, Float32.

        # (rows, parts)
        """
        parts: dict[str, Any] = {
            "hour": lambda: _seconds(column) % _DAY / 3600,
            "weekday": column.dt.weekday,
            "month": column.dt.month,
            "day": column.dt.day,
            "days": lambda: _seconds(column) / _DAY,
        }
        return pl.DataFrame({f"{column.name} {part}": parts[part]().cast(pl.Float32) for part in self._parts})


def _seconds(column: pl.Series) -> pl.Series:
    return column.cast(pl.Datetime("us")).dt.epoch("us") / 1e6
