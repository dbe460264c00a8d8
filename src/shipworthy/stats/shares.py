"""Shares near 0 or 1, where the plain standard error promises too much."""

from scipy import special

from shipworthy.stats.bounds import quantile

CONFIDENCE = 0.95
"""One-sided confidence at which the bounds are made to agree."""


def exact_se(share: float, cases: int, df: float | None) -> float:
    """Standard error whose one-sided t bounds at 95 % reach as far as the exact binomial ones.

    Args:
        share: between 0 and 1.
        cases: independent cases it was counted on, at least 1.
        df: degrees of freedom that the bound will be made with.

    Returns:
        The larger of the two distances to the bounds of Clopper and Pearson (1934), over the t quantile.

    >>> round(1 - exact_se(1.0, 3, None) * quantile(0.95, None), 4)  # 0.05 ** (1 / 3)
    0.3684
    """
    hits = share * cases
    low = special.betaincinv(hits, cases - hits + 1, 1 - CONFIDENCE) if hits > 0 else 0.0
    high = special.betaincinv(hits + 1, cases - hits, CONFIDENCE) if hits < cases else 1.0
    return float(max(share - low, high - share)) / quantile(CONFIDENCE, df)
