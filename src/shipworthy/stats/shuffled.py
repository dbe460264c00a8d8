"""Whether scores and outcomes that should have nothing to do with each other do."""

import math

import numpy as np
from numpy.typing import NDArray


def shuffled_z(scores: NDArray[np.float64], outcomes: NDArray[np.float64]) -> float | None:
    """How far the agreement of scores and outcomes lies above what dealing outcomes at random would give.

    Agreement is the sum over rows and columns of score times outcome. Over all ways to deal outcomes to rows it has
    the mean and variance of Hoeffding (1951, "A combinatorial central limit theorem", theorem 3), and is nearly normal.

    Args:
        scores: a column each class, or one. # (rows, columns)
        outcomes: one-hot classes, or one column of numbers. # (rows, columns)

    Returns:
        Standard deviations above the mean; None when scores or outcomes do not vary, or there are fewer than 8 rows.

    >>> shuffled_z(np.array([[0.0], [1.0]] * 4), np.array([[0.0], [1.0]] * 4))
    2.6457513110645907
    """
    rows = len(scores)
    if rows < 8:
        return None
    score, outcome = scores - scores.mean(axis=0), outcomes - outcomes.mean(axis=0)
    # of sum over columns of score times outcome: trace of the product of both covariances
    variance = float(((score.T @ score) * (outcome.T @ outcome)).sum()) / (rows - 1)
    floor = 1e-18 * float(np.square(scores).sum() * np.square(outcomes).sum())
    return None if variance <= floor else float((score * outcome).sum()) / math.sqrt(variance)
