"""The conditions that regions are made of: each column cut into values, or stretches of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.measure.slicing import coded

MOST_COLUMNS: Final = 20
"""Columns that are searched; of more, those that tell most by themselves."""
_FEWEST: Final = 30
"""Rows of a cell that tells something by itself."""
_CUT: Final = (pl.String, pl.Categorical, pl.Enum, pl.Boolean)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Rows by the cell of each column that they lie in.

    Attributes:
        columns: names.
        names: of each column's cells, in the order of their codes.
        codes: for each column the cell of each row. # each (rows,)
    """

    columns: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    codes: tuple[NDArray[np.int64], ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.codes[0]) if self.codes else 0

    def take(self, rows: NDArray[np.int64]) -> "Grid":
        """Some of the rows, cut the same way."""
        return Grid(self.columns, self.names, tuple(codes[rows] for codes in self.codes))

    def keep(self, columns: Sequence[int]) -> "Grid":
        """Some of the columns, by place."""
        return Grid(
            tuple(self.columns[place] for place in columns),
            tuple(self.names[place] for place in columns),
            tuple(self.codes[place] for place in columns),
        )


def grid_of(frame: pl.DataFrame) -> Grid:
    """Cuts every column; what turned out is not looked at, so rows of all origins may be cut together.

    Args:
        frame: columns of numbers, times, text or yes and no; others are left out.

    >>> grid_of(pl.DataFrame({"shop": ["b", "a", "b"]})).names
    (('a', 'b', '(empty)'),)
    """
    fitting = [column for column in frame.get_columns() if _cuttable(column.dtype)]
    cut = [coded(column) for column in fitting]
    return Grid(
        tuple(column.name for column in fitting),
        tuple(tuple(names) for names, _ in cut),
        tuple(codes for _, codes in cut),
    )


def telling(grid: Grid, loss: NDArray[np.float64], most: int = MOST_COLUMNS) -> list[int]:
    """Places of the columns whose cells differ most in loss, beyond the scatter that chance makes between so many.

    Args:
        grid: the rows.
        loss: of each row. # (rows,)
        most: columns that are named, in their order.
    """
    if len(grid.columns) <= most:
        return list(range(len(grid.columns)))
    mean, scatter = float(loss.mean()), float(loss.var())
    between = []
    for codes in grid.codes:
        size, total = np.bincount(codes), np.bincount(codes, weights=loss)
        large = size >= _FEWEST
        size, total = size[large], total[large]
        between.append(float(np.sum((total - mean * size) ** 2 / size)) - scatter * len(size))
    return sorted(np.argsort(-np.array(between), kind="stable")[:most].tolist())


def _cuttable(dtype: pl.DataType) -> bool:
    return dtype.is_numeric() or dtype.is_temporal() or dtype in _CUT
