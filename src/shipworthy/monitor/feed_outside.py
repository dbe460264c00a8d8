"""Numbers from beyond everything that was ever seen."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.monitor.feed_day import Flags, Floats, History
from shipworthy.monitor.feed_natural import Natural
from shipworthy.monitor.feed_odds import jumped
from shipworthy.monitor.feed_shift import left

_ENDS: Final = (0.005, 0.995)
_NEVER: Final = (0.0, 0.0, 0.0)
_MOST: Final = 0.5
_LEAP: Final = 0.7


def reach(values: Floats, block: NDArray[np.int64], *, running: bool) -> tuple[float, float] | None:
    """How far numbers may lie without being called outside; None when there are none.

    Where all but one value in two hundred lies, a tenth more, and as much more as one stretch of the rows lay beyond
    all the others. A few wild values among sound rows do not widen it.

    Args:
        values: NaN where there is none. # (rows,)
        block: successive stretches of rows, numbered. # (rows,)
        running: True for what goes on with time; it may go three times its range beyond.

    >>> reach(np.arange(0.0, 101.0), np.zeros(101, dtype=np.int64), running=False)
    (-9.4, 109.4)
    """
    ends = []
    for each in np.unique(block):
        inside = values[(block == each) & ~np.isnan(values)]
        if len(inside):
            ends.append(np.quantile(inside, _ENDS, method="inverted_cdf" if len(inside) > 400 else "linear"))
    if not ends:
        return None
    low, high = np.asarray(ends).T
    span = float(high.max() - low.min()) or abs(float(high.max())) or 1.0
    slack = 3 * span if running else 0.1 * span
    if len(low) > 1 and not running:
        slack += max(0.0, *_beyond(high), *_beyond(-low))
    return float(low.min()) - slack, float(high.max()) + slack


def _beyond(ends: Floats) -> list[float]:
    return [float(ends[at] - np.delete(ends, at).max()) for at in range(len(ends))]


def outside(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which most numbers came from beyond the reach, all at once.

    Some day's mean has to have left the band of the good days before: a season or a trend goes beyond the reach step
    by step.
    """
    found = jumped(past.outside, past.filled, _NEVER, good, careful, _MOST)
    sound = good & ~found
    for days in np.split(np.flatnonzero(found), np.flatnonzero(np.diff(np.flatnonzero(found)) > 1) + 1):
        if not any(abs(left(past, about, int(at), sound)[1]) >= _LEAP * careful for at in days):
            found[days] = False
    return found
