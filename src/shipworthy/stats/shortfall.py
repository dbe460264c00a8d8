"""Whether a mean has fallen below a limit, looked at again and again, with a stated rate of false alarms."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

SENSITIVE_AT = 8
"""Steps after which a fall is found soonest; it costs little to be wrong by a factor of four."""


def spread_of_sums(squares: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a sum of independent parts may be taken to vary by, for each step.

    A third of what was seen and two thirds of what was to be expected: with it the tests of this file stay valid for
    lopsided parts, where a long quiet stretch looks like a fall with little scatter (Delyon 2009, "Exponential
    inequalities for sums of weakly dependent variables", theorem 4).

    Args:
        squares: sum of the squared parts of each step. # (steps,)
        expected: what that sum was expected to be before the step was seen. # (steps,)

    >>> spread_of_sums(np.array([3.0]), np.array([6.0])).tolist()
    [5.0]
    """
    return (squares + 2 * expected) / 3


def log_evidence(shortfalls: NDArray[np.float64], spreads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithm of the evidence that the mean lies below its limit from each step on, up to the last one.

    The normal mixture over half a line (Howard et al. 2021, "Time-uniform, nonparametric, nonasymptotic confidence
    sequences", proposition 6): on average at most 1 as long as the mean reaches the limit, whenever one stops.

    Args:
        shortfalls: limit less what was seen, summed over each step. # (steps,)
        spreads: its variance, as `spread_of_sums` gives it, positive. # (steps,)

    Returns:
        One number for each step at which the fall may have begun. # (steps,)

    >>> np.round(log_evidence(np.array([0.0, 3.0]), np.array([1.0, 1.0])), 2).tolist()
    [1.64, 2.77]
    """
    total = np.cumsum(shortfalls[::-1])[::-1]
    variance = np.cumsum(spreads[::-1])[::-1]
    # how steep a fall is expected to be: most is gained where variance times steepness is about ten
    steepness = 10 / (SENSITIVE_AT * spreads)
    root = total / np.sqrt(variance + 1 / steepness)
    size = np.log1p(steepness * variance) / 2
    found: NDArray[np.float64] = math.log(2) - size + root**2 / 2 + special.log_ndtr(root)
    return found


def log_alarm(shortfalls: NDArray[np.float64], spreads: NDArray[np.float64]) -> float:
    """Logarithm of the evidence that the mean has fallen below its limit at some step.

    The sum over all steps at which it may have begun (a Shiryaev-Roberts e-detector; Shin, Ramdas and Rinaldo 2022,
    "E-detectors"). An alarm whenever it passes log(A) comes falsely once in A steps or less often, however long one
    watches.

    >>> quiet, fallen = np.zeros(8), np.repeat([0.0, 3.0], 4)
    >>> log_alarm(fallen, np.ones(8)) > math.log(78) > log_alarm(quiet, np.ones(8))
    True
    """
    return float(special.logsumexp(log_evidence(shortfalls, spreads))) if len(shortfalls) else -math.inf
