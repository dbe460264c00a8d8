"""Numbers that moved as a whole, overnight."""

import math
from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import RECENT, SEED, Natural, leap

_HALF: Final = 0.5
_TINY: Final = 1e-12
_OTHER: Final = 0.6
_RARE: Final = 1e-4


def margin(about: Natural) -> tuple[float, float]:
    """How far a day's mean may leave the band of the days before it, downwards and upwards.

    One and a half times as far as it ever did; what excesses over the band reach once in a very long time when they
    fall off exponentially (Pickands 1975); and never less than half a standard deviation of the values, because
    smaller moves of a mean are news, not a fault. What moved one way in the season learned from may move the other way
    in the next: neither side is allowed less than 0.6 of the other.
    """
    down, up = (
        max(1.5 * farthest, mean * math.log(max(often, 1e-3) / _RARE), _HALF * about.sd)
        for often, mean, farthest in zip(about.leaps, about.leap, about.farthest, strict=True)
    )
    return max(down, _OTHER * up), max(up, _OTHER * down)


def left(past: History, about: Natural, at: int, good: Flags) -> float:
    """How many times further than it may a day's mean left the band of the good days before it; negative below.

    It may by `margin`, and by half of the band's width. With less than a week of good days before, nothing can be told.

    Args:
        past: the column.
        about: what is natural.
        at: place of the day.
        good: days that nothing is wrong with. # (days,)
    """
    earlier = np.flatnonzero(good[:at] & ~np.isnan(past.mean[:at]))
    if len(earlier) < SEED:
        return 0.0
    days = earlier[(earlier >= at - RECENT) | (earlier >= earlier[-SEED])]
    far = leap(past.mean, at, days.tolist())
    return far / max(margin(about)[far > 0], _HALF * float(np.ptp(past.mean[days])), _TINY)


def shift(past: History, about: Natural, good: Flags, usual: float, careful: float) -> Flags:
    """Days whose mean left the band of the good days before it by far; a single day has to by twice as much.

    What has begun lasts until the mean is back half the way.

    Args:
        past: the column.
        about: what is natural.
        good: days that nothing is wrong with otherwise. # (days,)
        usual: rows of a quiet day; days with less than half of it are not judged.
        careful: see `feed_odds.caution`.
    """
    found = np.zeros(len(past.rows), dtype=bool)
    if not (about.mean is not None and about.sd > 0 and _reaches(past, careful * min(margin(about)))):
        return found
    far = np.zeros(len(past.rows))
    for at in range(len(past.rows)):
        if not (good[at] and past.filled[at] >= _HALF * usual * (1 - about.missing[0])):
            continue
        far[at] = left(past, about, at, good & ~found) / careful
        along = at > 0 and far[at - 1] * far[at] > 0
        lasts, second = along and found[at - 1], along and abs(far[at - 1]) >= 1
        if abs(far[at]) >= (_HALF if lasts else 1 if second else 2):
            found[at] = True
            found[at - 1] |= second
    return found


def _reaches(past: History, allowed: float) -> bool:
    """Whether any two means lie so far apart at all."""
    known = past.mean[~np.isnan(past.mean)]
    return len(known) > SEED and bool(np.ptp(known) >= allowed)
