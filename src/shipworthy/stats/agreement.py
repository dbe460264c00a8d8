"""Agreement of two labellings of the same rows beyond chance, with the influence of each row."""

import numpy as np
from numpy.typing import NDArray

from shipworthy.stats.linear import Linearised


def matthews(
    truth: NDArray[np.int64], said: NDArray[np.int64], labels: int, weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Matthews' correlation of what turned out with what was said (for several classes Gorodkin 2004).

    Args:
        truth: code of each row's label, from 0 to `labels` less one. # (rows,)
        said: likewise. # (rows,)
        labels: how many there are.
        weights: not negative; None for equal ones. # (rows,)

    Returns:
        None when either side knows one label only.

    >>> rows = np.array([0, 0, 1, 1])
    >>> matthews(rows, rows, 2).value
    1.0
    """
    table, total, turned, called = _table(truth, said, labels, weights)
    right = float(np.trace(table))
    both = right * total - float(turned @ called)
    spread_turned, spread_called = total**2 - float(turned @ turned), total**2 - float(called @ called)
    if not (spread_turned > 0 and spread_called > 0):
        return None
    scale = float(np.sqrt(spread_turned * spread_called))
    value = both / scale
    # what one more row of each cell changes # (labels, labels)
    more_both = np.eye(labels) * total + right - called[:, None] - turned[None, :]
    more_turned, more_called = 2 * (total - turned)[:, None], 2 * (total - called)[None, :]
    cell = more_both / scale - value / 2 * (more_turned / spread_turned + more_called / spread_called)
    return _spread(value, cell, truth, said, labels, weights)


def kappa(
    truth: NDArray[np.int64], said: NDArray[np.int64], labels: int, weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Cohen's kappa (1960): agreement beyond what both would share if they knew nothing of each other.

    Args:
        truth: code of each row's label, from 0 to `labels` less one. # (rows,)
        said: likewise. # (rows,)
        labels: how many there are.
        weights: not negative; None for equal ones. # (rows,)

    Returns:
        None when both know one and the same label only.

    >>> kappa(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), 2).value
    0.5
    """
    table, total, turned, called = _table(truth, said, labels, weights)
    if not (total > 0):
        return None
    seen, by_chance = float(np.trace(table)) / total, float(turned @ called) / total**2
    if not (by_chance < 1):
        return None
    value = (seen - by_chance) / (1 - by_chance)
    # what one more row of each cell changes # (labels, labels)
    more_seen = (np.eye(labels) - seen) / total
    more_by_chance = (called[:, None] + turned[None, :]) / total**2 - 2 * by_chance / total
    cell = (more_seen - (1 - value) * more_by_chance) / (1 - by_chance)
    return _spread(value, cell, truth, said, labels, weights)


def _table(
    truth: NDArray[np.int64], said: NDArray[np.int64], labels: int, weights: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.float64]]:
    """Weight of each pair of labels, of all rows, of what turned out and of what was said."""
    counted = np.bincount(truth * labels + said, weights=weights, minlength=labels**2)
    table = counted.reshape(labels, labels).astype(np.float64)
    return table, float(table.sum()), table.sum(axis=1), table.sum(axis=0)


def _spread(
    value: float,
    cell: NDArray[np.float64],
    truth: NDArray[np.int64],
    said: NDArray[np.int64],
    labels: int,
    weights: NDArray[np.float64] | None,
) -> Linearised:
    influence = cell.ravel()[truth * labels + said]
    occurring = [truth == label for label in range(labels)]
    hangs_on = tuple(mask for mask in occurring if mask.any())
    return Linearised(value, influence if weights is None else influence * weights, hangs_on)
