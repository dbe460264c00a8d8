"""Values that stopped coming."""

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import EMPTY, Natural
from shipworthy.monitor.feed_odds import jumped


def missing(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which far more values are missing than ever happened by itself; never for what is empty on some days."""
    if about.missing[0] >= EMPTY:
        return np.zeros(len(good), dtype=bool)
    return jumped(past.nulls, past.rows, about.missing, good, careful)
