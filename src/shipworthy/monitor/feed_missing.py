"""Values that stopped coming."""

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import Natural
from shipworthy.monitor.feed_odds import jumped


def missing(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which far more values are missing than ever happened by itself; one for each day."""
    return jumped(past.nulls, past.rows, about.missing, good, careful)
