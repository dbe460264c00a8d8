"""The learning curve: what more data would bring, with its uncertainty, or that nobody can tell.

The curve is score = a - b * (size + c) ** -d, POW4 in the notation of LCDB (Mohr et al. 2022). For every
shift c and exponent d on a grid the rest is a straight line, so the whole posterior is a mixture of normal
distributions in closed form: nothing to converge, nothing drawn at random.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

FEWEST = 4
"""Sizes below which a curve cannot be judged."""
WILDEST = 3.0
"""Scatter around the best curve, in standard errors, beyond which the law does not describe the points."""
FALLING = 0.05
"""Chance that the best curve rises, below which it is taken to fall."""

_SHIFTS, _EXPONENTS = (
    grid.ravel() for grid in np.meshgrid([0.0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64], np.linspace(0.1, 2.5, 121))
)
"""The grid of shapes: shift in smallest sizes, exponent, shape (shapes,) each."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveGain:
    """What a larger data set is expected to add to the score.

    Attributes:
        value: median gain.
        low: lower end of the interval, never below 0.
        high: upper end.
        level: chance that the interval holds the gain.
    """

    value: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True, eq=False)
class LearningCurve:
    """Every shape of the grid with the line that fits best and how likely it is.

    Attributes:
        sizes: rows learned from, ascending. # (sizes,)
        chances: posterior probability of each shape; they add up to 1. # (shapes,)
        tops: score with endless data under each shape. # (shapes,)
        slopes: what is missing to the top at the largest size, under each shape. # (shapes,)
        slope_errors: its standard error. # (shapes,)
        scatter: factor by which the points scatter more than their own errors say, at least 1.
    """

    sizes: NDArray[np.float64]
    chances: NDArray[np.float64]
    tops: NDArray[np.float64]
    slopes: NDArray[np.float64]
    slope_errors: NDArray[np.float64]
    scatter: float

    def at(self, sizes: Sequence[float]) -> NDArray[np.float64]:
        """Expected score at these sizes, for a picture, shape (sizes,)."""
        missing = _missing(np.asarray(sizes, dtype=np.float64), self.sizes)
        scores: NDArray[np.float64] = self.chances @ (self.tops[:, None] - self.slopes[:, None] * missing)
        return scores

    def gain(self, times: float = 2.0, level: float = 0.95) -> CurveGain:
        """What `times` the data would add to the score at the largest size, with an interval."""
        gained = 1 - _missing(self.sizes[-1:] * times, self.sizes)[:, 0]
        value = self._gain_quantile(0.5, gained)
        low = self._gain_quantile((1 - level) / 2, gained)
        return CurveGain(value, low, self._gain_quantile((1 + level) / 2, gained), level)

    def _gain_quantile(self, share: float, gained: NDArray[np.float64]) -> float:
        """Quantile of the mixture of normals, by halving; more data is not expected to do harm."""
        middle, width = self.slopes * gained, self.slope_errors * gained
        low, high = 0.0, float((np.maximum(middle, 0) + 10 * width).max())
        for _ in range(60):
            centre = (low + high) / 2
            reached = self.chances @ special.ndtr((centre - middle) / width)
            low, high = (centre, high) if reached < share else (low, centre)
        return low


def fit_learning_curve(
    sizes: Sequence[float], scores: Sequence[float], errors: Sequence[float]
) -> LearningCurve | None:
    """Fits the power law to scores at growing sizes.

    Args:
        sizes: rows learned from, ascending, positive. # (sizes,)
        scores: higher is better; hand in a loss with its sign turned. # (sizes,)
        errors: standard error of each score, positive. # (sizes,)

    Returns:
        None when the points cannot tell: fewer than four sizes, scores or errors that are not numbers, a
        curve that falls with more data, or one that jumps about far beyond its errors (about one curve in
        seven does).

    >>> sizes = [100, 200, 400, 800, 1600]
    >>> curve = fit_learning_curve(sizes, [0.9 - 2 * n**-0.5 for n in sizes], [0.002] * 5)
    >>> gain = curve.gain()
    >>> gain.low < 2 * (1600**-0.5 - 3200**-0.5) < gain.high
    True
    >>> round(gain.value, 3)
    0.013
    """
    given = np.asarray([sizes, scores, errors], dtype=np.float64)
    if len(sizes) < FEWEST or not np.isfinite(given).all() or not (given[2] > 0).all():
        return None
    sizes_, scores_, errors_ = given
    tops, slopes, slope_errors, misfit = _lines(_missing(sizes_, sizes_), scores_, errors_)
    scatter = float(np.sqrt(max(1.0, misfit.min() / (len(sizes) - 3))))
    slope_errors = slope_errors * scatter
    rising = special.ndtr(slopes / slope_errors)[np.argmin(misfit)]
    if scatter > WILDEST or rising < FALLING:
        return None
    # Integrating b out leaves slope_errors; the last factor believes equally in every gain from twice the
    # data.
    gained = 1 - _missing(sizes_[-1:] * 2, sizes_)[:, 0]
    weight = np.exp(-(misfit - misfit.min()) / (2 * scatter**2)) * slope_errors * gained
    return LearningCurve(sizes_, weight / weight.sum(), tops, slopes, slope_errors, scatter)


def _missing(sizes: NDArray[np.float64], learned: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is missing to the top, as a share of that at the largest size learned, shape (shapes, sizes)."""
    shifts = _SHIFTS[:, None] * learned[0]
    shares: NDArray[np.float64] = ((sizes + shifts) / (learned[-1] + shifts)) ** -_EXPONENTS[:, None]
    return shares


def _lines(
    missing: NDArray[np.float64], scores: NDArray[np.float64], errors: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Weighted least squares of score = a - b * missing for every shape: a, b, error of b, chi-square."""
    weights = errors**-2
    total = weights.sum()
    middle = missing @ weights / total
    centred = missing - middle[:, None]
    spread = np.square(centred) @ weights
    slopes = -(centred @ (weights * scores)) / spread
    tops = float(weights @ scores) / total + slopes * middle
    misfit = np.square(scores - tops[:, None] + slopes[:, None] * missing) @ weights
    return tops, slopes, 1 / np.sqrt(spread), misfit
