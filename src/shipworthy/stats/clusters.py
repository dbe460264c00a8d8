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
        df: degrees of freedom for the t distribution: independent groups of equal size that would tell as much as those
            that the number hangs on, less one; at least 1.
        clusters: independent groups of rows.
        scarcest: independent groups that the number hangs on.
        lopsided: squared skewness of what the groups add, over their number: how far a few that add much more than the
            others pull the interval to one side. 0 for symmetric ones.
        n: rows.
        unsteady: coefficient of variation of what the number is divided by; 0 where that is not told.
    """

    value: float
    se: float | None
    df: float
    clusters: int
    scarcest: int
    n: int
    lopsided: float = 0.0
    unsteady: float = 0.0


def estimate(linearised: Linearised, clusters: NDArray[np.int64] | None = None) -> Estimate:
    """Standard error of a linearised number from its sums per cluster.

    The sandwich over clusters with the correction of Bell and McCaffrey (2002), each sum of squares over 1 - h, h being
    the cluster's share of the rows that the number hangs on: for a mean it is their CR2, for equal clusters the factor
    G/(G-1). Degrees of freedom by the effective number of clusters, 1 / sum of h**2 (Carter, Schnepel and Steigerwald
    2017), G for equal ones.

    Args:
        linearised: the number and the influence of each row.
        clusters: code of each row's cluster, 0 or more, not all codes need occur; None when rows are
            independent.
            # (rows,)

    >>> from shipworthy.stats.linear import linear_mean
    >>> found = estimate(linear_mean(np.array([1.0, 2.0, 3.0, 4.0])))
    >>> round(found.se, 6), found.df
    (0.645497, 3.0)
    """
    n = len(linearised.influence)
    if clusters is None:
        fewest = min([n, *(int(np.count_nonzero(mask)) for mask in linearised.hangs_on)])
        se = None if fewest < 2 else float(np.sqrt(fewest / (fewest - 1) * np.square(linearised.influence).sum()))
        lopsided, unsteady = _lopsided(linearised.influence), _unsteady(linearised.shared_by)
        return Estimate(linearised.value, se, max(fewest - 1.0, 1.0), n, fewest, n, lopsided, unsteady)
    rows = np.bincount(clusters).astype(np.float64)
    within = [np.bincount(clusters, mask, len(rows)).astype(np.float64) for mask in linearised.hangs_on]
    scarcest = min([rows, *within], key=_effective)
    count, groups = int(np.count_nonzero(rows)), int(np.count_nonzero(scarcest))
    if groups < 2:
        return Estimate(linearised.value, None, 1.0, count, groups, n)
    sums = np.bincount(clusters, linearised.influence).astype(np.float64)
    se = float(np.sqrt((np.square(sums) / (1 - scarcest / scarcest.sum())).sum()))
    df = max(_effective(scarcest) - 1, 1.0)
    lopsided, unsteady = _lopsided(sums), _unsteady(linearised.shared_by, clusters)
    return Estimate(linearised.value, se, df, count, groups, n, lopsided, unsteady)


def _lopsided(sums: NDArray[np.float64]) -> float:
    squares = np.square(sums)
    spread = float(squares.sum())
    return float(squares @ sums) ** 2 / spread**3 if spread > 0 else 0.0


def _unsteady(amounts: NDArray[np.float64] | None, clusters: NDArray[np.int64] | None = None) -> float:
    """Coefficient of variation of a sum, from its parts by cluster; 0 without any."""
    if amounts is None or not (total := float(amounts.sum())):
        return 0.0
    off = amounts - amounts.mean()
    parts = off if clusters is None else np.bincount(clusters, off)
    return float(np.sqrt(np.square(parts).sum())) / total


def _effective(rows: NDArray[np.float64]) -> float:
    """Clusters of equal size that would tell as much; 0 without any row."""
    total = float(rows.sum())
    return total**2 / float(np.square(rows).sum()) if total > 0 else 0.0
