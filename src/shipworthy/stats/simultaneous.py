"""Several numbers told at once, so that with the stated chance all of their intervals hold."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shipworthy.stats.bounds import quantile

DRAWS = 20_000
_SEED = 20_030_901


def correlation(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """How numbers err together, from what each independent group adds to each of them.

    Args:
        sums: influence of each group on each number, no number without any. # (numbers, groups)

    Returns:
        # (numbers, numbers)

    >>> correlation(np.array([[1.0, -1.0], [2.0, -2.0]])).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    spread: NDArray[np.float64] = sums @ sums.T
    size = np.sqrt(np.diag(spread))
    found: NDArray[np.float64] = spread / np.outer(size, size)
    return found


def simultaneous_quantile(correlations: NDArray[np.float64], df: float | None, level: float = 0.95) -> float:
    """How many standard errors each interval must reach so that all hold at once with this chance.

    The quantile of the largest |t| of a multivariate t distribution (Hothorn, Bretz and Westfall 2008; Dunnett 1955 is
    its case of one control group), by drawing from it; never below that of one number nor above Bonferroni's.

    Args:
        correlations: of the numbers. # (numbers, numbers)
        df: degrees of freedom; None for the normal distribution.
        level: chance that all intervals hold.

    >>> round(simultaneous_quantile(np.eye(1), None), 2)
    1.96
    """
    count = len(correlations)
    single, safest = quantile((1 + level) / 2, df), quantile(1 - (1 - level) / (2 * count), df)
    if count < 2:
        return single
    values, vectors = np.linalg.eigh(correlations)
    normal, scale = _drawn(count, df)
    largest = np.abs(normal @ (vectors * np.sqrt(np.maximum(values, 0))).T).max(axis=1) / scale
    return min(max(float(np.quantile(largest, level)), single), safest)


@lru_cache(maxsize=8)
def _drawn(count: int, df: float | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standard normal numbers, and what a t distribution divides them by, shapes (draws, count) and (draws,)."""
    random = np.random.default_rng(_SEED)
    normal = random.normal(size=(DRAWS, count))
    scale = np.ones(DRAWS) if df is None or math.isinf(df) else np.sqrt(random.chisquare(df, DRAWS) / df)
    return normal, scale
