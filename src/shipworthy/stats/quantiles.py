"""Quantiles with intervals that hold whatever the distribution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special


@dataclass(frozen=True, slots=True)
class QuantileRange:
    """A quantile of a sample with its interval.

    Attributes:
        value: the smallest number seen that this share of numbers does not exceed.
        low: lower end; None when the sample is too small to have one.
        high: upper end; None when the sample is too small to have one.
    """

    value: float
    low: float | None
    high: float | None


def quantile_range(values: NDArray[np.float64], share: float, level: float = 0.95) -> QuantileRange | None:
    """A quantile and the order statistics that enclose it (David and Nagaraja 2003, section 7.1).

    Args:
        values: the sample. # (n,)
        share: of the distribution below the quantile, between 0 and 1.
        level: chance that the interval covers it, at least, for independent numbers.

    Returns:
        None for an empty sample.

    >>> quantile_range(np.arange(1.0, 101.0), 0.5)
    QuantileRange(value=50.0, low=40.0, high=61.0)
    >>> quantile_range(np.arange(1.0, 101.0), 0.99).high is None
    True
    """
    n = len(values)
    if not n:
        return None
    # at_most[k]: chance that k or fewer of the sample lie below the quantile. # (n + 1,)
    at_most = special.bdtr(np.arange(n + 1), n, share)
    tail = (1 - level) / 2
    below = int(np.searchsorted(at_most, tail, side="right"))
    above = int(np.searchsorted(at_most, 1 - tail))
    ordered = np.sort(values)
    return QuantileRange(
        float(ordered[max(1, int(np.ceil(share * n - 1e-9))) - 1]),
        float(ordered[below - 1]) if below > 0 else None,
        float(ordered[above]) if above < n else None,
    )


def chance_of_as_many(hits: int, cases: int, share: float) -> float:
    """One-sided p-value of "the share is at most this": chance of as many hits or more (the exact binomial test).

    >>> round(chance_of_as_many(3, 100, 0.01), 4)
    0.0794
    """
    return 1.0 if hits <= 0 else float(special.betainc(hits, cases - hits + 1, share))
