"""Numbers that moved as a whole, overnight."""

import math
from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import RECENT, SEED, Natural, leap

_HALF: Final = 0.5


def margin(about: Natural, careful: float) -> float:
    """How far a day's mean may leave the band of the days before it, in the column's unit.

    One and a half times as far as it ever did; what excesses over the band reach once in a very long time when they
    fall off exponentially (Pickands 1975); and never less than half a standard deviation of the values, because
    smaller moves of a mean are news, not a fault.
    """
    rare = math.log(max(about.leaps, 1e-3) * 10**4) if about.leaps else 0.0
    return careful * max(1.5 * about.farthest, about.leap * rare, _HALF * about.sd)


def shift(past: History, about: Natural, good: Flags, usual: float, careful: float) -> Flags:
    """Days whose mean left the band of the good days before it by far; a single day has to by twice as much.

    Args:
        past: the column.
        about: what is natural.
        good: days that nothing is wrong with otherwise. # (days,)
        usual: rows of a quiet day; days with less than half of it are not judged.
        careful: see `feed_odds.caution`.
    """
    found = np.zeros(len(past.rows), dtype=bool)
    allowed = margin(about, careful)
    if not (about.mean is not None and allowed > 0 and _reaches(past, about, allowed)):
        return found
    far = np.zeros(len(past.rows))
    for at in range(len(past.rows)):
        if not (good[at] and past.filled[at] >= 0.5 * usual * _filled(about)):
            continue
        far[at] = _left(past, about, at, good & ~found)
        before = at > 0 and not found[at - 1] and far[at - 1] * far[at] > 0 and abs(far[at - 1]) >= allowed
        carried = at > 0 and found[at - 1] and far[at - 1] * far[at] > 0
        if abs(far[at]) >= (allowed if before or carried else 2 * allowed):
            found[at] = True
            found[at - 1] |= before
    return found


def _reaches(past: History, about: Natural, allowed: float) -> bool:
    """Whether any two means lie so far apart at all."""
    known = past.mean[~np.isnan(past.mean)]
    ends = [*known, about.least, about.most]
    return bool(max(ends) - min(ends) >= allowed)


def _left(past: History, about: Natural, at: int, good: Flags) -> float:
    """How far a day's mean left the band of the good days before it, or of all sound days where there are too few."""
    days = [day for day in range(max(0, at - RECENT), at) if good[day] and past.filled[day] > 0]
    if len(days) >= SEED:
        return leap(past.mean, at, days)
    return leap(np.array([about.least, about.most, past.mean[at]]), 2, [0, 1])


def _filled(about: Natural) -> float:
    return 1 - about.missing[0]
