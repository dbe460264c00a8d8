"""Values that are none of those ever seen."""

from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import Natural
from shipworthy.monitor.feed_odds import jumped, seasoned

_MOST: Final = 0.5


def unseen(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which values never seen before came in masses.

    Of numbers too, where they come in steps: temperatures do, and another unit has other steps.
    """
    if about.running:
        return np.zeros(len(good), dtype=bool)
    return jumped(past.unseen, past.filled, about.unseen, good, careful, _MOST) & seasoned(past.filled, good)
