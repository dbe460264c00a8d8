"""The best that could have been done by someone who knows the truth."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping.projects import Project
from benchmarks.stopping.world import GATHER, Try, Work


@dataclass(frozen=True)
class Best:
    """What the oracle does.

    Attributes:
        payoff: money; no policy gets more on this project, whatever the luck of its measurements.
        reachable: whether any use of the timebox truly meets the target.
        work: before it ships; None when it stops on the first day.
    """

    payoff: float
    reachable: bool
    work: tuple[Work, ...] | None


def best(project: Project) -> Best:
    """The exact best over all sets of experiments and weeks of gathering.

    It knows gains, ceiling, learning curve, drop and the true chance of later stages, but not their luck. Measurements
    bring no money and order does not matter, so two ends are left: to stop on the first day, or to ship what meets the
    target after the fewest weeks.
    """
    brief, truth = project.brief, project.truth
    chosen = _sets(len(brief.experiments))  # (sets, experiments)
    weeks = chosen @ np.array([each.effort for each in brief.experiments])  # (sets,)
    gathered = np.arange(brief.timebox + 1)  # (weeks + 1,)
    data = np.array([truth.lift_of_data(project.growth(int(each))) for each in gathered])
    levels = truth.start + _lifts(project, chosen)[:, None] + data - truth.drop  # (sets, weeks + 1)
    total = weeks[:, None] + gathered
    total = np.where((levels >= brief.target) & (total <= brief.timebox), total, np.inf)
    row, column = np.unravel_index(int(total.argmin()), total.shape)
    stopped = project.payoff(0.0, shipped=False, met=False)
    if not np.isfinite(total[row, column]):
        return Best(stopped, False, None)
    shipped = project.payoff(float(total[row, column]), shipped=True, met=True)
    if shipped <= stopped:
        return Best(stopped, True, None)
    work: list[Work] = [Try(int(place)) for place in np.flatnonzero(chosen[row])]
    return Best(shipped, True, (*work, *[GATHER] * int(column)))


def _lifts(project: Project, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    gains = np.array(project.truth.gains)
    room = project.truth.ceiling - project.truth.start
    if np.isinf(room):
        lifts: NDArray[np.float64] = chosen @ gains
        return lifts
    left: NDArray[np.float64] = np.where(chosen, 1.0 - np.minimum(gains / room, 1.0), 1.0).prod(axis=1)
    return room * (1.0 - left)


@cache
def _sets(count: int) -> NDArray[np.bool_]:
    return (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(bool)  # (2 ** count, count)
