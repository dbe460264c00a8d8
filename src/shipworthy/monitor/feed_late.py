"""Sources whose rows come too late, so that older ones are met or none."""

from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_missing import missing
from shipworthy.monitor.feed_natural import Natural

_HALF: Final = 0.5
_FEWEST: Final = 20


def late(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which what was joined was much older than it ever was, or not there at all.

    Args:
        past: hours since it was taken.
        about: what is natural.
        good: days that nothing is wrong with otherwise. # (days,)
        careful: see `feed_odds.caution`.
    """
    beyond = past.mean - about.most
    allowed = careful * max(1.5 * (about.most - about.least), _HALF * abs(about.mean or 0.0), 4 * about.sd)
    old = (past.filled >= _FEWEST) & (np.nan_to_num(beyond, nan=-1.0) > allowed) & (allowed > 0)
    return old | missing(past, about, good, careful)
