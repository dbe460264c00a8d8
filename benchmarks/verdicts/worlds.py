"""Worlds whose truth is known, each measured with the program's own arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.forecast.promise import promise
from shipworthy.measure.fill import fill
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.stats.linear import linear_mean, linear_ratio

Seen = NDArray[np.float64]
_ROWS_A_DAY: Final = 20
_SHOPS: Final = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True)
class World:
    """One kind of promise.

    Attributes:
        says: what is promised, in words.
        bar: what is asked for.
        draw: truth and size -> a sample, one entry a day, row or period.
        measure: a sample -> what is measured on it, one number a group.
        unit: of the size of a sample.
        groups: how many groups have to reach the bar.
        ahead: the promise is about a period to come, and not about the mean of all.
        share: what is measured is a share of independent rows.
    """

    says: str
    bar: Bar
    draw: Callable[[np.random.Generator, float, int], Seen]
    measure: Callable[[Seen], list[Measurement]]
    unit: str
    groups: int = 1
    ahead: bool = False
    share: bool = False


def _days(random: np.random.Generator, truth: float, days: int) -> Seen:
    """The sum of a day's gains and its number of rows; days differ, and amounts are skewed."""
    rows = 1 + random.poisson(_ROWS_A_DAY - 1, days)
    day = np.repeat(np.arange(days), rows)
    amounts = 2.0 * (random.lognormal(0.0, 1.0, day.size) - np.exp(0.5))
    sums = np.bincount(day, weights=amounts) + rows * (truth + random.normal(0.0, 1.0, days))
    return np.column_stack([sums, rows])  # (days, 2)


def _gain(days: Seen) -> list[Measurement]:
    blank = Measurement(name="gain", value=None, unit="USD")
    return [fill(blank, linear_ratio(days[:, 0], days[:, 1]), np.arange(len(days)))]


def _hits(groups: int) -> Callable[[np.random.Generator, float, int], Seen]:
    return lambda random, truth, rows: (random.random((rows, groups)) < truth).astype(float)


def _one_of_six(random: np.random.Generator, truth: float, rows: int) -> Seen:
    """The first group has the truth, the others are well above any limit."""
    return (random.random((rows, len(_SHOPS))) < [truth, *[0.8] * (len(_SHOPS) - 1)]).astype(float)


def _shares(hits: Seen) -> list[Measurement]:
    names = _SHOPS if hits.shape[1] > 1 else ("",)
    blanks = [
        Measurement(name="recall", value=None, unit="share", slice={"shop": name} if name else {}) for name in names
    ]
    return [
        fill(blank, linear_mean(hits[:, place]), None, (0.0, 1.0), share=True) for place, blank in enumerate(blanks)
    ]


def _periods(random: np.random.Generator, truth: float, periods: int) -> Seen:
    return truth + random.normal(0.0, 1.0, periods)


def _promise(gains: Seen) -> list[Measurement]:
    months = [
        Measurement(name="gain", value=float(each), unit="USD", slice={"period": str(place)})
        for place, each in enumerate(gains)
    ]
    return [promise(months, "linear")]


_GAIN: Final = Bar(measure="gain", at_least=0.0, unit="USD")
_SHARE: Final = Bar(measure="recall", at_least=0.9, unit="share")
_SLICES: Final = Bar(measure="recall", at_least=0.5, by="shop", unit="share")

WORLDS: Final = {
    "gain": World("a gain of skewed amounts, days independent", _GAIN, _days, _gain, "days"),
    "share": World("a share, 9 in 10 asked for", _SHARE, _hits(1), _shares, "cases", share=True),
    "slices": World(
        "a share in each of six groups, 1 in 2 asked for",
        _SLICES,
        _hits(len(_SHOPS)),
        _shares,
        "cases of each",
        groups=len(_SHOPS),
        share=True,
    ),
    "one group": World(
        "the same, and one group of the six is in question",
        _SLICES,
        _one_of_six,
        _shares,
        "cases of each",
        groups=len(_SHOPS),
        share=True,
    ),
    "promise": World("a promise for a period to come", _GAIN, _periods, _promise, "periods", ahead=True),
}
"""By name. The limit of each is where its truth would make the promise just true."""
