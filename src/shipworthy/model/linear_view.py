"""The view for models that need every number filled, scaled and on its own axis."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FARTHEST: Final = 8.0
_AT_ONCE: Final = 16_384
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
        self._coded = frozenset(self.levels)
        for name in self.numbers:
            if name.endswith(CYCLES):
                self.levels[name] = encoded[name].floor().unique().drop_nulls().sort().to_list()
        self._places = {name: place for place, name in enumerate(encoded.columns)}

    @property
    def width(self) -> int:
        """Number of axes."""
        return len(self.numbers) + len(self.gaps) + sum(len(levels) for levels in self.levels.values())

    def transform(self, trees: NDArray[np.float32]) -> NDArray[np.float32]:
        """The matrix, from the `trees` view; every entry is finite.

        # (rows, features) -> (rows, width)
        """
        out = np.zeros((len(trees), self.width), dtype=np.float32)
        for start in range(0, len(trees), _AT_ONCE):
            self._write(trees[start : start + _AT_ONCE], out[start : start + _AT_ONCE])
        return out

    def _write(self, trees: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        numbers = trees[:, [self._places[name] for name in self.numbers]]
        empty = np.isnan(numbers)
        filled = np.where(empty, _float32(self.medians), numbers)
        scaled = (filled - _float32(self.means)) / _float32(self.deviations)
        place = len(self.numbers)
        np.clip(scaled, -_FARTHEST, _FARTHEST, out=out[:, :place])
        for name in self.gaps:
            out[:, place] = np.isnan(trees[:, self._places[name]])
            place += 1
        for name, levels in self.levels.items():
            marks = _float32(range(len(levels)) if name in self._coded else levels)
            # empty and unknown values are NaN, which equals no level
            out[:, place : place + len(levels)] = np.floor(trees[:, self._places[name], None]) == marks
            place += len(levels)

    def _fill(self, numbers: pl.DataFrame) -> pl.DataFrame:
        return numbers.with_columns(
            pl.col(name).fill_null(median) for name, median in zip(self.numbers, self.medians, strict=True)
        )


def _first_of_each(encoded: pl.DataFrame, numbers: Sequence[str]) -> list[str]:
    """Columns that have gaps, one for each column of the data: its parts are all empty together."""
    gaps = {name.split(" ")[0]: name for name in reversed(numbers) if encoded[name].null_count()}
    return [name for name in numbers if name in gaps.values()]


def _float32(numbers: Sequence[object]) -> NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


def _finite(value: object) -> float:
    return float(value) if isinstance(value, float) and np.isfinite(value) else 0.0
