"""How much more has to be seen until a bound reaches a limit, and how likely it is that it then does."""

import math
from typing import Final

import numpy as np
from scipy import special

from shipworthy.stats.bounds import clusters_needed, quantile
from shipworthy.stats.shares import exact_se

POWER: Final = 0.9
"""Chance of being settled that is planned for."""
_MOST_PERIODS: Final = 1000
_MANY: Final = 5_000
"""Cases from which a share is planned with the normal distribution."""
_DRAWS: Final = 4000
"""Futures that are drawn to tell a chance: its error is then below 0.01."""


def periods_needed(
    value: float, scatter: float, target: float, confidence: float = 0.95, power: float = POWER, *, ahead: int = 1
) -> int | None:
    """Periods needed in all for the lower bound of those to come to reach a target, should they go on as seen.

    The bound is that of the mean of m normal periods to come, value - t * s * sqrt(1/m + 1/K); the chance that it
    reaches the target comes from the noncentral t distribution.

    Args:
        value: mean of the periods, more is better.
        scatter: standard deviation of one period.
        target: what the bound has to reach.
        confidence: of the one-sided bound.
        power: chance that so many periods suffice.
        ahead: periods to come that the bound is of, taken together.

    Returns:
        None when no number of periods would do: they scatter too much.

    >>> periods_needed(3.0, 1.0, 0.0), periods_needed(1.0, 1.0, 0.0)
    (7, None)
    """
    if not (value > target and scatter >= 0):
        return None
    if scatter == 0:
        return 2
    effect = (value - target) / scatter
    if effect * math.sqrt(ahead) <= quantile(confidence, None):
        return None
    for count in range(2, _MOST_PERIODS):
        critical = quantile(confidence, count - 1) * math.sqrt(1 + count / ahead)
        if 1 - float(special.nctdtr(count - 1, effect * math.sqrt(count), critical)) >= power:
            return count
    return None


def cases_needed(share: float, limit: float, confidence: float = 0.95, power: float = POWER) -> int | None:
    """Independent cases needed in all for the lower bound of a share to reach a limit, should the share be as given.

    The bound is the exact one of Clopper and Pearson; the chance that it reaches the limit is binomial.

    Args:
        share: between 0 and 1, more is better.
        limit: what the bound has to reach.
        confidence: of the one-sided bound.
        power: chance that so many cases suffice.

    Returns:
        None when no number would do, as the share itself does not exceed the limit.

    >>> cases_needed(1.0, 0.9)
    29
    """
    if not limit < share <= 1:
        return None
    rough = clusters_needed(share, math.sqrt(share * (1 - share)), 1, limit, confidence, power) or 2
    if rough > _MANY:
        return rough
    high = 2
    while _chance_of_share(share, high, limit, confidence) < power:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if _chance_of_share(share, middle, limit, confidence) < power:
            low = middle
        else:
            high = middle
    return high


def chance_settled(
    value: float,
    se: float,
    groups: int,
    more: int,
    limit: float,
    confidence: float = 0.95,
    *,
    ahead: int | None = None,
) -> float:
    """Chance that a mean is settled, either way, once so many more groups were seen; what was seen may be luck.

    Futures are drawn from what the groups so far tell of mean and scatter (normal groups, flat prior), and each is
    judged by the same bound.

    Args:
        value: mean of the groups so far.
        se: its standard error; with `ahead`, the scale of what is to come.
        groups: independent groups so far, at least 2.
        more: groups to come.
        limit: what the lower bound has to reach, or the upper bound to miss.
        confidence: of each one-sided bound.
        ahead: periods to come that the bounds are of, taken together; None for the mean of all seen.

    Returns:
        Between 0 and 1.

    >>> 0.5 < chance_settled(1.0, 0.5, 10, 40, 0.0) < chance_settled(1.0, 0.5, 10, 400, 0.0) < 1
    True
    """
    random = np.random.default_rng(0)
    coming = 1 / ahead if ahead else 0.0
    spread = se / math.sqrt(1 / groups + coming)
    sigma = spread * np.sqrt((groups - 1) / random.chisquare(groups - 1, _DRAWS))  # (draws,)
    mean = random.normal(value, sigma / math.sqrt(groups))
    new = random.normal(mean, sigma / math.sqrt(more))
    within = sigma**2 * random.chisquare(more - 1, _DRAWS) if more > 1 else np.zeros(_DRAWS)
    count = groups + more
    total = (groups * value + more * new) / count
    squares = (groups - 1) * spread**2 + within + groups * more / count * (new - value) ** 2
    reach = quantile(confidence, count - 1) * np.sqrt(squares / (count - 1) * (1 / count + coming))
    return float(np.mean((total - reach >= limit) | (total + reach < limit)))


def chance_share_settled(share: float, cases: int, more: int, limit: float, confidence: float = 0.95) -> float:
    """Chance that a share is settled, either way, once so many more cases were seen; what was seen may be luck.

    The share to come is drawn from the beta distribution that Jeffreys' prior makes of the cases so far.

    Args:
        share: of the cases so far, between 0 and 1.
        cases: so far, independent.
        more: cases to come.
        limit: what the lower bound has to reach, or the upper bound to miss.
        confidence: of each one-sided bound.

    Returns:
        Between 0 and 1.

    >>> 0.5 < chance_share_settled(0.95, 100, 200, 0.9) < chance_share_settled(0.95, 100, 9000, 0.9) < 1
    True
    """
    random = np.random.default_rng(0)
    hits, count = share * cases, cases + more
    truth = random.beta(hits + 0.5, cases - hits + 0.5, _DRAWS)  # (draws,)
    found = hits + random.binomial(more, truth)
    least = _fewest_hits(count, limit, confidence)
    most = count - _fewest_hits(count, 1 - limit, confidence)
    return float(np.mean((found >= least) | (found <= most)))


def _chance_of_share(share: float, cases: int, limit: float, confidence: float) -> float:
    """Chance that the lower bound of so many cases reaches the limit."""
    least = _fewest_hits(cases, limit, confidence)
    if least > cases:
        return 0.0
    return 1.0 if share == 1 else float(special.bdtrc(least - 1, cases, share)) if least > 0 else 1.0


def _fewest_hits(cases: int, limit: float, confidence: float) -> int:
    """Fewest hits whose lower bound reaches the limit; one more than there are cases when none does."""
    low, high = -1, cases + 1
    while high - low > 1:
        middle = (low + high) // 2
        share = middle / cases
        if share - quantile(confidence, None) * exact_se(share, cases, None) >= limit:
            high = middle
        else:
            low = middle
    return high
