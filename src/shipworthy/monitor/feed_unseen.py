"""Values that are none of those ever seen."""

from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import RECENT, Natural
from shipworthy.monitor.feed_odds import jumped, seasoned

_MOST: Final = 0.5


def unseen(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which values never seen before came in masses, all at once.

    Of numbers too, where they come in steps: temperatures do, and another unit has other steps. At least half of a
    day's values have to be new to the weeks before as well: what grew from a few rows is a new habit, not a new code.
    """
    found = np.zeros(len(good), dtype=bool)
    if about.running:
        return found
    many = jumped(past.unseen, past.filled, about.unseen, good, careful, _MOST) & seasoned(past.filled, good)
    for at in np.flatnonzero(many):
        found[at] = _fresh(past, int(at), good & ~many) >= _MOST
    return found


def _fresh(past: History, at: int, good: Flags) -> float:
    """Share of a day's different values that none of the good days before it holds; 1 when that cannot be told."""
    values = past.values[at]
    earlier = [past.values[day] for day in np.flatnonzero(good[:at])[-RECENT:]]
    if not values or any(each is None for each in earlier):
        return 1.0
    known = frozenset().union(*(each for each in earlier if each))
    return len(values - known) / len(values)
