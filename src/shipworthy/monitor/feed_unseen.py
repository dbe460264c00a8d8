"""Values that are none of those ever seen."""

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import Natural
from shipworthy.monitor.feed_odds import jumped


def unseen(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which values never seen before came in masses.

    Of numbers too, where the rows learned from hold few different ones: temperatures come in steps, and another unit
    has other steps. # (days,)
    """
    if about.running:
        return good & False
    return jumped(past.unseen, past.filled, about.unseen, good, careful)
