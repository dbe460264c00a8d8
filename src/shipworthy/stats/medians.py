"""The median of weighted rows, with the influence of each row."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shipworthy.stats.linear import Linearised

_Z = float(special.ndtri(0.975))


def middle(values: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> float | None:
    """The median; between two rows that halve the weight, their mean. None without any weight.

    >>> middle(np.array([3.0, 1.0, 2.0, 10.0]))
    2.5
    """
    order, total = _ordered(values, weights)
    return None if total is None else _at(values[order], total, 0.5)


def linear_median(values: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> Linearised | None:
    """The median and the influence of each row; None without any weight.

    The density at the median comes from the two quantiles beside it, as far away as Hall and Sheather (1988) advise for
    a normal density; a row's influence is (1/2 - [row at most median]) / density (Koenker 2005, section 3.2).

    Args:
        values: one number a row. # (rows,)
        weights: not negative; None for equal ones. # (rows,)

    >>> linear_median(np.arange(101.0)).value
    50.0
    """
    order, total = _ordered(values, weights)
    if total is None:
        return None
    ordered, heavy = values[order], np.ones(len(values)) if weights is None else weights
    value = _at(ordered, total, 0.5)
    effective = total[-1] ** 2 / float(np.square(heavy).sum())
    # 1.5 * phi(0)**2 is the normal density's part of their formula
    apart = min(0.25, float(effective ** (-1 / 3) * _Z ** (2 / 3) * (1.5 / (2 * np.pi)) ** (1 / 3)))
    wide = _at(ordered, total, 0.5 + apart) - _at(ordered, total, 0.5 - apart)
    below = np.where(values < value, 1.0, np.where(values == value, 0.5, 0.0))
    share = float((below * heavy).sum()) / total[-1]
    influence = heavy * (share - below) / total[-1] * wide / (2 * apart)
    return Linearised(value, influence)


def _ordered(
    values: NDArray[np.float64], weights: NDArray[np.float64] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64] | None]:
    """Order of the rows and the weight up to each, rows without weight left out."""
    order = np.argsort(values)
    if weights is None:
        return order, np.arange(1.0, len(values) + 1) if len(values) else None
    order = order[weights[order] > 0]
    return order, np.cumsum(weights[order]) if len(order) else None


def _at(ordered: NDArray[np.float64], total: NDArray[np.float64], share: float) -> float:
    """The quantile of that share of the weight: the first row to pass it, or the mean of the two it falls between."""
    wanted, rounding = share * total[-1], 1e-12 * total[-1]
    first = min(int(np.searchsorted(total, wanted - rounding)), len(ordered) - 1)
    second = min(int(np.searchsorted(total, wanted + rounding)), len(ordered) - 1)
    return float(ordered[first] + ordered[second]) / 2
