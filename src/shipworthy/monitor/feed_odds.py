"""When a share has jumped: over what is natural, and over the days before."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Flags, Floats
from shipworthy.monitor.feed_natural import RUNS, SEED, over

_ODDS: Final = 12.0
LEAST: Final = 0.3
_MORE: Final = 0.2
_FEWEST: Final = 20
_TIMES: Final = 4.0
_AT_ONCE: Final = 1e-4


def caution(false_alarms: float, tests: int, margin: float) -> float:
    """How much more than usual has to happen before something is called broken; 1 for one test in 10,000.

    Args:
        false_alarms: expected in a window, over all tests together.
        tests: in a window.
        margin: factor for what is little known.
    """
    single = min(max(false_alarms / max(tests, 1), 1e-12), 0.5)
    return margin * max(0.7, math.log(1 / single) / math.log(1 / _AT_ONCE))


def jumped(
    part: Floats, whole: Floats, natural: Sequence[float], good: Flags, careful: float, least: float = LEAST
) -> Flags:
    """Days on which a share went far beyond what is natural and beyond the good days before it.

    A run of 1, 3 or 7 days counts when its odds are many times the largest natural ones over as many days, and
    the share is well above that of each of the last good days before it: what creeps up is no fault of a feed.
    Within the run, days count that are
    nearer to it than to those before.

    Args:
        part: rows concerned. # (days,)
        whole: rows looked at. # (days,)
        natural: largest natural share over 1, 3 and 7 days.
        good: days that nothing was wrong with, as far as is known. # (days,)
        careful: see `caution`.
        least: smallest share that matters.
    """
    share = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    found = np.zeros(len(part), dtype=bool)
    for run, most in zip(RUNS, natural, strict=True):
        parts, wholes = over(part, run), over(whole, run)
        for first in np.flatnonzero(_unnatural(parts, wholes, most, careful, least)):
            days = slice(first, first + run)
            now, before = parts[first] / wholes[first], _before(share, whole, good & ~found, int(first))
            if not found[days].all() and _above(now, max(before, default=0.0), wholes[first]):
                found[days] |= share[days] >= (sum(before) / max(len(before), 1) + now) / 2
    return _lasting(found, share)


def _lasting(found: Flags, share: Floats) -> Flags:
    """Adds days next to those found whose share is nearer to theirs than to the usual one."""
    wide = found.copy()
    usual = float(np.median(share[~found])) if not found.all() else 0.0
    for step, order in ((-1, range(len(found))), (1, range(len(found) - 1, -1, -1))):
        for at in order:
            next_to = at + step
            if 0 <= next_to < len(found) and wide[next_to] and not wide[at]:
                wide[at] = share[at] > (usual + share[found].mean()) / 2
    return wide


def seasoned(filled: Floats, good: Flags) -> Flags:
    """Days with a week of good days before them to compare with."""
    sound = (good & (filled > 0)).astype(np.int64)
    return np.asarray(np.cumsum(sound) - sound >= SEED)


def _unnatural(part: Floats, whole: Floats, most: float, careful: float, least: float) -> Flags:
    """Whether shares are large, and their odds many times the largest natural ones."""
    enough = whole >= _FEWEST
    natural = (most * whole + 0.5) / ((1 - most) * whole + 0.5)
    odds = (part + 0.5) / (whole - part + 0.5)
    many: Flags = enough & (part >= least * whole) & (odds >= natural * _ODDS**careful)
    return many


def _above(now: float, before: float, rows: float) -> bool:
    usual = (before * rows + 0.5) / ((1 - before) * rows + 0.5)
    odds = (now * rows + 0.5) / ((1 - now) * rows + 0.5)
    return now >= before + min(_MORE, (1 - before) / 2) and odds >= _TIMES * usual


def _before(share: Floats, whole: Floats, good: Flags, first: int) -> list[float]:
    """Shares of the last good days before one, as many as a week has."""
    days = np.flatnonzero(good[:first] & (whole[:first] > 0))
    return [float(each) for each in share[days[-SEED:]]]
