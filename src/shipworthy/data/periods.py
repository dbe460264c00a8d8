"""Rows by the period they fall in."""

from typing import Final

import numpy as np
import polars as pl

_LABELS: Final = (("%Y-%m-%d", 60), ("%Y-%m", 365 * 5))


def periods(times: pl.Series) -> pl.Series:
    """The period of each time: its day within 60 days in all, its month within five years, else its year.

    Args:
        times: dates or times. # (rows,)

    Returns:
        Text such as `2013-05`, null where there is no time. # (rows,)

    >>> from datetime import date
    >>> periods(pl.Series([date(2013, 1, 1), date(2013, 12, 1), None])).to_list()
    ['2013-01', '2013-12', None]
    """
    if times.null_count() == times.len():
        return pl.Series("period", [None] * times.len(), dtype=pl.String)
    days = times.cast(pl.Date)
    numbers = days.drop_nulls().to_physical().to_numpy()
    form = next((form for form, most in _LABELS if np.ptp(numbers) <= most), "%Y")
    return days.dt.strftime(form).alias("period")
