"""Which projects fit into the weeks there are, and what a week more would bring."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.forecast.portfolio import Bet
from shipworthy.records.portfolio import Selection

_STEP: Final = 0.1
_EXACT: Final = 400.0
"""Weeks up to which all sets are weighed against each other."""


def select(bets: Sequence[Bet], weeks: float) -> Selection:
    """The projects to do with these weeks: the most expected value that fits.

    Up to 400 weeks this is solved exactly (0-1 knapsack, weeks of work rounded up to a tenth). With more, projects are
    taken by what a week brings in them, as long as they fit; what is lost is less than the largest of them brings.
    A project that is expected to cost more than it brings is never chosen.

    Args:
        bets: of different projects, their money in one unit.
        weeks: of work that there are.

    >>> big = Bet("big", chance=1, low=60, value=60, high=60, weeks=5)
    >>> small = [Bet(name, chance=1, low=50, value=50, high=50, weeks=3) for name in ("a", "b")]
    >>> select([big, *small], 6).names
    ('a', 'b')
    """
    worthwhile = [one for one in bets if one.expected > 0]
    chosen = _exactly(worthwhile, weeks) if weeks <= _EXACT else _by_density(worthwhile, weeks)
    found = [one for place, one in enumerate(worthwhile) if place in chosen]
    return Selection(weeks=weeks, names=tuple(one.name for one in found), expected=sum(one.expected for one in found))


def shadow_price(bets: Sequence[Bet], weeks: float) -> float:
    """Money that one more week would bring: the dual of the weeks, projects being divisible.

    It is what a week brings in the best project that does not wholly fit; 0.0 when all that are worth it do.

    Args:
        bets: of different projects, their money in one unit.
        weeks: of work that there are.

    >>> bets = [Bet(str(value), 1, value, value, value, weeks=2) for value in (10, 6, 4)]
    >>> shadow_price(bets, 3), shadow_price(bets, 6)
    (3.0, 0.0)
    """
    left = weeks
    waiting = [one for one in bets if one.expected > 0 and one.weeks > 0]
    for one in sorted(waiting, key=lambda one: -one.expected / one.weeks):
        left -= one.weeks
        # tenths of weeks are not exact in binary
        if left < -1e-9:
            return one.expected / one.weeks
    return 0.0


def _exactly(bets: Sequence[Bet], weeks: float) -> set[int]:
    """Places of the best set."""
    # a tenth of a week is not exact in binary, and must not cost one step more
    left = math.floor(weeks / _STEP + 1e-9)
    sizes = [math.ceil(one.weeks / _STEP - 1e-9) for one in bets]
    taken = _table(bets, sizes, left)
    chosen = set()
    for place in reversed(range(len(bets))):
        if taken[place, left]:
            chosen.add(place)
            left -= sizes[place]
    return chosen


def _by_density(bets: Sequence[Bet], weeks: float) -> set[int]:
    """Places of a set that is nearly the best."""
    left, chosen = weeks, set()
    for place in sorted(range(len(bets)), key=lambda at: -bets[at].expected / max(bets[at].weeks, 1e-9)):
        if bets[place].weeks <= left + 1e-9:
            chosen.add(place)
            left -= bets[place].weeks
    return chosen


def _table(bets: Sequence[Bet], sizes: Sequence[int], cells: int) -> NDArray[np.bool_]:
    """Whether a project is taken when it is the last one looked at and so many steps are left. # (bets, cells + 1)."""
    best = np.zeros(cells + 1)
    taken = np.zeros((len(bets), cells + 1), dtype=np.bool_)
    for place, (one, size) in enumerate(zip(bets, sizes, strict=True)):
        if size > cells:
            continue
        with_it = best[: cells + 1 - size] + one.expected
        better = with_it > best[size:]
        taken[place, size:] = better
        best[size:] = np.where(better, with_it, best[size:])
    return taken
