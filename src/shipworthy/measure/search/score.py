"""How bad a region is, and how bad any part of it can be at most."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ALPHA: Final = 0.99
"""How much a region's mean loss counts beside its size: a tenth of all rows is worth naming when it loses
1.09 times the mean, a fiftieth when it loses 1.5 times as much."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What regions of one set of rows are held against.

    The score of a region S of n rows in all is `alpha * (mean loss of S - reference) / spread - (1 - alpha) * (n / |S|
    - 1)`; with losses that are never negative, and their mean as reference, that of SliceLine (Sagadeeva and Boehm,
    SIGMOD 2021, definition 1). A score above 0 is worse than all rows together.

    Attributes:
        rows: how many there are.
        reference: loss that is no failure.
        spread: mean of the positive losses over all rows.
        worst: the greatest loss of a row.
        least: fewest rows of a region.
        alpha: between 0 and 1.
    """

    rows: int
    reference: float
    spread: float
    worst: float
    least: int
    alpha: float = ALPHA

    def score(self, size: NDArray[Any], loss: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scores of regions of so many rows and so much loss in all; -inf below the least size, shape as given."""
        rows = np.maximum(size, 1)
        scored = self.alpha * (loss / rows - self.reference) / self.spread - self._small(rows)
        return np.where(size >= self.least, scored, -np.inf)

    def bound(self, size: NDArray[Any], positive: NDArray[np.float64]) -> NDArray[np.float64]:
        """What no part of a region of at least the least size can score more than.

        A part of s rows holds at most all positive losses of the region, and at most s times the worst loss. Up to
        where the two meet the score can only rise with s, and from there on it changes one way only, so that it is
        greatest where they meet or at one of the ends.

        Args:
            size: rows of the region.
            positive: sum of its positive losses.
        """
        largest = np.maximum(size, self.least)
        meet = np.clip(positive / self.worst, self.least, largest)
        ends = [self._at_most(rows, positive) for rows in (np.full_like(meet, self.least), meet, largest)]
        return np.where(size >= self.least, np.maximum.reduce(ends), -np.inf)

    def _at_most(self, rows: NDArray[Any], positive: NDArray[np.float64]) -> NDArray[np.float64]:
        mean = np.minimum(positive / rows, self.worst)
        found: NDArray[np.float64] = self.alpha * (mean - self.reference) / self.spread - self._small(rows)
        return found

    def _small(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        price: NDArray[np.float64] = (1 - self.alpha) * (self.rows / rows - 1)
        return price


def scale_of(
    loss: NDArray[np.float64], least: int, reference: float | None = None, alpha: float = ALPHA
) -> Scale | None:
    """The scale of these rows; None when no row loses anything, so that there is nothing to find.

    Args:
        loss: of each row, finite. # (rows,)
        least: fewest rows of a region.
        reference: loss that is no failure; None takes the mean.
        alpha: see `Scale`.
    """
    if not len(loss) or not (loss.max() > 0):
        return None
    spread = float(np.maximum(loss, 0).mean())
    middle = float(loss.mean()) if reference is None else reference
    return Scale(len(loss), middle, spread, float(loss.max()), least, alpha)
