"""Many tests at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """p-values adjusted so that all of them together err with no more than the chance of one (Holm 1979).

    Args:
        p_values: of the single tests, in any order and however dependent. # (tests,)

    Returns:
        Adjusted p-values in the same order: reject where it is at most 1 - confidence. # (tests,)

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    steps = np.maximum.accumulate(given[order] * np.arange(len(given), 0, -1))
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted
