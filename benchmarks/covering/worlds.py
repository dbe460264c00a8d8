"""Worlds with a known truth: predictions of two candidates whose outcomes hang together by group."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

BINARY: Final = Task(kind="binary", classes=("no", "yes"))
SEVERAL: Final = Task(kind="multiclass", classes=("a", "b", "c"))
NUMBER: Final = Task(kind="regression")

Draw = Callable[[np.random.Generator, NDArray[np.int64], "World"], tuple[pl.DataFrame, pl.DataFrame]]


@dataclass(frozen=True)
class World:
    """How rows come about.

    Attributes:
        name: of the column in the table.
        clusters: independent groups.
        size: rows of each on average.
        unequal: True for groups of very different size.
        rare: share of yes, in logits.
        spread: of the logarithm of numbers that turn out; large ones have heavy tails.
    """

    name: str
    clusters: int
    size: int = 1
    unequal: bool = False
    rare: float = -1.0
    spread: float = 0.25

    def codes(self, random: np.random.Generator, clusters: int | None = None) -> NDArray[np.int64]:
        """Group of each row."""
        count = clusters or self.clusters
        if self.size == 1:
            return np.arange(count)
        expected = self.size * (random.lognormal(-0.32, 0.8, count) if self.unequal else np.ones(count))
        return np.repeat(np.arange(count), random.poisson(expected) + 1)


WORLDS: Final = (
    World("200 rows", 200),
    World("1,000 rows", 1000),
    World("30 groups", 30, 34),
    World("100 groups", 100, 10),
    World("30 unequal groups", 30, 34, unequal=True),
    World("rare yes", 1000, rare=-3.5),
    World("heavy tails", 1000, spread=1.0),
)


def draw(task: Task, world: World, seed: int, clusters: int | None = None) -> tuple[Predictions, Predictions]:
    """A candidate and a baseline on the same rows.

    Args:
        task: binary, multiclass or regression.
        world: how rows come about.
        seed: of the draws.
        clusters: groups; None takes the world's.
    """
    random = np.random.default_rng(seed)
    codes = world.codes(random, clusters)
    return _DRAWS[task.kind](random, codes, world)


def _binary(random: np.random.Generator, codes: NDArray[np.int64], world: World) -> tuple[Predictions, Predictions]:
    rows = len(codes)
    signal, shared = random.normal(size=rows), random.normal(0, 0.5, codes.max() + 1)[codes]
    outcome = random.random(rows) < _logistic(world.rare + 1.5 * signal + shared)
    cut = _logistic(world.rare + 0.5)
    both = []
    for name, noise in (("ours", 0.5), ("theirs", 0.9)):
        score = _logistic(world.rare + 1.5 * (signal + random.normal(0, noise, rows)))
        both.append(_table(BINARY, name, codes, score, _words(outcome), _words(score >= cut)))
    return both[0], both[1]


def _several(random: np.random.Generator, codes: NDArray[np.int64], world: World) -> tuple[Predictions, Predictions]:
    rows = len(codes)
    signal = random.normal(size=(rows, 3)) + random.normal(0, 0.5, (codes.max() + 1, 3))[codes] + [0.6, 0.0, world.rare]
    outcome = np.argmax(signal + random.gumbel(size=(rows, 3)), axis=1)
    both = []
    for name, noise in (("ours", 0.5), ("theirs", 0.9)):
        seen = np.exp(signal + random.normal(0, noise, (rows, 3)))
        chances = seen / seen.sum(axis=1, keepdims=True)
        labels = np.array(SEVERAL.classes)
        both.append(_table(SEVERAL, name, codes, chances.tolist(), labels[outcome], labels[chances.argmax(axis=1)]))
    return both[0], both[1]


def _number(random: np.random.Generator, codes: NDArray[np.int64], world: World) -> tuple[Predictions, Predictions]:
    rows = len(codes)
    signal, shared = random.normal(size=rows), random.normal(0, 0.3, codes.max() + 1)[codes]
    outcome = np.exp(1.5 + 0.5 * signal + shared / 2 + random.normal(0, world.spread, rows))
    starts = np.searchsorted(codes, codes)
    both = []
    for name, noise in (("ours", 0.3), ("theirs", 0.6)):
        score = np.exp(1.6 + 0.5 * signal + random.normal(0, noise / 2, rows))
        both.append(_table(NUMBER, name, codes, score, outcome, None, np.arange(rows) - starts))
    return both[0], both[1]


def _table(
    task: Task,
    name: str,
    codes: NDArray[np.int64],
    score: object,
    outcome: object,
    decision: object,
    time: NDArray[np.int64] | None = None,
) -> Predictions:
    columns = {
        "id": np.arange(len(codes)),
        "group": codes,
        "score": score,
        "outcome": outcome,
        **({} if decision is None else {"decision": decision}),
        **({} if time is None else {"time": time}),
    }
    frame = pl.DataFrame(columns).with_columns(pl.col("group").cast(pl.String), origin=pl.lit("simulated"))
    return Predictions(candidate=name, task=task, frame=frame)


def _words(yes: NDArray[np.bool_]) -> NDArray[np.str_]:
    return np.where(yes, "yes", "no")


def _logistic(value: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.asarray(value))))


_DRAWS: Final = {"binary": _binary, "multiclass": _several, "regression": _number}
