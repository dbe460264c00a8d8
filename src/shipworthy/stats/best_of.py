"""How much the best of several numbers looks better than it is, when it is picked for looking best."""

import numpy as np
from numpy.typing import NDArray

_DRAWS = 20_000


def excess_of_best(covariance: NDArray[np.float64]) -> float:
    """Expected excess by luck of the largest of several estimates over what it estimates.

    That is the mean of the largest of normal errors with the estimates' own covariance, as a bootstrap with normal
    multipliers over independent groups gives it (Chernozhukov, Chetverikov, Kato 2013). It is exact when all are
    equally good, and too large when some are not: what is clearly worse is seldom picked by luck. Estimates that err
    together, as on the same cases, have less to pick from than independent ones.

    Args:
        covariance: of the errors of the estimates. # (estimates, estimates)

    Returns:
        In the unit of the estimates, at least 0; half the draws mirror the other half, so the same answer every time.

    >>> round(excess_of_best(np.eye(2)), 2), round(excess_of_best(np.ones((2, 2))), 2)
    (0.57, 0.0)
    """
    if len(covariance) < 2:
        return 0.0
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))  # (estimates, estimates)
    half = np.random.default_rng(0).standard_normal((_DRAWS // 2, len(covariance))) @ root.T
    return max(0.0, float((half.max(axis=1) - half.min(axis=1)).mean()) / 2)
