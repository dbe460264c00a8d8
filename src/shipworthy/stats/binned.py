"""Gaps of several bins together: how large they are once what chance alone would make of them is taken away."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shipworthy.stats.bounds import quantile


@dataclass(frozen=True, eq=False)
class Gaps:
    """The mean of each bin, and how these means scatter together.

    Attributes:
        means: of the rows of each bin. # (bins,)
        shares: of all rows that a bin holds. # (bins,)
        scatter: covariance of the means. # (bins, bins)
        clusters: independent groups of rows.
    """

    means: NDArray[np.float64]
    shares: NDArray[np.float64]
    scatter: NDArray[np.float64]
    clusters: int


def gaps(values: NDArray[np.float64], bins: NDArray[np.int64], clusters: NDArray[np.int64] | None = None) -> Gaps:
    """Means by bin, with the sandwich of their sums per cluster, as for one mean in `stats.clusters`.

    Args:
        values: one number a row. # (rows,)
        bins: code of each row's bin, each from 0 to the highest holding a row. # (rows,)
        clusters: code of what is independent; None when rows are. # (rows,)

    >>> found = gaps(np.array([1.0, 3.0, 5.0, 5.0]), np.array([0, 0, 1, 1]))
    >>> found.means.tolist(), found.shares.tolist()
    ([2.0, 5.0], [0.5, 0.5])
    """
    count = np.bincount(bins).astype(np.float64)
    means = np.bincount(bins, weights=values) / count
    codes = np.arange(len(values)) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    many = int(codes.max()) + 1
    away = (values - means[bins]) / count[bins]
    if clusters is None:
        scatter = np.diag(np.bincount(bins, weights=away**2))
    else:
        place = codes * len(count) + bins
        sums = np.bincount(place, weights=away, minlength=many * len(count)).reshape(many, len(count))
        scatter = sums.T @ sums
    return Gaps(means, count / len(values), scatter * many / max(many - 1, 1), many)


def squared_gap(found: Gaps, level: float = 0.95) -> tuple[float, float, float]:
    """The mean squared gap over all rows without what chance adds to it, and its two-sided interval.

    Squares of noisy means are too large by their variance, which is taken off bin by bin (Bröcker 2012; Kumar, Liang
    and Ma 2019); so it may come out below 0. The interval holds every value from which the one found is no further than
    the quadratic form of normal means would scatter there: the scatter grows with the value, and does not vanish at 0.

    >>> squared_gap(Gaps(np.array([0.1, 0.1]), np.array([0.5, 0.5]), np.zeros((2, 2)), 100))[0]
    0.010000000000000002
    """
    raw = float(found.shares @ found.means**2)
    value = raw - float(found.shares @ np.diag(found.scatter))
    weighed = found.shares[:, None] * found.scatter
    noise = 2 * float(np.sum(weighed * weighed.T))
    pull = found.shares * found.means
    slope = float(pull @ found.scatter @ pull) / raw if raw else 0.0
    reach = quantile((1 + level) / 2, max(found.clusters - 1, 1))
    # where (value - x)² = reach² (noise + 4 slope x)
    middle = value + 2 * reach**2 * slope
    half = reach * float(np.sqrt(max(noise + 4 * slope * value + 4 * (reach * slope) ** 2, 0.0)))
    return value, middle - half, middle + half
