"""How far told chances are from what came."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.stopping.play import Told


@dataclass(frozen=True)
class Calibration:
    """A score of told chances.

    Attributes:
        error: expected calibration error: mean over bins, by size, of |mean told - share that came|.
        floor: about what `error` would be by luck alone had every chance been exactly right. The error is biased
            upwards by some of this: with few tellings per bin it is not zero even for perfect ones, so it is to be
            read beside it. A telling counts as independent here; several of one project are not, and then luck
            alone does more.
        brier: mean squared difference of told chance and what came (0 or 1).
        n: tellings.
    """

    error: float
    floor: float
    brier: float
    n: int


def calibration(told: Sequence[Told], bins: int = 10) -> Calibration | None:
    """Scores told chances in bins of equal count; equal chances stay in one bin. None when none was told.

    >>> found = calibration([Told(0.9, True, 1.0), Told(0.9, False, 1.0)])
    >>> round(found.error, 3), round(found.floor, 3), round(found.brier, 3)
    (0.4, 0.169, 0.41)
    """
    if not told:
        return None
    chance = np.array([each.chance for each in told])  # (n,)
    came = np.array([each.came for each in told], dtype=float)  # (n,)
    ordered = np.sort(chance)
    edges = np.unique(ordered[[chance.size * each // bins for each in range(1, bins)]])
    place = np.searchsorted(edges, chance, side="right")  # (n,)
    error = floor = 0.0
    for each in np.unique(place):
        inside = place == each
        error += abs(chance[inside].sum() - came[inside].sum())
        floor += math.sqrt(2.0 / math.pi * float((chance[inside] * (1.0 - chance[inside])).sum()))
    n = chance.size
    return Calibration(float(error / n), floor / n, float(((chance - came) ** 2).mean()), n)
