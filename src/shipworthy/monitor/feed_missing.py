"""Values that stopped coming."""

from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import EMPTY, Natural
from shipworthy.monitor.feed_odds import jumped, seasoned

_NEARLY_ALL: Final = 0.9


def missing(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which far more values are missing than ever happened by itself; never for what is empty on some days.

    With less than a week of days before, nearly all have to be missing: the rows learned from may be long gone.
    """
    if about.missing[0] >= EMPTY:
        return np.zeros(len(good), dtype=bool)
    found = jumped(past.nulls, past.rows, about.missing, good, careful)
    return found & (seasoned(past.rows, good & ~found) | (past.nulls >= _NEARLY_ALL * past.rows))
