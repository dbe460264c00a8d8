"""The view for models that need every number filled, scaled and on its own axis."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FARTHEST: Final = 8.0
CYCLES: Final = (" hour", " weekday", " month")
"""Endings of calendar parts: their numbers come round again, so each hour, weekday, month has its axis."""


class LinearView:
    """Empty numbers filled and marked, numbers scaled by mean and deviation, an axis for each category.

    Medians fill. Numbers farther than 8 deviations from the mean are drawn in to 8. Learned from
    the training rows only.

    Args:
        encoded: numbers and `Enum` columns of the training rows.
    """

    def __init__(self, encoded: pl.DataFrame) -> None:
        self.numbers = [name for name, dtype in encoded.schema.items() if not isinstance(dtype, pl.Enum)]
        filled = encoded.select(self.numbers)
        self.medians = [_finite(value) for value in filled.median().row(0)] if self.numbers else []
        filled = self._fill(filled)
        self.means = [_finite(value) for value in filled.mean().row(0)] if self.numbers else []
        deviations = filled.select(pl.all().cast(pl.Float64).std()).row(0) if self.numbers else ()
        self.deviations = [value if (value := _finite(item)) > 0 else 1.0 for item in deviations]
        self.gaps = _first_of_each(encoded, self.numbers)
        self.levels: dict[str, list[str] | list[float]] = {
            name: dtype.categories.to_list() for name, dtype in encoded.schema.items() if isinstance(dtype, pl.Enum)
        }
        for name in self.numbers:
            if name.endswith(CYCLES):
                self.levels[name] = encoded[name].floor().unique().drop_nulls().sort().to_list()

    @property
    def width(self) -> int:
        """Number of axes."""
        return len(self.numbers) + len(self.gaps) + sum(len(levels) for levels in self.levels.values())

    def transform(self, encoded: pl.DataFrame) -> NDArray[np.float32]:
        """The matrix; every entry is finite.

        # (rows, width)
        """
        out = np.zeros((encoded.height, self.width), dtype=np.float32)
        filled = self._fill(encoded.select(self.numbers))
        for place, name in enumerate(self.numbers):
            scaled = (filled[name].to_numpy() - np.float32(self.means[place])) / np.float32(self.deviations[place])
            np.clip(scaled, -_FARTHEST, _FARTHEST, out=out[:, place])
        place = len(self.numbers)
        for name in self.gaps:
            out[:, place] = encoded[name].is_null().to_numpy()
            place += 1
        for name, levels in self.levels.items():
            _mark(out[:, place : place + len(levels)], encoded[name], levels)
            place += len(levels)
        return out

    def _fill(self, numbers: pl.DataFrame) -> pl.DataFrame:
        return numbers.with_columns(
            pl.col(name).fill_null(median) for name, median in zip(self.numbers, self.medians, strict=True)
        )


def _mark(out: NDArray[np.float32], column: pl.Series, levels: Sequence[object]) -> None:
    """Puts a 1 where the row's value is; empty and unknown values have no 1.

    # (rows, levels)
    """
    if isinstance(column.dtype, pl.Enum):
        place = column.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        rows = np.flatnonzero(place >= 0)
        out[rows, place[rows]] = 1
        return
    floor = column.floor()
    for number, level in enumerate(levels):
        out[:, number] = (floor == level).fill_null(value=False).to_numpy()


def _first_of_each(encoded: pl.DataFrame, numbers: Sequence[str]) -> list[str]:
    """Columns that have gaps, one for each column of the data: its parts are all empty together."""
    gaps = {name.split(" ")[0]: name for name in reversed(numbers) if encoded[name].null_count()}
    return [name for name in numbers if name in gaps.values()]


def _finite(value: object) -> float:
    return float(value) if isinstance(value, float) and np.isfinite(value) else 0.0
