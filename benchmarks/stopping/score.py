"""Policies side by side on the same projects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping.oracle import best
from benchmarks.stopping.play import Played
from benchmarks.stopping.projects import Project


@dataclass(frozen=True)
class Difference:
    """A mean of paired differences, with its 95 % bootstrap interval, all in the same unit.

    Attributes:
        mean: of one less the other.
        low: lower end.
        high: upper end.
        n: pairs.
    """

    mean: float
    low: float
    high: float
    n: int


def difference(
    ours: Sequence[float], theirs: Sequence[float], rng: np.random.Generator, resamples: int = 2000
) -> Difference:
    """Ours less theirs, pair by pair; projects are resampled, so what one project has in common does not count twice.

    Args:
        ours: one number a project.
        theirs: of the same projects in the same order.
        rng: for the resamples; the same generator state gives the same interval.
        resamples: of all pairs, with replacement; the interval is theirs from 2.5 % to 97.5 %.

    Raises:
        ValueError: when lengths differ or there are fewer than two pairs.
    """
    if len(ours) != len(theirs) or len(ours) < 2:
        raise ValueError(f"needs two or more pairs of one length, not {len(ours)} and {len(theirs)}")
    pairs = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)  # (n,)
    means = np.array([pairs[rng.integers(0, pairs.size, pairs.size)].mean() for _ in range(resamples)])
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(float(pairs.mean()), float(low), float(high), pairs.size)


def per_week(played: Sequence[Played]) -> NDArray[np.float64]:
    """Money by week of each project's timebox: shape (projects,)."""
    return np.array([each.per_week for each in played])


def oracle_per_week(projects: Sequence[Project]) -> NDArray[np.float64]:
    """What the oracle would have got by week of each project's timebox: shape (projects,)."""
    return np.array([best(each).payoff / each.brief.timebox for each in projects])


def regret(
    played: Sequence[Played], projects: Sequence[Project], rng: np.random.Generator, resamples: int = 2000
) -> Difference:
    """How much more a week the oracle would have got on the same projects; never negative on any of them."""
    return difference(list(oracle_per_week(projects)), list(per_week(played)), rng, resamples)
