"""From rows to the numbers of the `trees` view, fast for one row and for a million."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.model.columns import Treatment, as_number, cleaned

_FEW: Final = 64
_REMEMBERED: Final = 20_000


class Encoding:
    """What was learned about each column, applied without the pipeline that learned it.

    Numbers are cast, times go through their calendar, and text is looked up: what it becomes depends on the value
    alone, so each value is encoded once and remembered. One row takes microseconds, and bit for bit what the
    pipeline would give.

    Args:
        treatments: what each column becomes.
        steps: alias -> the fitted steps that its column went through.
        learned: the training rows, by alias.
        encoded: what the pipeline made of them.
    """

    def __init__(
        self,
        treatments: Sequence[Treatment],
        steps: Mapping[str, Sequence[Any]],
        learned: pl.DataFrame,
        encoded: pl.DataFrame,
    ) -> None:
        self._width = encoded.width
        self._numbers: list[tuple[Treatment, int]] = []
        self._times: list[tuple[Treatment, list[int], list[Any]]] = []
        self._texts: list[tuple[Treatment, list[int], Values]] = []
        for item in treatments:
            places = [place for place, name in enumerate(encoded.columns) if name.split(" ")[0] == item.alias]
            if not places or item.alias not in steps:
                continue
            own = steps[item.alias]
            if item.kind == "number":
                self._numbers.append((item, places[0]))
            elif item.kind == "time":
                self._times.append((item, places, list(own)))
            else:
                made = encoded.select(pl.nth(places))
                self._texts.append((item, places, Values(own, learned[item.alias], made)))

    def __call__(self, frame: pl.DataFrame) -> NDArray[np.float32]:
        """The view; NaN where empty or never seen. The frame has the columns that were learned from.

        # (rows, features)
        """
        out = np.zeros((frame.height, self._width), dtype=np.float32, order="F")
        for item, place in self._numbers:
            out[:, place] = as_number(frame.get_column(item.name)).to_numpy()
        for item, places, steps in self._times:
            out[:, places] = numbers_of(_through(steps, cleaned(frame.get_column(item.name), item)))
        for item, places, values in self._texts:
            out[:, places] = values(cleaned(frame.get_column(item.name), item))
        out[~np.isfinite(out)] = np.nan
        return out


class Values:
    """The numbers that each value of a text column stands for.

    Args:
        steps: fitted steps that the column goes through.
        learned: the training rows.
        made: what they became. # (rows, width)
    """

    def __init__(self, steps: Sequence[Any], learned: pl.Series, made: pl.DataFrame) -> None:
        self._steps = list(steps)
        self._name = learned.name
        first = learned.arg_unique().head(_REMEMBERED)
        known = learned.gather(first)
        self._known: dict[str | None, tuple[float, ...]] = dict(
            zip(known.to_list(), map(tuple, numbers_of(made[first]).tolist()), strict=True)
        )
        self._width = made.width
        self._known[None] = (float("nan"),) * self._width

    def __call__(self, column: pl.Series) -> NDArray[np.float32]:
        """What the values of a column stand for.

        # (rows, width)
        """
        if len(column) <= _FEW:
            return self._rows(column.to_list())
        values = column.drop_nulls().unique()
        place = column.cast(pl.Enum(values)).to_physical().cast(pl.Int64).fill_null(len(values))
        return np.asarray(self._rows([*values.to_list(), None])[place.to_numpy()])

    def _rows(self, values: list[str | None]) -> NDArray[np.float32]:
        known = self._known
        fresh = {value for value in values if value not in known}
        if fresh:
            made = self._encode(fresh)
            if len(known) + len(made) > _REMEMBERED:
                known = {**known, **made}
            else:
                known.update(made)
        return np.array([known[value] for value in values], dtype=np.float32).reshape(len(values), self._width)

    def _encode(self, values: set[Any]) -> dict[str | None, tuple[float, ...]]:
        column = pl.Series(self._name, sorted(values), dtype=pl.String)
        rows = numbers_of(_through(self._steps, column)).tolist()
        return dict(zip(column.to_list(), map(tuple, rows), strict=True))


def numbers_of(encoded: pl.DataFrame) -> NDArray[np.float32]:
    """Numbers as they are, codes of categories, NaN where empty.

    # (rows, columns)
    """
    out = np.empty((encoded.height, encoded.width), dtype=np.float32, order="F")
    for place, series in enumerate(encoded.iter_columns()):
        out[:, place] = series.to_physical().cast(pl.Float32).to_numpy()
    return out


def _through(steps: Sequence[Any], column: pl.Series) -> pl.DataFrame:
    made: Any = column
    for step in steps:
        made = step.transform(made)
    return made if isinstance(made, pl.DataFrame) else made.to_frame()
