"""Worlds in which attempts truly learn, from folds, so that what each of them is worth on new cases is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FEATURES: Final = 6
FOLDS: Final = 4
DAYS: Final = 16
"""Days of a stretch of time; a stretch is a fold where time orders the rows."""
_FRESH: Final = 10_000
_CUT: Final = 1.2
_ACTS_FROM: Final = 0.25
"""A yes that was acted on brings 3, a no that was acted on costs 1: acting pays from that chance on."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How cases come about and what is tried.

    Attributes:
        name: of the column in the table.
        rows: to learn and choose from.
        straight: weight of what a linear attempt can learn.
        bent: weight of what takes curves or products of columns.
        many: whether eight more attempts are made that differ in luck alone.
        ordered: whether time orders the rows, days are alike within, and the truth wanders from stretch to stretch.
        money: whether a decision is worth money; else a number is predicted, and being off counts.
    """

    name: str
    rows: int
    straight: float = 1.0
    bent: float = 0.0
    many: bool = False
    ordered: bool = False
    money: bool = False


WORLDS: Final = (
    World("nothing to learn", 1000, straight=0.0),
    World("linear, 300", 300),
    World("linear, 3,000", 3000, money=True),
    World("linear, many attempts", 1000, many=True),
    World("linear, time", 1500, ordered=True, money=True),
    World("a little bent, 300", 300, bent=0.4),
    World("a little bent, 3,000", 3000, bent=0.4, money=True),
    World("a little bent, many", 1000, bent=0.4, many=True),
    World("a little bent, time", 1500, bent=0.4, ordered=True, money=True),
    World("bent, 300", 300, bent=1.0, money=True),
    World("bent, 3,000", 3000, bent=1.0),
    World("bent, many", 1000, bent=1.0, many=True, money=True),
    World("bent, time", 1500, bent=1.0, ordered=True),
)


@dataclass(frozen=True, eq=False)
class Field:
    """Attempts side by side.

    Attributes:
        ranks: how complex each attempt is, 0 being the simplest. # (attempts,)
        seen: worth of each attempt's answer for each row that it did not learn from. # (attempts, rows asked about)
        days: what is independent; None when each row is. # (rows asked about,)
        true: mean worth on fresh cases, learned from all rows. # (attempts,)
    """

    ranks: NDArray[np.int64]
    seen: Numbers
    days: NDArray[np.int64] | None
    true: Numbers


def draw(world: World, seed: int) -> Field:
    """One project of that world."""
    random = np.random.default_rng(seed)
    stretches = FOLDS + 2 if world.ordered else 1
    mine = np.sort(random.integers(0, stretches - 1, world.rows)) if world.ordered else np.zeros(world.rows, np.int64)
    stretch = np.concatenate([mine, np.full(_FRESH, stretches - 1)])
    columns = random.normal(size=(len(stretch), FEATURES))
    outcome, days = _outcome(world, random, columns, stretch)
    known = np.arange(len(stretch)) < world.rows
    fold = mine - 1 if world.ordered else random.permutation(world.rows) % FOLDS
    attempts = _attempts(random, world.many)
    seen, true = [], []
    for _, basis, penalty in attempts:
        made = basis(columns)
        said = _by_folds(made[known], outcome[known], fold, penalty, world.ordered)
        seen.append(_worth(world, said, outcome[known])[fold >= 0])
        fresh = _with_one(made[~known]) @ _learned(made[known], outcome[known], penalty)
        true.append(_worth(world, fresh, outcome[~known]).mean())
    ranks = np.array([rank for rank, _, _ in attempts])
    return Field(ranks, np.array(seen), days[known][fold >= 0] if world.ordered else None, np.array(true))


def _outcome(
    world: World, random: np.random.Generator, columns: Numbers, stretch: NDArray[np.int64]
) -> tuple[Numbers, NDArray[np.int64]]:
    """What turns out, and the day of each row."""
    count = int(stretch.max()) + 1
    days = stretch * DAYS + random.integers(0, DAYS, len(stretch))
    weights = np.array([1.0, 0.7, 0.5, 0.3, 0.0, 0.0]) + np.zeros((count, FEATURES))
    shock = np.zeros(count * DAYS)
    if world.ordered:
        weights = weights + random.normal(0, 0.1, weights.shape).cumsum(axis=0)
        shock = random.normal(0, 0.5, len(shock))
    straight = (columns * weights[stretch]).sum(axis=1)
    bent = np.abs(columns[:, 0]) - 0.8 + columns[:, 1] * columns[:, 2]
    number = world.straight * straight + world.bent * bent + shock[days] + random.normal(0, 1.5, len(stretch))
    return (number > _CUT).astype(np.float64) if world.money else number, days


def _worth(world: World, said: Numbers, outcome: Numbers) -> Numbers:
    if world.money:
        return np.where(said > _ACTS_FROM, 4 * outcome - 1, 0.0)
    return -np.abs(said - outcome)


_Basis = Callable[[Numbers], Numbers]


def _attempts(random: np.random.Generator, many: bool) -> list[tuple[int, _Basis, float]]:
    """Complexity, what is made of the columns, and the penalty on weights."""
    nets = [(4, _net(random), 10.0) for _ in range(9 if many else 1)]
    return [(0, lambda x: x[:, :0], 0.0), (1, lambda x: x, 1.0), (2, _curves, 5.0), (3, _products, 5.0), *nets]


def _curves(columns: Numbers) -> Numbers:
    bends = [np.maximum(columns - knot, 0) for knot in (-1.0, -0.3, 0.3, 1.0)]
    return np.hstack([columns, *bends])


def _products(columns: Numbers) -> Numbers:
    places = np.triu_indices(FEATURES)
    return np.hstack([columns, columns[:, places[0]] * columns[:, places[1]]])


def _net(random: np.random.Generator) -> _Basis:
    inner = random.normal(size=(FEATURES, 60)) / np.sqrt(FEATURES)
    shift = random.normal(size=60)
    return lambda columns: np.hstack([columns, np.maximum(columns @ inner + shift, 0)])


def _by_folds(made: Numbers, outcome: Numbers, fold: NDArray[np.int64], penalty: float, ordered: bool) -> Numbers:
    """Answers for each row by a model that did not learn from it; in order of time, from what came before alone."""
    said = np.zeros(len(made))
    for one in range(FOLDS):
        asked = fold == one
        learned = fold < one if ordered else ~asked
        weights = _learned(made[learned], outcome[learned], penalty)
        said[asked] = _with_one(made[asked]) @ weights
    return said


def _learned(made: Numbers, outcome: Numbers, penalty: float) -> Numbers:
    """Ridge regression; the constant bears no penalty."""
    full = _with_one(made)
    least = np.diag([0.0, *[penalty] * made.shape[1]])
    weights = np.linalg.solve(full.T @ full + least, full.T @ outcome)
    return np.asarray(weights, dtype=np.float64)


def _with_one(made: Numbers) -> Numbers:
    return np.hstack([np.ones((len(made), 1)), made])
