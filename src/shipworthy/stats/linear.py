"""Numbers together with what each row adds to them, from which all standard errors come."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Linearised:
    """A number and its derivative by the weight of each row.

    The derivatives add up to zero, so the variance of the number is that of a sum over independent groups of
    rows (the infinitesimal jackknife; Efron 1982, chapter 6). Differences of two numbers on the same rows
    are paired by taking one influence from the other.

    Attributes:
        value: the number.
        influence: change of the number when a row gets a little more weight. # (rows,)
        hangs_on: sets of rows that the number needs; the scarcest of them gives the degrees of freedom (a
            recall hangs on the positive rows, however many others there are). Empty when it hangs on all.
            # each (rows,)
        shared_by: amounts, none of them negative, whose sum the number is divided by, where a few may be much of it;
            None where that cannot be, or is told by the influences. # (rows,)
    """

    value: float
    influence: NDArray[np.float64]
    hangs_on: tuple[NDArray[np.bool_], ...] = ()
    shared_by: NDArray[np.float64] | None = None


def linear_mean(values: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> Linearised | None:
    """The (weighted) mean; None when there is no weight.

    >>> linear_mean(np.array([1.0, 3.0])).value
    2.0
    """
    ones = np.ones_like(values) if weights is None else weights
    return linear_ratio(values * ones, ones)


def linear_ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> Linearised | None:
    """Sum of the numerators over the sum of the denominators; None when that sum is not positive.

    Args:
        numerator: one number a row. # (rows,)
        denominator: one number a row, never negative; the ratio hangs on the rows where it is positive.
            # (rows,)

    >>> linear_ratio(np.array([1.0, 0.0, 5.0]), np.array([1.0, 0.0, 1.0])).value
    3.0
    """
    total = float(denominator.sum())
    if not (total > 0):
        return None
    value = float(numerator.sum()) / total
    counts = denominator > 0
    needed = () if counts.all() else (counts,)
    return Linearised(value, (numerator - value * denominator) / total, needed)


def linear_average(parts: list[Linearised]) -> Linearised:
    """The plain average of several numbers on the same rows; it hangs on all that they hang on.

    >>> rows = np.array([1.0, 3.0])
    >>> linear_average([linear_mean(rows), linear_mean(rows * 2)]).value
    3.0
    """
    return Linearised(
        sum(part.value for part in parts) / len(parts),
        np.mean([part.influence for part in parts], axis=0),
        tuple(mask for part in parts for mask in part.hangs_on),
    )


def linear_difference(first: Linearised, second: Linearised) -> Linearised:
    """First less second, paired: what both share row by row cancels out.

    >>> rows = np.array([1.0, 3.0])
    >>> difference = linear_difference(linear_mean(rows + 1), linear_mean(rows))
    >>> difference.value, difference.influence.tolist()
    (1.0, [0.0, 0.0])
    """
    return Linearised(
        first.value - second.value,
        first.influence - second.influence,
        first.hangs_on + second.hangs_on,
        # on the same rows both are divided by the same
        first.shared_by,
    )
