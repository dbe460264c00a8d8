"""How sure a number is, when only groups of rows (days, customers) are independent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shipworthy.stats.linear import Linearised


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error.

    Attributes:
        value: the number.
        se: standard error in the same unit; None when fewer than two independent groups tell.
        df: degrees of freedom for the t distribution: independent groups that the number hangs on, less one.
        clusters: independent groups of rows.
        n: rows.
    """

    value: float
    se: float | None
    df: int
    clusters: int
    n: int


def estimate(linearised: Linearised, clusters: NDArray[np.int64] | None = None) -> Estimate:
    """Standard error of a linearised number from its sums per cluster.

    The cluster-robust sandwich with the factor G/(G-1) (Cameron and Miller 2015, section II), G being the
    number of clusters that hold rows the number hangs on.

    Args:
        linearised: the number and the influence of each row.
        clusters: code of each row's cluster, 0 or more, not all codes need occur; None when rows are
            independent.
            # (rows,)

    >>> from shipworthy.stats.linear import linear_mean
    >>> found = estimate(linear_mean(np.array([1.0, 2.0, 3.0, 4.0])))
    >>> round(found.se, 6), found.df
    (0.645497, 3)
    """
    n = len(linearised.influence)
    sums = linearised.influence if clusters is None else np.bincount(clusters, weights=linearised.influence)
    count = n if clusters is None else _distinct(clusters)
    effective = min([count, *(_clusters_within(mask, clusters) for mask in linearised.hangs_on)])
    se = None if effective < 2 else float(np.sqrt(effective / (effective - 1) * np.square(sums).sum()))
    return Estimate(linearised.value, se, effective - 1, count, n)


def _clusters_within(mask: NDArray[np.bool_], clusters: NDArray[np.int64] | None) -> int:
    return int(np.count_nonzero(mask)) if clusters is None else _distinct(clusters[mask])


def _distinct(clusters: NDArray[np.int64]) -> int:
    return int(np.count_nonzero(np.bincount(clusters)))
