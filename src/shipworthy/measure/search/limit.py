"""Whether no region loses more than is put up with, as far as regions were put to the test."""

from collections.abc import Sequence
from dataclasses import dataclass

from shipworthy.measure.search.confirm import LEVEL, enough
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import chance_of_less
from shipworthy.stats.holm import holm


@dataclass(frozen=True)
class Within:
    """What the regions say to a limit.

    Attributes:
        holds: False when one of them surely loses more, True when each surely loses less or none was put to the test,
            None when it cannot be told.
        worst: the region that decides it; None when none was put to the test.
    """

    holds: bool | None
    worst: Measurement | None


def within(tested: Sequence[Measurement], limit: float) -> Within:
    """Holds the losses of regions against a limit.

    That one of them loses more is said when it is sure beyond what so many tests explain (Holm 1979), so that a limit
    which all regions keep is refused in fewer than 1 of 20 tables. That all of them lose less needs no correction: it
    is only said when each one by itself does (intersection-union, Berger 1982).

    Args:
        tested: the losses of all regions that were put to the test, on rows that they were not found on.
        limit: most that a row may lose, for as many rows as the losses are for.

    >>> loss = Measurement(name="behind", value=8.0, se=1.0, n=500, df=499)
    >>> within([loss], 5.0).holds, within([loss], 8.5).holds, within([loss], 11.0).holds, within([], 5.0).holds
    (False, None, True, True)
    """
    if not tested:
        return Within(True, None)
    above = [_chance(one, limit, more=True) for one in tested]
    if min(holm(above)) <= 1 - LEVEL:
        return Within(False, tested[above.index(min(above))])
    below = [_chance(one, limit, more=False) for one in tested]
    return Within(True if max(below) <= 1 - LEVEL else None, tested[below.index(max(below))])


def _chance(one: Measurement, limit: float, *, more: bool) -> float:
    """p-value of what is to be ruled out: that it loses no more, or no less; 1 where too few rows or groups tell."""
    if not enough(one) or one.value is None or one.se is None:
        return 1.0
    sign = -1.0 if more else 1.0
    return chance_of_less(sign * one.value, one.se, one.df, sign * limit)
