"""Numbers that moved as a whole, overnight."""

import math
from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, History
from shipworthy.monitor.feed_natural import RECENT, SEED, Natural, leap

_HALF: Final = 0.5
_ENOUGH: Final = 14
"""Good days before a day without which a fault of a week could be taken for how things were."""
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


def left(past: History, about: Natural, at: int, good: Flags) -> tuple[float, float]:
    """How far a day's mean left the band of the good days before it: in its unit, and times what is allowed.

    Allowed are `margin` and half of the band's width, and more by as much as the last good day lies back, for seasons
    go on meanwhile. Negative below the band. With less than two weeks of good days before, nothing can be told.

    Args:
        past: the column.
        about: what is natural.
        at: place of the day.
        good: days that nothing is wrong with. # (days,)
    """
    earlier = np.flatnonzero(good[:at] & ~np.isnan(past.mean[:at]))
    if len(earlier) < _ENOUGH:
        return 0.0, 0.0
    days = earlier[(earlier >= at - RECENT) | (earlier >= earlier[-SEED])]
    far = leap(past.mean, at, days.tolist())
    stale = 1 + (at - 1 - int(earlier[-1])) / SEED
    return far, far / (stale * max(margin(about)[far > 0], _HALF * float(np.ptp(past.mean[days])), _TINY))


def shift(past: History, about: Natural, good: Flags, usual: float, careful: float) -> Flags:
    """Days whose mean left the band of the good days before it by far; a single day has to by twice as much.

    What has begun lasts while the mean is nearer to where it went than to the band that it left.

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
    times, enough = np.zeros(len(past.rows)), _HALF * usual * (1 - about.missing[0])
    went = 0.0
    for at in range(len(past.rows)):
        if not (good[at] and past.filled[at] >= enough):
            continue
        far, times[at] = left(past, about, at, good & ~found)
        times[at] /= careful
        second = at > 0 and times[at - 1] * times[at] > 0 and abs(times[at - 1]) >= 1
        lasts = at > 0 and bool(found[at - 1]) and abs(past.mean[at] - went) < abs(far)
        if lasts or abs(times[at]) >= (1 if second else 2):
            found[at] = True
            found[at - 1] |= second
            went = went if lasts else float(past.mean[at])
    return found


def _reaches(past: History, allowed: float) -> bool:
    """Whether any two means lie so far apart at all."""
    known = past.mean[~np.isnan(past.mean)]
    return len(known) > SEED and bool(np.ptp(known) >= allowed)
