"""The worst regions of up to three conditions, found level by level; what cannot be among them is never counted.

The enumeration of SliceLine (Sagadeeva and Boehm, "SliceLine: Fast, Linear-Algebra-based Slice Finding for ML Model
Debugging", SIGMOD 2021) in dense tables: all regions of the same columns are counted at once.
"""

import heapq
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.search.grid import Grid
from shipworthy.measure.search.score import Scale

MOST: Final = 48
"""Regions that a search hands back."""
_NOUGHT: Final = 1e-9
"""What a score has to exceed: all rows together score 0, but for rounding."""
Place = tuple[tuple[int, int], ...]
"""Column and cell of each condition, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Region:
    """Rows that share up to three conditions.

    Attributes:
        place: column and cell of each condition.
        rows: how many lie in it.
        loss: their mean loss.
        score: see `Scale`.
    """

    place: Place
    rows: int
    loss: float
    score: float

    def within(self, grid: Grid) -> NDArray[np.bool_]:
        """Which rows of a grid, cut the same way, lie in it, shape (rows,)."""
        inside = np.ones(grid.rows, dtype=bool)
        for column, cell in self.place:
            inside &= grid.codes[column] == cell
        return inside

    def conditions(self, grid: Grid) -> dict[str, str]:
        """Column -> name of its cell."""
        return {grid.columns[column]: grid.names[column][cell] for column, cell in self.place}


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Sums over all regions of the same columns, one axis a column.

    Attributes:
        size: rows.
        positive: sum of positive losses.
    """

    size: NDArray[Any]
    positive: NDArray[np.float64]


def worst(grid: Grid, loss: NDArray[np.float64], scale: Scale, most: int = MOST, depth: int = 3) -> list[Region]:
    """The regions of greatest score above 0, the worst first; those of equal score in no particular order.

    Args:
        grid: conditions. # (rows,)
        loss: of each row, finite. # (rows,)
        scale: how regions are scored.
        most: how many are wanted.
        depth: most conditions of a region, 1 to 3.

    >>> from shipworthy.measure.search.grid import grid_of
    >>> from shipworthy.measure.search.score import scale_of
    >>> import polars as pl
    >>> grid = grid_of(pl.DataFrame({"shop": ["a"] * 6 + ["b"] * 4}))
    >>> loss = np.array([0.0, 0, 0, 1, 0, 0, 1, 1, 1, 0])
    >>> [region.conditions(grid) for region in worst(grid, loss, scale_of(loss, least=2))]
    [{'shop': 'b'}]
    """
    search = _Search(grid, loss, scale, most)
    for columns in (1, 2, 3)[:depth]:
        search.level(columns)
    return search.found


@dataclass
class _Kept:
    """The best regions so far."""

    most: int
    heap: list[tuple[float, Place, int, float]] = field(default_factory=list)

    @property
    def threshold(self) -> float:
        """What a region has to score more than."""
        return max(self.heap[0][0], _NOUGHT) if len(self.heap) == self.most else _NOUGHT

    def add(self, score: float, place: Place, rows: int, loss: float) -> None:
        if score > self.threshold:
            (heapq.heappushpop if len(self.heap) == self.most else heapq.heappush)(
                self.heap, (score, place, rows, loss)
            )


class _Search:
    """One search under way; columns are counted by their cells that are still alive."""

    def __init__(self, grid: Grid, loss: NDArray[np.float64], scale: Scale, most: int) -> None:
        self._scale = scale
        self._kept = _Kept(most)
        self._losing = np.flatnonzero(loss)
        self._loss = loss[self._losing]
        self._positive = np.maximum(self._loss, 0)
        self._gains = bool((self._loss < 0).any())
        self._cells = [np.arange(len(names)) for names in grid.names]
        self._codes: list[NDArray[Any]] = list(grid.codes)
        self._known: dict[tuple[int, ...], _Counts] = {}

    @property
    def found(self) -> list[Region]:
        best = sorted(self._kept.heap, key=lambda one: (-one[0], len(one[1])))
        return [Region(place, rows, loss / rows, score) for score, place, rows, loss in best]

    def level(self, columns: int) -> None:
        """Counts every set of so many columns in which a region may still be among the worst."""
        sets = combinations(range(len(self._cells)), columns)
        promising = [(self._promise(each), each) for each in sets]
        for promise, each in sorted(promising, reverse=True):
            # the threshold rises with what is found
            if not promise > self._kept.threshold:
                break
            self._known[each] = self._count(each)
        if columns == 1:
            self._let_go()

    def _promise(self, columns: tuple[int, ...]) -> float:
        """What no region of these columns can score more than, by what is known of those of one column less."""
        if len(columns) == 1:
            return np.inf if len(self._cells[columns[0]]) else -np.inf
        size: NDArray[Any] = np.array(np.inf)
        positive: NDArray[np.float64] = np.array(np.inf)
        for left_out in range(len(columns)):
            parent = self._known.get((*columns[:left_out], *columns[left_out + 1 :]))
            if parent is None:
                return -np.inf
            larger, more = (np.expand_dims(part, left_out) for part in (parent.size, parent.positive))
            size, positive = np.minimum(size, larger), np.minimum(positive, more)
        return float(self._scale.bound(size, positive).max(initial=-np.inf))

    def _count(self, columns: tuple[int, ...]) -> _Counts:
        # rows of cells that are not alive lie in one cell more, which is cut off
        shape = tuple(len(self._cells[column]) + 1 for column in columns)
        inner = tuple(slice(0, wide - 1) for wide in shape)
        small = np.min_scalar_type(int(np.prod(shape)))
        at = self._codes[columns[0]].astype(small)
        for column, wide in zip(columns[1:], shape[1:], strict=True):
            at *= small.type(wide)
            at += self._codes[column].astype(small, copy=False)
        losing = at[self._losing]
        size = _sums(at, None, shape)[inner]
        positive = _sums(losing, self._positive, shape)[inner]
        loss = _sums(losing, self._loss, shape)[inner] if self._gains else positive
        scores = self._scale.score(size, loss)
        for cell in np.argwhere(scores > self._kept.threshold):
            here = tuple(cell)
            place = tuple((column, int(self._cells[column][at])) for column, at in zip(columns, here, strict=True))
            self._kept.add(float(scores[here]), place, int(size[here]), float(loss[here]))
        return _Counts(size, positive)

    def _let_go(self) -> None:
        """Leaves out the cells of which no part can be among the worst."""
        for (column,), counts in list(self._known.items()):
            bound = self._scale.bound(counts.size, counts.positive)
            alive = np.flatnonzero(bound > self._kept.threshold)
            renamed = np.full(len(bound) + 1, len(alive), dtype=np.min_scalar_type(len(alive)))
            renamed[alive] = np.arange(len(alive))
            self._codes[column] = renamed[self._codes[column]]
            self._cells[column] = self._cells[column][alive]
            self._known[column,] = _Counts(counts.size[alive], counts.positive[alive])


def _sums(at: NDArray[Any], weights: NDArray[np.float64] | None, shape: tuple[int, ...]) -> NDArray[Any]:
    return np.bincount(at, weights=weights, minlength=int(np.prod(shape))).reshape(shape)
