"""Values that stand still."""

from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import MANY, RECENT, RUNS, Natural, over, together

_ROWS: Final = 20
_FEWEST: Final = 5
"""What has fewer different values than that in a stretch of sound days may well have one for a while."""


def frozen(past: History, about: Natural, good: Flags, careful: float) -> Flags:
    """Days on which a column holds at most half as many different values as it ever did over as many days.

    And as it did in the four weeks before: where values become fewer by and by, nothing is frozen. It is looked at over
    1, 3 and 7 days; days next to them with no other values than theirs belong to it.
    """
    found = np.zeros(len(past.rows), dtype=bool)
    few = np.array([MANY if each is None else len(each) for each in past.values])
    for run, natural, filled in zip(RUNS, about.distinct, about.filled, strict=True):
        fewest = MANY if natural is None else natural
        most = fewest / (2 * max(1.0, careful / 2))
        if fewest < _FEWEST or run > len(few):
            continue
        # together they hold at least as many as each alone
        alone = over((few <= most).astype(np.float64), run) == run
        enough = over(past.filled, run) >= max(filled, _ROWS)
        for first in np.flatnonzero(alone & enough):
            days = slice(first, first + run)
            now = together(past.values[days])
            before = _before(past, good & ~found, int(first), run)
            if now <= most and before >= max(_FEWEST, 2 * now):
                found[days] |= few[days] <= 2 * np.median(few[days])
    return _widened(past, found)


def _before(past: History, good: Flags, first: int, run: int) -> int:
    """Fewest different values over as many good days before; none when there are no such days."""
    days = [int(day) for day in np.flatnonzero(good[:first] & (past.filled[:first] >= _ROWS))[-RECENT:]]
    spans = [days[at : at + run] for at in range(len(days) - run + 1)]
    return min((together([past.values[day] for day in span]) for span in spans), default=0)


def _widened(past: History, found: Flags) -> Flags:
    """Adds the days next to frozen ones that hold no other values."""
    wide = found.copy()
    for step, order in ((-1, range(len(found))), (1, range(len(found) - 1, -1, -1))):
        for at in order:
            next_to, here = at + step, past.values[at]
            if 0 <= next_to < len(found) and wide[next_to] and not wide[at] and here:
                wide[at] = here <= (past.values[next_to] or frozenset())
    return wide
