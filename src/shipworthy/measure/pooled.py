"""One number from the same number of several stretches of time that share no group of rows."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import structs

from shipworthy.measure.fill import fill
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import interval
from shipworthy.stats.linear import linear_ratio

_FEW: Final = 0.05
"""Share of all rows that may lie in parts too small for an interval of their own."""


def pooled(parts: Sequence[Measurement]) -> Measurement | None:
    """The mean over all rows of all parts, with its interval.

    Means of disjoint sets of groups are independent, so their variances add up by the squares of their shares of the
    rows; degrees of freedom by Welch and Satterthwaite.

    Args:
        parts: means of the same thing, unit and `per`; those without a value count for nothing.

    Returns:
        None when no part has a value. Parts too small for an interval, such as an hour with one row, are taken to
        scatter like the others; without an interval when they hold more than a twentieth of the rows.

    >>> week = Measurement(name="gain", value=10.0, se=2.0, df=6, n=100)
    >>> both = pooled([week, structs.replace(week, value=20.0)])
    >>> both.value, round(both.se, 4), both.n
    (15.0, 1.4142, 200)
    """
    told = [(each, each.value) for each in parts if each.value is not None and each.n]
    if not told:
        return None
    rows = sum(each.n for each, _ in told)
    value = sum(each.n / rows * number for each, number in told)
    blank = structs.replace(
        told[0][0],
        value=value,
        low=None,
        high=None,
        se=None,
        df=None,
        n=rows,
        clusters=_sum([each.clusters for each, _ in told]),
        slice={},
        method="pooled over stretches of time",
        approximate=any(each.approximate for each, _ in told) and len(told) < 2,
    )
    told_of = [(each.n, each.se) for each, _ in told if each.se is not None]
    known = sum(n for n, _ in told_of)
    if rows - known > _FEW * rows:
        return blank
    spread = sum((n * se) ** 2 for n, se in told_of) / known  # of one row
    errors = [
        (each.n / rows * (math.sqrt(spread / each.n) if each.se is None else each.se), each.df) for each, _ in told
    ]
    variance = sum(error**2 for error, _ in errors)
    df = _freedom(variance, errors)
    low, high = interval(value, math.sqrt(variance), df, blank.level)
    return structs.replace(blank, low=low, high=high, se=math.sqrt(variance), df=df)


def pooled_over_groups(parts: Sequence[Measurement], groups: Sequence[str]) -> Measurement | None:
    """The mean over all rows of parts that hold no more than one group each, such as the hours of days.

    Args:
        parts: means of the same thing, unit and `per`; those without a value count for nothing.
        groups: what each part is of; what is of different groups is independent.

    Returns:
        None when no part has a value; without an interval when all are of one group.

    >>> hour = Measurement(name="gain", value=1.0, n=10)
    >>> days = pooled_over_groups([hour, hour, structs.replace(hour, value=4.0, n=20)], ["Monday", "Monday", "Tuesday"])
    >>> days.value, days.clusters, round(days.se, 3)
    (2.5, 2, 1.591)
    """
    told = [(each, each.value, group) for each, group in zip(parts, groups, strict=True) if each.value is not None]
    told = [part for part in told if part[0].n]
    if not told:
        return None
    rows = np.array([each.n for each, _, _ in told], dtype=np.float64)
    values = np.array([value / each.per for each, value, _ in told])
    codes = np.unique([group for _, _, group in told], return_inverse=True)[1]
    blank = structs.replace(told[0][0], low=None, high=None, se=None, df=None, slice={})
    filled = fill(blank, linear_ratio(values * rows, rows), codes)
    return structs.replace(filled, n=int(rows.sum()), method="pooled over stretches of time, by groups")


def _freedom(variance: float, errors: Sequence[tuple[float, float | None]]) -> float | None:
    spread = sum(error**4 / df for error, df in errors if df)
    return variance**2 / spread if spread else None


def _sum(counts: Sequence[int | None]) -> int | None:
    return None if any(count is None for count in counts) else sum(count for count in counts if count is not None)
