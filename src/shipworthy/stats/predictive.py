"""What a period to come will bring, judged by how the periods so far differed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from shipworthy.stats.bounds import interval


@dataclass(frozen=True, slots=True)
class Predictive:
    """Student-t distribution of the result of one period to come.

    Attributes:
        mean: middle of the distribution.
        scale: its scale, in the same unit; larger than the standard error of the mean, as a single period
            scatters.
        df: degrees of freedom, periods less one.
        periods: periods it was learned from.
    """

    mean: float
    scale: float
    df: int
    periods: int

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Where the next period will fall with this chance."""
        return interval(self.mean, self.scale, self.df, level)

    def over(self, ahead: float) -> "Predictive":
        """The distribution of the mean of so many periods to come."""
        return replace(self, scale=self.scale * evened(self.periods, ahead))

    def chance(self, target: float) -> float:
        """Chance that the next period reaches the target, between 0 and 1."""
        if self.scale == 0:
            return 1.0 if self.mean >= target else 0.0
        return float(special.stdtr(self.df, (self.mean - target) / self.scale))


def evened(seen: int, ahead: float) -> float:
    """Scale of the mean of several periods to come, as a share of that of one.

    How much periods differ evens out over those to come, s * sqrt(1/m) for m of them; how well the mean of the K seen
    is known does not: sqrt(1/K + 1/m) for sqrt(1/K + 1) (Hahn and Meeker 1991, section 4.8).

    >>> evened(5, 1), round(evened(5, 12), 3)
    (1.0, 0.486)
    """
    return math.sqrt((1 / seen + 1 / ahead) / (1 / seen + 1))


def predict_period(gains: Sequence[float], errors: Sequence[float] = ()) -> Predictive | None:
    """The predictive distribution of one more period like those seen.

    Mean and scale s * sqrt(1 + 1/K) with K - 1 degrees of freedom: exact for normal periods (Hahn and Meeker
    1991, chapter 4). It knows of no trend and of no season outside the periods seen.

    Args:
        gains: result of each period; the scatter includes what chance did within each of them. # (periods,)
        errors: standard error of each, if known: periods that agree better than chance allows are taken to
            scatter as much as chance alone would make them. # (periods,)

    Returns:
        None with fewer than two periods: they cannot tell how much periods differ.

    >>> found = predict_period([1.0, 2.0, 3.0])
    >>> found.mean, round(found.scale, 4), round(found.chance(2.0), 4)
    (2.0, 1.1547, 0.5)
    """
    count = len(gains)
    if count < 2:
        return None
    scatter = float(np.std(gains, ddof=1))
    within = math.sqrt(float(np.mean(np.square(errors)))) if len(errors) else 0.0
    scale = max(scatter, within) * math.sqrt(1 + 1 / count)
    return Predictive(float(np.mean(gains)), scale, count - 1, count)
