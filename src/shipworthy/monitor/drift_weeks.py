"""How far a stretch of rows lies from others, and how far weeks lie apart by themselves."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import numpy as np

from shipworthy.data.signature import merge
from shipworthy.monitor.feed_day import Day
from shipworthy.records.record import Record
from shipworthy.records.signature import ColumnSignature, Scale, Signature

_WEEK: Final = 7
_FEWEST_ROWS: Final = 20


class Weeks(Record, frozen=True):
    """How far each week of one column lies from all other weeks.

    Attributes:
        name: of the column.
        distances: of the weeks, in order, between 0 (alike) and 1.
    """

    name: str
    distances: tuple[float, ...] = ()


def distance(one: ColumnSignature, other: ColumnSignature) -> float | None:
    """How differently two sets of values are spread, between 0 and 1; None when one has too few.

    Numbers: the mean difference of the cumulative shares over bins of about equally many rows (the Wasserstein
    distance of ranks). Words: the share of rows that would have to change their value (total variation).
    """
    if one.counts and other.counts:
        a, b = np.asarray(one.counts, dtype=np.float64), np.asarray(other.counts, dtype=np.float64)
        if min(a.sum(), b.sum()) < _FEWEST_ROWS or len(a) < 2:
            return None
        return float(np.abs(np.cumsum(a / a.sum() - b / b.sum())[:-1]).mean())
    names = list(dict.fromkeys([*one.levels, *other.levels]))
    if not names:
        return None
    a = np.array([one.levels.get(name, 0) for name in names] + [one.other], dtype=np.float64)
    b = np.array([other.levels.get(name, 0) for name in names] + [other.other], dtype=np.float64)
    if min(a.sum(), b.sum()) < _FEWEST_ROWS:
        return None
    return float(np.abs(a / a.sum() - b / b.sum()).sum() / 2)


def natural_weeks(days: Sequence[Day], on: Sequence[Scale]) -> tuple[Weeks, ...]:
    """For each column, how far every full week of the days lies from all other days."""
    weeks = [days[at : at + _WEEK] for at in range(0, len(days) - _WEEK + 1, _WEEK)]
    if len(weeks) < 2:
        return tuple(Weeks(name=scale.name) for scale in on)
    inside = [together([day.signature for day in week]) for week in weeks]
    before = _running(inside)
    after = _running(inside[::-1])[::-1]
    outside = [merge(a, b) for a, b in zip(before, after, strict=True)]
    found = []
    for at, scale in enumerate(on):
        pairs = [(a.columns[at], b.columns[at]) for a, b in zip(inside, outside, strict=True)]
        far = [distance(a, b) for a, b in pairs]
        found.append(Weeks(name=scale.name, distances=tuple(each for each in far if each is not None)))
    return tuple(found)


def together(parts: Sequence[Signature]) -> Signature:
    """Rows of several signatures as one."""
    return reduce(merge, parts, Signature())


def _running(parts: Sequence[Signature]) -> list[Signature]:
    """What lies before each part, all together."""
    sums = [Signature()]
    for part in parts[:-1]:
        sums.append(merge(sums[-1], part))
    return sums
