"""How categories, text and times become numbers: one column at a time, as skrub asks."""

from typing import Any, Final, Self

import numpy as np
import polars as pl
from sklearn.base import clone
from skrub import StringEncoder
from skrub.core import SingleColumnTransformer

_LONGEST_TEXT: Final = 500
_MOST_VALUES: Final = 10_000
_DAY: Final = 86_400.0
_YEAR_DAYS: Final = 365


class Levels(SingleColumnTransformer):  # type: ignore[misc]
    """A category as an ordered list of the values seen while learning; any other value is empty."""

    def fit_transform(self, column: pl.Series, y: object = None) -> pl.Series:
        """Learns the values, sorted, and encodes the column."""
        del y
        self.levels_ = pl.Enum(column.cast(pl.String).unique().drop_nulls().sort())
        return self.transform(column)

    def transform(self, column: pl.Series) -> pl.Series:
        """The column as `Enum`."""
        return column.cast(pl.String).cast(self.levels_, strict=False)


class PerValue(SingleColumnTransformer):  # type: ignore[misc]
    """Encodes each different text once and hands the result to every row that holds it.

    Args:
        components: numbers that stand for a text.
        seed: of the encoder.
    """

    def __init__(self, components: int = 8, seed: int = 0) -> None:
        self.components = components
        self.seed = seed

    def fit_transform(self, column: pl.Series, y: object = None) -> pl.DataFrame:
        """Learns from at most 10,000 different texts, spread evenly over the alphabet."""
        del y
        encoder = StringEncoder(
            n_components=self.components, ngram_range=(2, 4), analyzer="char_wb", random_state=self.seed
        )
        values = _values(column)
        step = -(-len(values) // _MOST_VALUES)
        self.encoder_ = clone(encoder).fit(values.gather_every(step))
        self.width_ = self.encoder_.transform(values[:1]).width
        return self.transform(column)

    def transform(self, column: pl.Series) -> pl.DataFrame:
        """The encoding; empty where the text is empty.

        # (rows, components)
        """
        values = _values(column)
        names = [f"{column.name} text{number}" for number in range(self.width_)]
        if values.is_empty():
            return pl.DataFrame({name: pl.Series([None] * len(column), dtype=pl.Float32) for name in names})
        encoded: pl.DataFrame = self.encoder_.transform(values)
        encoded.columns = names
        place = _short(column).cast(pl.Enum(values)).to_physical()
        return encoded.select(pl.all().cast(pl.Float32).gather(pl.lit(place)))


class Calendar(SingleColumnTransformer):  # type: ignore[misc]
    """A time as the parts of the calendar that the training rows have seen in full.

    Time of day in hours, weekday, and, when a whole year was seen, month and day of the month. The days
    since 1970, with which a trend can be followed, come when two years were seen. What was not seen in full
    would be a way to tell training rows apart and no help with later ones.

    Args:
        trend: rows to be predicted lie among the training rows: month, day and days since 1970 always help.
    """

    def __init__(self, trend: bool = False) -> None:
        self.trend = trend

    def fit_transform(self, column: pl.Series, y: object = None) -> pl.DataFrame:
        """Looks how much of the calendar the column has seen, and encodes it."""
        del y
        seconds = _seconds(column)
        seen = seconds.drop_nulls().to_numpy()
        span = float(np.ptp(seen)) / _DAY if len(seen) else 0.0
        clock = bool((seen % _DAY != 0).any())
        year = self.trend or span >= _YEAR_DAYS
        self.parts_ = [
            *(["hour"] if clock else []),
            *(["weekday"] if span >= 6 else []),
            *(["month", "day"] if year else []),
        ]
        if self.trend or span >= 2 * _YEAR_DAYS or not self.parts_:
            self.parts_.append("days")
        return self.transform(column)

    def transform(self, column: pl.Series) -> pl.DataFrame:
        """The parts, Float32.

        # (rows, parts)
        """
        parts: dict[str, Any] = {
            "hour": lambda: _seconds(column) % _DAY / 3600,
            "weekday": column.dt.weekday,
            "month": column.dt.month,
            "day": column.dt.day,
            "days": lambda: _seconds(column) / _DAY,
        }
        return pl.DataFrame({f"{column.name} {part}": parts[part]().cast(pl.Float32) for part in self.parts_})

    def fit(self, column: pl.Series, y: object = None) -> Self:
        """Looks how much of the calendar the column has seen."""
        self.fit_transform(column, y)
        return self


def _seconds(column: pl.Series) -> pl.Series:
    return column.cast(pl.Datetime("us")).dt.epoch("us") / 1e6


def _short(column: pl.Series) -> pl.Series:
    return column.cast(pl.String).str.slice(0, _LONGEST_TEXT)


def _values(column: pl.Series) -> pl.Series:
    return _short(column).unique().drop_nulls().sort()
