"""What a measurement is at least and at most, in the terms of a bar."""

import math
from dataclasses import dataclass

from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import lower_bound, quantile, upper_bound


@dataclass(frozen=True)
class Bounds:
    """A measurement in the bar's terms: its value, and what it is at least and at most, each one-sided.

    Attributes:
        value: in the bar's unit, per as many rows.
        low: lower bound at the bar's confidence.
        high: upper bound.
        below: standard error on the lower side.
        above: standard error on the upper side.
    """

    value: float
    low: float
    high: float
    below: float
    above: float


def bounds_of(bar: Bar, measured: Measurement) -> Bounds | None:
    """The measurement in the bar's terms; None without a number or anything that says how sure it is."""
    errors = _errors(measured)
    if measured.value is None or errors is None:
        return None
    scale = bar.per / measured.per
    value, below, above = (scale * each for each in (measured.value, *errors))
    low = lower_bound(value, below, measured.df, bar.confidence)
    high = upper_bound(value, above, measured.df, bar.confidence)
    found = Bounds(value, low, high, below, above)
    return found if all(math.isfinite(each) for each in (value, low, high)) else None


def _errors(measured: Measurement) -> tuple[float, float] | None:
    """Standard errors below and above the value; read off the interval where there is no single one.

    No scatter at all among the rows seen, as with a share of 0 or 1, is no certainty: the interval knows.
    """
    value, low, high = measured.value, measured.low, measured.high
    if not measured.se and value is not None and low is not None and high is not None:
        reach = quantile((1 + measured.level) / 2, measured.df)
        return max(0.0, value - low) / reach, max(0.0, high - value) / reach
    return None if measured.se is None else (measured.se, measured.se)
