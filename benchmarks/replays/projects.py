"""A project around a stretch of real attempts."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.replays.search import RUNS
from benchmarks.stopping.projects import Brief, Experiment
from benchmarks.stopping.seeds import seed_of


@dataclass(frozen=True)
class Attempt:
    """A configuration that was tried.

    Attributes:
        score: by cross-validation, in points.
        se: its standard error.
        true: score on the part kept aside.
    """

    score: float
    se: float
    true: float


@dataclass(frozen=True)
class Replay:
    """A project whose experiments are real and come in the order run.

    Attributes:
        source: name of the data set.
        brief: what a policy may see; what is stated of an attempt goes by its place in the order alone.
        attempts: the first candidate, then one for each experiment.
        passes: whether later stages pass, drawn from the stated chances, which are right here.
    """

    source: str
    brief: Brief
    attempts: tuple[Attempt, ...]
    passes: bool

    def best(self, count: int) -> Attempt:
        """The attempt kept after so many: the one that scored highest, which need not be truly best."""
        return max(self.attempts[: count + 1], key=lambda each: each.score)

    def meets(self, count: int) -> bool:
        """Whether what is kept after so many attempts truly meets the target."""
        return self.best(count).true >= self.brief.target

    def payoff(self, count: int, shipped: bool) -> float:
        """Money after so many attempts, as `stopping.projects.Project.payoff` counts it."""
        brief, weeks = self.brief, sum(each.effort for each in self.brief.experiments[:count])
        later = math.prod(brief.stages)
        came = later * (brief.value if self.meets(count) else -brief.miss) if shipped else 0.0
        return came - weeks * brief.cost + (brief.timebox - weeks) * brief.price

    def oracle(self) -> float:
        """Money of the best that could have been done with these attempts in this order."""
        fits = range(len(self.attempts))
        shipped = [self.payoff(count, True) for count in fits if self._weeks(count) <= self.brief.timebox]
        return max(self.payoff(0, False), *shipped)

    def _weeks(self, count: int) -> float:
        return sum(each.effort for each in self.brief.experiments[:count])


@cache
def sources() -> dict[str, Any]:
    """What `search` wrote, by data set."""
    found: dict[str, Any] = json.loads(RUNS.read_text())
    return found


def replays(names: Sequence[str], purpose: str, count: int) -> list[Replay]:
    """So many projects over these data sets in turn; the same whenever asked."""
    return [
        _drawn(names[each % len(names)], np.random.default_rng(seed_of("replay", purpose, each)))
        for each in range(count)
    ]


def _drawn(source: str, rng: np.random.Generator) -> Replay:
    count = int(rng.integers(6, 13))
    runs = sources()[source]
    offset = int(rng.integers(1, len(runs["runs"]) - count + 1))
    attempts = [_attempt(each) for each in [runs["runs"][0], *runs["runs"][offset : offset + count]]]
    stated = [_stated(source, place) for place in range(count)]
    effort = float(rng.integers(1, 5)) / 2.0
    timebox = math.ceil(count * effort * rng.uniform(0.6, 1.2))
    cost = 8000.0 * math.exp(rng.normal(0.0, 0.3))
    price = cost * rng.uniform(0.2, 1.5)
    value = (cost + price) * timebox * 2.5 * math.exp(rng.normal(0.0, 0.6))
    stages = tuple(rng.uniform(0.75, 0.98, int(rng.integers(1, 4))).tolist())
    brief = Brief(
        timebox=timebox,
        cost=cost,
        price=price,
        target=attempts[0].score + sum(chance * gain for chance, gain, _ in stated) * rng.uniform(0.0, 1.2),
        value=value,
        miss=value * rng.uniform(0.1, 0.6),
        experiments=tuple(
            Experiment(f"attempt {place}", "random search", "archive", *figures, effort)
            for place, figures in enumerate(stated, 1)
        ),
        stages=stages,
        cases=runs["worked_on"],
        cases_per_week=0,
        noise=attempts[0].se,
        shared=max(runs["shared"], 0.0),
    )
    return Replay(source, brief, tuple(attempts), bool((rng.random(len(stages)) < stages).all()))


@cache
def _stated(source: str, place: int) -> tuple[float, float, float]:
    """How often the attempt at this place beat the best before it on the other data sets, by how much, how evenly."""
    rises: list[float] = []
    for name, found in sources().items():
        if name == source:
            continue
        scores = [each["score"] for each in found["runs"]]
        rises.extend(
            scores[offset + place] - max([scores[0], *scores[offset : offset + place]])
            for offset in range(1, len(scores) - place)
        )
    every = np.array(rises)
    rose = every[every > 0]
    return float(rose.size / every.size), float(rose.mean()), float(rose.std())


def _attempt(run: dict[str, Any]) -> Attempt:
    return Attempt(run["score"], run["se"], run["true"])
