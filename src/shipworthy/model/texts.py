"""Text as categories and as numbers."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

_LONGEST: Final = 500
_BLANK: Final = [
    *("", "null", "NULL", "none", "None", "nan", "-nan", "NaN", "-NaN", "NA", "#NA", "<NA>", "n/a", "N/A", "#N/A"),
    *("#N/A N/A", "?", "...", "1.#QNAN", "-1.#QNAN", "1.#IND", "-1.#IND"),
]
"""What people and programs write where there is nothing."""


class Blanks:
    """Makes text empty that says there is nothing, as skrub's `TableVectorizer` does."""

    def transform(self, column: pl.Series) -> pl.Series:
        """The column; what is only white space, or one of the usual words, is empty."""
        said = column.str.replace(r"^\s*$", "")
        return said.set(said.is_in(_BLANK).fill_null(value=False), None)


class Levels:
    """A category as an ordered list of the values seen while learning; any other value is empty.

    Args:
        column: the training rows.
    """

    def __init__(self, column: pl.Series) -> None:
        self._levels = pl.Enum(column.cast(pl.String).unique().drop_nulls().sort())

    def transform(self, column: pl.Series) -> pl.Series:
        """The column as `Enum`."""
        return column.cast(pl.String).cast(self._levels, strict=False)


class Spelling:
    """Text as numbers that are close where the spelling is.

    Each different text is encoded once, and the result handed to every row that holds it.

    Args:
        counts: a fitted vectorizer: texts -> sparse counts of groups of letters. # (texts, groups)
        axes: what the counts are seen along; None takes the first `width` of them as they are. # (width, groups)
        scale: that the numbers are divided by.
        width: how many numbers stand for a text.
    """

    def __init__(self, counts: Any, axes: NDArray[Any] | None, scale: Any, width: int) -> None:
        self._counts = counts
        self._axes = axes
        self._scale = scale
        self._width = width

    def transform(self, column: pl.Series) -> pl.DataFrame:
        """The numbers, Float32; empty where the text is empty.

        # (rows, width)
        """
        texts = different(column)
        made = self._encode(texts) if len(texts) else np.empty((0, self._width))
        names = [f"{column.name} text{number}" for number in range(self._width)]
        encoded = pl.DataFrame(made, schema=dict.fromkeys(names, pl.Float32))
        place = _short(column).cast(pl.Enum(texts)).to_physical()
        return encoded.select(pl.all().gather(pl.lit(place)))

    def _encode(self, texts: pl.Series) -> NDArray[Any]:
        counts = self._counts.transform(texts.to_list()).astype(np.float32)
        made = counts[:, : self._width].toarray() if self._axes is None else counts @ self._axes.T
        return np.asarray(made / self._scale)


def different(column: pl.Series) -> pl.Series:
    """The texts of a column, each once, in order of the alphabet; of long ones the first 500 letters."""
    return _short(column).unique().drop_nulls().sort()


def _short(column: pl.Series) -> pl.Series:
    return column.cast(pl.String).str.slice(0, _LONGEST)
