"""What courses of work would lead to, simulated in every world."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.forecast.facts import Facts
from shipworthy.forecast.option import option
from shipworthy.forecast.situation import GATHER
from shipworthy.forecast.worlds import Floats, Worlds

REACHED: Final = 0.05
"""Steps that are reached in a smaller share of worlds do not belong to a course."""


@dataclass(frozen=True)
class Course:
    """Work as long as readings make it worth its weeks; then what there is is shipped, or nothing is.

    Attributes:
        work: names of experiments, or `GATHER` for a week of gathering.
        worth: money expected, with what the weeks left bring elsewhere.
        level: of the criterion if all of it is done. # (worlds,)
        weeks: it takes.
    """

    work: tuple[str, ...]
    worth: float
    level: Floats
    weeks: float


class Future:
    """The same luck for every course, so that courses differ by what they do alone.

    Args:
        facts: what is known.
        worlds: as they may be now.
        later: chance that all later stages are passed. # (worlds,)
        rng: for luck.
    """

    def __init__(self, facts: Facts, worlds: Worlds, later: Floats, rng: np.random.Generator) -> None:
        self.facts = facts
        self.worlds = worlds
        self.later = later
        self.gains = {name: worlds.gain(facts, facts.boxes[name], rng) for name in facts.left}
        """What each experiment not tried yet would bring if run first and alone. # (worlds,) each"""
        self._rng = rng
        self.level = self.level_of(worlds, facts.cases)
        """Of the criterion now. # (worlds,)"""

    def level_of(self, worlds: Worlds, cases: float) -> Floats:
        """Of the criterion in these worlds with so many cases."""
        return worlds.start + worlds.lift + worlds.of_data(cases / self.facts.first.cases)

    def meets(self, level: Floats) -> Floats:
        """Whether the target is met in production, as 0 or 1: of the shape of the level."""
        return (level - self.worlds.drop >= self.facts.target).astype(float)

    def success(self, level: Floats) -> float:
        """Chance that shipping at this level succeeds, later stages included."""
        return float((self.later * self.meets(level)).mean())

    def shipped(self, level: Floats) -> Floats:
        """Money that shipping at this level brings: of the shape of the level."""
        money, met = self.facts.money, self.meets(level)
        return self.later * (met * money.value - (1.0 - met) * money.loss)

    def best(self, plans: Sequence[Sequence[str]]) -> Course | None:
        """The best of all plans; None when there is nothing to do."""
        found = [course for plan in plans if (course := self._best_of(plan)) is not None]
        return max(found, key=lambda course: course.worth, default=None)

    def _best_of(self, plan: Sequence[str]) -> Course | None:
        if not plan:
            return None
        levels, measured, weeks = self._walk(plan)
        money = self.facts.money
        stopped = (self.facts.told.weeks_left - weeks) * money.price - weeks * money.cost  # (steps,)
        found = option(measured, self.shipped(levels) + stopped[:, None], stopped)
        last = min(int((found.reach >= REACHED).sum()), len(plan) - 1)
        return Course(tuple(plan[: last + 1]), found.worth, levels[last], float(weeks[last]))

    def _walk(self, plan: Sequence[str]) -> tuple[Floats, Floats, Floats]:
        """Levels and readings after each step (steps, worlds); weeks until then (steps,)."""
        facts, worlds, cases, spent = self.facts, self.worlds, self.facts.cases, 0.0
        shared = facts.told.shared
        levels, measured, weeks = [], [], []
        for name in plan:
            if name == GATHER:
                spent, more = spent + 1.0, cases + facts.told.cases_per_week
                worlds, cases = worlds.with_cases(cases, more, self._rng), more
            else:
                spent += facts.boxes[name].effort
                worlds = worlds.after(self.gains[name])
            level, error = self.level_of(worlds, cases), facts.error * math.sqrt(facts.cases / cases)
            own = self._rng.normal(size=worlds.count)
            luck = math.sqrt(shared) * worlds.luck + math.sqrt(1.0 - shared) * own
            levels.append(level)
            measured.append(level + worlds.loud * error * luck)
            weeks.append(spent)
        return np.array(levels), np.array(measured), np.array(weeks)

    def gathered(self, weeks: float) -> Floats:
        """What so many weeks of gathering would add to the level: shape (worlds,)."""
        facts = self.facts
        more = facts.cases + weeks * facts.told.cases_per_week
        return self.level_of(self.worlds, more) - self.level
