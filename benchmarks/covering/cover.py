"""One world played again and again: what became of the intervals of every metric and of its gain."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.covering.worlds import World, draw
from shipworthy.measure.metrics.measure import metric_gains
from shipworthy.measure.metrics.registry import metrics
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import Task

_OF_TRUTH: Final = 77
_TRUTH_ROWS: Final = 1_000_000
_NUMBERED: Final = {
    "binary": ("f2", "ndcg_at_5", "precision_at_5"),
    "multiclass": ("top_2_accuracy", "f2"),
    "regression": ("mean_pinball_loss_0.9", "ndcg_at_5"),
}
_GROUPED: Final = ("ndcg", "ndcg_at_5", "precision_at_5", "mean_reciprocal_rank", "mean_absolute_scaled_error")
"""Metrics within groups: without groups there is nothing to measure."""


@dataclass
class Seen:
    """What became of the intervals of one number in one world."""

    runs: int = 0
    covered: int = 0
    marked: int = 0

    def add(self, one: Measurement, truth: float) -> None:
        """Counts one interval; none at all covers nothing."""
        self.runs += 1
        self.covered += one.low is not None and one.high is not None and one.low <= truth <= one.high
        self.marked += one.approximate

    @property
    def text(self) -> str:
        """Share that covers, in percent; in brackets when most are marked as approximate."""
        share = f"{100 * self.covered / self.runs:.1f}"
        return f"({share})" if self.marked > self.runs / 2 else share


def names_of(task: Task, world: World) -> list[str]:
    """Metrics that this world can tell."""
    fixed = [metric.name for metric in metrics().values() if task.kind in metric.kinds]
    return [name for name in (*fixed, *_NUMBERED[task.kind]) if world.size > 1 or name not in _GROUPED]


def cover(task: Task, world: World, runs: int, seed: int) -> dict[tuple[str, str], Seen]:
    """Intervals of every metric and of its gain, by name and `value` or `gain`."""
    names = names_of(task, world)
    truth = _measure(names, task, world, _OF_TRUTH, _TRUTH_ROWS // world.size)
    found: dict[tuple[str, str], Seen] = defaultdict(Seen)
    for run in range(runs):
        for key, one in _measure(names, task, world, seed + run).items():
            known = truth[key].value
            if known is not None and one.value is not None:
                found[key].add(one, known)
    return dict(found)


def _measure(
    names: Sequence[str], task: Task, world: World, seed: int, clusters: int | None = None
) -> dict[tuple[str, str], Measurement]:
    ours, theirs = draw(task, world, seed, clusters)
    found = metric_gains(names, [ours], theirs)["ours"]
    return {(one.name, "gain" if one.against else "value"): one for one in found}
