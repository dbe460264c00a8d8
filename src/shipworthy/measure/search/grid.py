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
        codes: for each column the cell of each row; as many as there are names for a row that lies in none.
            # each (rows,)
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

    def where(self, sizes: Sequence[NDArray[np.int64]], least: int) -> "Grid":
        """The same rows, without the cells that are smaller; they lie in a cell without a name, which is no condition.

        Args:
            sizes: of the cells of each column; what is beyond their end has none.
            least: rows that a cell has to hold.
        """
        kept = [np.flatnonzero(size[: len(names)] >= least) for size, names in zip(sizes, self.names, strict=True)]
        codes = []
        for column, cells in enumerate(kept):
            renamed = np.full(len(self.names[column]) + 1, len(cells))
            renamed[cells] = np.arange(len(cells))
            codes.append(renamed[self.codes[column]])
        names = [tuple(self.names[column][cell] for cell in cells) for column, cells in enumerate(kept)]
        return Grid(self.columns, tuple(names), tuple(codes))


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
    for codes, names in zip(grid.codes, grid.names, strict=True):
        size = np.bincount(codes, minlength=len(names))[: len(names)]
        total = np.bincount(codes, weights=loss, minlength=len(names))[: len(names)]
        large = size >= _FEWEST
        size, total = size[large], total[large]
        between.append(float(np.sum((total - mean * size) ** 2 / size)) - scatter * len(size))
    return sorted(np.argsort(-np.array(between), kind="stable")[:most].tolist())


def _cuttable(dtype: pl.DataType) -> bool:
    return dtype.is_numeric() or dtype.is_temporal() or dtype in _CUT
