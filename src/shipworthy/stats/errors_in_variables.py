"""A line through points of which both numbers are measured with known error, the errors of all points going together.

Attempts are measured on the same rows: a month that was hard for one was hard for all, and rows that flatter an
attempt's metric flatter its value. So differences of attempts within a period are what counts, each period having a
level of its own, and the errors' covariance is known from what each row adds to each number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ANGLES: Final = 48
_SIZES: Final = 9
_SMALLEST: Final = 0.03
_LARGEST: Final = 8.0
_SEEN: Final = 1e-7
_DRAWS: Final = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Points that share an intercept, told as contrasts: what is left of them when that is taken off.

    Attributes:
        x: contrasts of the first number. # (repeats, contrasts)
        y: contrasts of the second. # (repeats, contrasts)
        errors: covariance of the errors of one repeat, first those of `x`, then those of `y`.
            # (2 contrasts, 2 contrasts)
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    errors: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """What the second number rises by when the first rises by one.

    Attributes:
        value: middle of what is likely.
        low: lower end of the 95 % interval.
        high: upper end.
        positive: chance that it rises at all.
        explained: share of the true differences of the second number that go along with those of the first (R²,
            without what is noise).
        explained_low: lower end of its 95 % interval.
        explained_high: upper end.
        at: slopes that were looked at, ascending. # (slopes,)
        chances: of each of them, adding up to 1. # (slopes,)
    """

    value: float
    low: float
    high: float
    positive: float
    explained: float
    explained_low: float
    explained_high: float
    at: NDArray[np.float64]
    chances: NDArray[np.float64]


def levels(x: NDArray[np.float64], y: NDArray[np.float64], errors: NDArray[np.float64]) -> tuple[Level, ...]:
    """How points differ on the average of all periods, and how their differences change from period to period.

    Attempts that differ in one period differ in most of them, so these two say different things, and each has a spread
    of its own. Periods are taken to tell equally much.

    Args:
        x: first number of each point. # (periods, points)
        y: second number. # (periods, points)
        errors: covariance of a period's errors, first those of `x`, then those of `y`. # (periods, 2 points, 2 points)

    >>> found = levels(np.array([[1.0, 3.0]]), np.array([[2.0, 6.0]]), np.zeros((1, 4, 4)))
    >>> len(found), found[0].x.shape, bool(np.isclose(found[0].y / found[0].x, 2.0).all())
    (1, (1, 1), True)
    """
    periods, points = x.shape
    across, over = _helmert(points), _helmert(periods)
    both = np.kron(np.eye(2), across)
    mean = both @ errors.mean(axis=0) @ both.T
    told = [(each @ across.T) for each in (x, y)]
    first = [each.mean(axis=0, keepdims=True) * np.sqrt(periods) for each in told]
    found = [Level(first[0], first[1], mean)]
    return (*found, Level(over @ told[0], over @ told[1], mean)) if periods > 1 else tuple(found)


def apart(x: NDArray[np.float64], y: NDArray[np.float64], errors: NDArray[np.float64]) -> Level:
    """Points that share one intercept, such as stretches of live traffic.

    Args:
        x: first number of each point. # (points,)
        y: second number. # (points,)
        errors: covariance of the errors, first those of `x`, then those of `y`. # (2 points, 2 points)
    """
    return levels(x[None, :], y[None, :], errors[None])[0]


def slope(found: Sequence[Level]) -> Slope | None:
    """The slope that all levels share, by Bayes' rule over a grid.

    True differences of the first number are normal with a size of its own in each level; those of the second are the
    slope times these, and normal scatter (the structural model; Fuller 1987, section 1.2; Kelly 2007). A flat prior on
    each true number instead would pull the slope to 0 (Gull 1989). Before anything was measured every angle of the line
    is as likely as any other, in units of what the numbers spread, so that rising and falling are equally likely; sizes
    have half-Cauchy priors (Gelman 2006).

    Args:
        found: differences on the average first.

    Returns:
        None when one of the numbers does not differ between points.
    """
    size, rise = (float(np.sqrt(np.mean(each**2))) for each in (found[0].x, found[0].y))
    if not (size > 0 and rise > 0):
        return None
    edges = (-np.pi / 2, np.pi / 2)
    for _ in range(3):
        angles = _middles(*edges)
        parts = [_chances(level, np.tan(angles) * rise / size) for level in found]
        total = sum(_log_sum(part) for part in parts)
        weights = np.exp(total - np.max(total))
        weights /= weights.sum()
        edges = _around(angles, weights)
    at = np.tan(angles) * rise / size
    low, value, high = _quantiles(at, weights, (0.025, 0.5, 0.975))
    share, chances = _explained(found[0], at, parts[0], weights)
    less, middle, more = _quantiles(share, chances, (0.025, 0.5, 0.975))
    return Slope(value, low, high, _above(at, weights), middle, less, more, at, weights)


def needed(line: Slope, x: float, y: float, errors: NDArray[np.float64], target: float) -> tuple[float, float, float]:
    """First number at which the second is expected to reach a target: middle and ends of the 95 % interval.

    Args:
        line: surely rising.
        x: average of the first number.
        y: average of the second.
        errors: covariance of these two. # (2, 2)
        target: of the second number.

    >>> line = Slope(2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, np.array([2.0]), np.array([1.0]))
    >>> needed(line, 1.0, 2.0, np.zeros((2, 2)), 6.0)
    (3.0, 3.0, 3.0)
    """
    random = np.random.default_rng(0)
    values, vectors = np.linalg.eigh(errors)
    wrong = random.standard_normal((_DRAWS, 2)) @ (vectors * np.sqrt(np.clip(values, 0, None))).T
    rises = random.choice(line.at, _DRAWS, p=line.chances)
    at = x + wrong[:, 0] + (target - y - wrong[:, 1]) / rises
    low, middle, high = np.quantile(at, (0.025, 0.5, 0.975))
    return float(middle), float(low), float(high)


def _chances(level: Level, slopes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log of chance of what was measured times prior, by slope, size of differences and scatter.

    # (slopes, sizes, scatters)
    """
    repeats, width = level.x.shape
    measured = np.concatenate([level.x, level.y], axis=1).T  # (2 contrasts, repeats)
    units = [float(np.sqrt(np.mean(each**2))) or 1.0 for each in (level.x, level.y)]
    units = [unit or 1.0 for unit in units]
    scale = np.repeat(units, width)
    measured = measured / scale[:, None]
    errors = level.errors / np.outer(scale, scale) + 1e-9 * np.eye(2 * width)
    steps = np.geomspace(_SMALLEST, _LARGEST, _SIZES)
    prior = np.log(steps / (1 + steps**2))
    size, scatter = (each.ravel() for each in np.meshgrid(steps**2, steps**2, indexing="ij"))
    one = np.eye(width)
    found = np.empty((len(slopes), _SIZES, _SIZES))
    for place, rise in enumerate(slopes * units[0] / units[1]):
        blocks = np.empty((len(size), 2, 2))
        blocks[:, 0, 0], blocks[:, 1, 1] = size, rise**2 * size + scatter
        blocks[:, 0, 1] = blocks[:, 1, 0] = rise * size
        spread = np.einsum("gij,kl->gikjl", blocks, one).reshape(len(size), 2 * width, 2 * width) + errors
        root = np.linalg.cholesky(spread)
        solved = np.linalg.solve(root, np.broadcast_to(measured, (len(size), *measured.shape)))
        logs = -repeats * np.log(np.einsum("gii->gi", root)).sum(axis=1) - 0.5 * (solved**2).sum(axis=(1, 2))
        found[place] = logs.reshape(_SIZES, _SIZES) + prior[:, None] + prior[None, :]
    return found


def _explained(
    level: Level, slopes: NDArray[np.float64], logs: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the second number's true differences that the first explains, and their chances."""
    units = [float(np.sqrt(np.mean(each**2))) for each in (level.x, level.y)]
    steps = np.geomspace(_SMALLEST, _LARGEST, _SIZES) ** 2
    by = ((slopes * units[0] / units[1]) ** 2)[:, None, None] * steps[None, :, None]
    share = by / (by + steps[None, None, :])
    given = np.exp(logs - logs.max(axis=(1, 2), keepdims=True))
    chances = given / given.sum(axis=(1, 2), keepdims=True) * weights[:, None, None]
    order = np.argsort(share, axis=None)
    return share.ravel()[order], chances.ravel()[order]


def _log_sum(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    most = logs.max(axis=(1, 2))
    summed: NDArray[np.float64] = most + np.log(np.exp(logs - most[:, None, None]).sum(axis=(1, 2)))
    return summed


def _middles(low: float, high: float) -> NDArray[np.float64]:
    """Middles of equal parts."""
    edges = np.linspace(low, high, _ANGLES + 1)
    middles: NDArray[np.float64] = (edges[1:] + edges[:-1]) / 2
    return middles


def _around(angles: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    """Where all that matters lies, with a part more on each side."""
    step = float(angles[1] - angles[0])
    held = np.flatnonzero(weights > _SEEN * weights.max())
    return max(float(angles[held[0]]) - step, -np.pi / 2), min(float(angles[held[-1]]) + step, np.pi / 2)


def _quantiles(at: NDArray[np.float64], weights: NDArray[np.float64], shares: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of numbers in ascending order, each standing for the middle of its weight."""
    held = weights > 0
    below = np.cumsum(weights[held]) - weights[held] / 2
    return tuple(float(each) for each in np.interp(shares, below, at[held]))


def _above(at: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Chance of more than 0."""
    ends = np.concatenate([[at[0]], (at[1:] + at[:-1]) / 2, [at[-1]]])
    low, high = ends[:-1], ends[1:]
    wide = np.where(high > low, high - low, 1.0)
    part = np.where(low >= 0, 1.0, np.where(high <= 0, 0.0, high / wide))
    return float(np.sum(part * weights))


def _helmert(count: int) -> NDArray[np.float64]:
    """Orthonormal contrasts.

    # (count - 1, count)
    """
    found = np.zeros((count - 1, count))
    for place in range(1, count):
        found[place - 1, :place] = 1.0
        found[place - 1, place] = -place
        found[place - 1] /= np.sqrt(place * (place + 1))
    return found
