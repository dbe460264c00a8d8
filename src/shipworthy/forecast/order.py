"""What a box is worth opening at: Weitzman's reservation price.

Weitzman, M. L. (1979), Optimal search for the best alternative, Econometrica 47 (3), 641-654: with independent boxes of
which only the best prize counts, it is optimal to open them in falling order of this price, and to stop when the best
prize found is above all prices left.
"""

import numpy as np
from numpy.typing import NDArray


def reservation_price(prizes: NDArray[np.float64], cost: float) -> float:
    """The sure prize that is worth as much as opening the box: z with mean(max(prize - z, 0)) = cost.

    Exact for the draws given: the left side falls in straight lines between sorted draws.

    Args:
        prizes: equally likely prizes of the box. # (draws,)
        cost: of opening it, 0 or more, in the unit of the prizes.

    Returns:
        The price, in the same unit; the highest prize when opening costs nothing.

    >>> reservation_price(np.array([0.0, 10.0]), 2.0), reservation_price(np.array([0.0, 10.0]), 6.0)
    (6.0, -1.0)
    """
    best = np.sort(prizes)[::-1]  # (draws,), highest first
    needed = cost * best.size
    above = np.cumsum(best) - np.arange(1, best.size + 1) * best  # what lies above each draw, rising
    count = max(int(np.searchsorted(above, needed, side="right")), 1)
    return float((best[:count].sum() - needed) / count)
