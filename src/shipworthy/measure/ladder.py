"""All decisions that one threshold can give on some rows, from acting on none to acting on all, by one sort."""

import numpy as np
from numpy.typing import NDArray


class Ladder:
    """Rows by their scores, the highest first; step `k` acts on those with one of the `k` highest different scores.

    Args:
        scores: finite where usable. # (rows,)
        usable: rows that a threshold can act on. # (rows,)

    Attributes:
        places: the different scores, the highest first. # (steps - 1,)
        rows: positions of the usable rows in that order. # (usable rows,)
        step: the first step that acts on each of these rows, from 1. # (usable rows,)

    >>> ladder = Ladder(np.array([0.3, 0.9, 0.3]), np.array([True, True, True]))
    >>> ladder.places.tolist(), ladder.totals(np.array([1.0, 10.0, 2.0])).tolist()
    ([0.9, 0.3], [0.0, 10.0, 13.0])
    """

    def __init__(self, scores: NDArray[np.float64], usable: NDArray[np.bool_]) -> None:
        positions = np.flatnonzero(usable)
        self.rows = positions[np.argsort(-scores[positions], kind="stable")]
        ordered = scores[self.rows]
        first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
        self.places = ordered[first]
        self.step = np.cumsum(first)

    def __len__(self) -> int:
        return len(self.places) + 1

    def totals(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the rows acted on add up to at each step.

        Args:
            values: one for each row, of all rows. # (rows,)

        Returns:
            The first is 0. # (steps,)
        """
        return np.cumsum(np.bincount(self.step, weights=values[self.rows], minlength=len(self)))

    def middle(self, first: int, last: int) -> float:
        """A threshold half-way between those that act as steps `first` to `last` do.

        Scores within 0 and 1 are taken to end there.
        """
        low, high = self.ends(first, last)
        middle = (low + high) / 2
        return middle if middle > low else high

    def ends(self, first: int, last: int) -> tuple[float, float]:
        """The scores that a threshold of these steps lies above, and that it does not lie above."""
        top, bottom = _beyond(self.places)
        high = top if first == 0 else float(self.places[first - 1])
        low = bottom if last == len(self.places) else float(self.places[last])
        return low, high


def _beyond(places: NDArray[np.float64]) -> tuple[float, float]:
    """A score that no row reaches and one that every row reaches, with room for rows to come."""
    above = float(np.nextafter(places[0], np.inf))
    if places[-1] < 0 or places[0] > 1:
        return above, float(places[-1])
    return max(1.0, above), 0.0
