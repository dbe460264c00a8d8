"""The change of unit that explains why numbers are unlike those before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.monitor.feed_day import Floats

_FEWEST_DAYS: Final = 7
_NEAR: Final = 3.0
_SAME_SPREAD: Final = 1.5
_STEPS: Final = 0.5


@dataclass(frozen=True)
class Relation:
    """A well-known change of unit: what came is `factor * what was meant + offset`.

    Attributes:
        factor: multiplies.
        offset: is added.
        says: what came instead of what.
    """

    factor: float
    offset: float
    says: str


RELATIONS: Final = (
    Relation(1 / 33.8639, 0, "inches of mercury came instead of hectopascals"),
    Relation(33.8639, 0, "hectopascals came instead of inches of mercury"),
    Relation(5 / 9, -160 / 9, "degrees Celsius came instead of Fahrenheit"),
    Relation(9 / 5, 32, "degrees Fahrenheit came instead of Celsius"),
    Relation(1, 273.15, "kelvins came instead of degrees Celsius"),
    Relation(1, -273.15, "degrees Celsius came instead of kelvins"),
    Relation(1.609344, 0, "kilometres came instead of miles"),
    Relation(1 / 1.609344, 0, "miles came instead of kilometres"),
    Relation(0.3048, 0, "metres came instead of feet"),
    Relation(1 / 0.3048, 0, "feet came instead of metres"),
    Relation(25.4, 0, "millimetres came instead of inches"),
    Relation(1 / 25.4, 0, "inches came instead of millimetres"),
    Relation(0.45359237, 0, "kilograms came instead of pounds"),
    Relation(1 / 0.45359237, 0, "pounds came instead of kilograms"),
    Relation(0.44704, 0, "metres per second came instead of miles per hour"),
    Relation(1 / 0.44704, 0, "miles per hour came instead of metres per second"),
    Relation(3.6, 0, "kilometres per hour came instead of metres per second"),
    Relation(1 / 3.6, 0, "metres per second came instead of kilometres per hour"),
    Relation(60, 0, "the values came 60 times as large, as minutes instead of hours or seconds instead of minutes"),
    Relation(1 / 60, 0, "the values came divided by 60, as hours instead of minutes or minutes instead of seconds"),
    Relation(3600, 0, "the values came 3,600 times as large, as seconds instead of hours"),
    Relation(1 / 3600, 0, "the values came divided by 3,600, as hours instead of seconds"),
    *(Relation(10.0**power, 0, f"the values came {10**power:,} times as large") for power in (1, 2, 3, 6)),
    *(Relation(10.0**-power, 0, f"the values came divided by {10**power:,}") for power in (1, 2, 3, 6)),
)
"""Well-known changes of unit, by the tables of the International System."""


@dataclass(frozen=True)
class Shape:
    """How a column's days look: the mean and the standard deviation of each day's numbers.

    Attributes:
        means: NaN for days without numbers. # (days,)
        sds: within the day. # (days,)
    """

    means: Floats
    sds: Floats


def relation(now: Shape, usual: Shape, values: Sequence[float] = (), steps: Sequence[float] = ()) -> Relation | None:
    """The change of unit that best explains days which are unlike the usual ones; None when none does.

    Turned back, their means and spreads lie among those of the usual days. Where the numbers that ever came are few and
    those that came now are known, most of them, turned back, are some of these: that settles it. Without that, what
    spreads as always has moved rather than changed its unit.

    Args:
        now: the days that are unlike the others.
        usual: days before, seven at least.
        values: the different numbers that came now, or nothing when they are too many.
        steps: the numbers that ever came before, rising, or nothing when they are too many.

    >>> usual = Shape(np.array([1010.0, 1013, 1018, 1016, 1009, 1013, 1020]), np.array([2.0, 3, 2, 1, 4, 2, 2]))
    >>> relation(Shape(np.array([29.9, 30.0]), np.array([0.05, 0.09])), usual).says
    'inches of mercury came instead of hectopascals'
    """
    center, across, spread, vary = _looks(usual)
    mean, _, sd, _ = _looks(now)
    if not (np.isfinite([mean, sd, center, spread]).all() and len(usual.means) >= _FEWEST_DAYS):
        return None
    off = {each: abs((mean - each.offset) / each.factor - center) / across for each in RELATIONS}
    wide = {each: abs(sd - np.log(each.factor) - spread) / vary for each in RELATIONS}
    near = [each for each in RELATIONS if max(off[each], wide[each]) <= _NEAR]
    best = sorted(near, key=lambda each: off[each] ** 2 + wide[each] ** 2)
    if len(values) and len(steps):
        sure = [each for each in best if _on(np.asarray(values), np.asarray(steps), each) >= _STEPS]
        if sure:
            return sure[0]
    return best[0] if best and abs(sd - spread) / vary > _SAME_SPREAD else None


def _looks(shape: Shape) -> tuple[float, float, float, float]:
    """Middle and variation of the days' means, and of the logarithms of their spreads."""
    means, sds = shape.means[np.isfinite(shape.means)], shape.sds[shape.sds > 0]
    if not (len(means) and len(sds)):
        return (np.nan,) * 4
    within, logs = float(np.median(sds)), np.log(sds)
    return float(means.mean()), max(float(means.std()), within / 10), float(logs.mean()), max(float(logs.std()), 0.1)


def _on(values: Floats, steps: Floats, by: Relation) -> float:
    """Share of numbers that, turned back, are among the steps, within a fiftieth of the usual step."""
    if len(steps) < 2:
        return 0.0
    back = (values - by.offset) / by.factor
    place = np.clip(np.searchsorted(steps, back), 1, len(steps) - 1)
    near = np.minimum(np.abs(steps[place] - back), np.abs(steps[place - 1] - back))
    return float((near <= 0.02 * np.median(np.diff(steps))).mean())
