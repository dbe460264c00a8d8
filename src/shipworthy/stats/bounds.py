"""Intervals, one-sided bounds, tests and sample sizes from a value and its standard error.

Everywhere `df` is None for the normal distribution, and standard errors of exactly zero are allowed.
"""

import math

from scipy import special

NORMAL_FROM = 500
"""Clusters from which the t distribution is taken for the normal one when planning a sample size."""


def quantile(probability: float, df: float | None) -> float:
    """Quantile of Student's t, or of the normal distribution.

    >>> round(quantile(0.975, 10), 4), round(quantile(0.975, None), 4)
    (2.2281, 1.96)
    """
    return float(special.ndtri(probability) if df is None else special.stdtrit(df, probability))


def interval(value: float, se: float, df: float | None, level: float = 0.95) -> tuple[float, float]:
    """Two-sided interval.

    Args:
        value: the estimate.
        se: its standard error, in the same unit.
        df: degrees of freedom.
        level: chance that such an interval covers the truth, between 0 and 1.

    >>> tuple(round(end, 3) for end in interval(10.0, 1.0, None))
    (8.04, 11.96)
    """
    half = quantile((1 + level) / 2, df) * se
    return value - half, value + half


def lower_bound(value: float, se: float, df: float | None, confidence: float = 0.95) -> float:
    """What the truth is at least, with this one-sided confidence.

    >>> round(lower_bound(10.0, 1.0, None), 3)
    8.355
    """
    return value - quantile(confidence, df) * se


def upper_bound(value: float, se: float, df: float | None, confidence: float = 0.95) -> float:
    """What the truth is at most, with this one-sided confidence.

    >>> round(upper_bound(10.0, 1.0, None), 3)
    11.645
    """
    return value + quantile(confidence, df) * se


def chance_of_less(value: float, se: float, df: float | None, limit: float) -> float:
    """One-sided p-value of "the truth is at least `limit`": small when the value is surely below.

    It is below 1 - c exactly when `upper_bound` at confidence c is below the limit. Take limit and value
    with their signs turned for "at most".

    >>> round(chance_of_less(8.0, 1.0, None, 10.0), 4)
    0.0228
    """
    if se == 0:
        return 1.0 if value >= limit else 0.0
    distance = (value - limit) / se
    return float(special.ndtr(distance) if df is None else special.stdtr(df, distance))


def clusters_needed(
    value: float, se: float, clusters: int, target: float, confidence: float = 0.95, power: float = 0.9
) -> int | None:
    """Independent groups needed for the lower bound to reach a target, should the truth be as estimated.

    Args:
        value: the estimate, more is better.
        se: its standard error.
        clusters: independent groups it came from.
        target: what the lower bound has to reach.
        confidence: of the one-sided bound.
        power: chance that so many groups suffice.

    Returns:
        The number of groups, those at hand included; None when no number would do, as the estimate itself
        does not exceed the target. Power is that of the one-sided t test (noncentral t).

    >>> clusters_needed(value=1.0, se=0.5, clusters=4, target=0.0)
    11
    """
    if not (value > target) or not (se >= 0):
        return None
    if se == 0:
        return 2
    effect = (value - target) / (se * math.sqrt(clusters))
    count = max(2, math.ceil(((quantile(confidence, None) + quantile(power, None)) / effect) ** 2))
    while count < NORMAL_FROM and _power(effect, count, confidence) < power:
        count += 1
    return count


def _power(effect: float, count: int, confidence: float) -> float:
    critical = quantile(confidence, count - 1)
    return 1 - float(special.nctdtr(count - 1, effect * math.sqrt(count), critical))
