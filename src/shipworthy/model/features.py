"""What candidates learn from: made once a fold and shared by all of them, in the views that they need."""

from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from skrub import TableVectorizer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from shipworthy.model.columns import Columns
from shipworthy.model.encoders import Calendar, Levels, PerValue
from shipworthy.model.linear_view import LinearView

_MOST_LEVELS: Final = 40


class FeatureMatrix:
    """Rows in the views that candidates ask for; each is made when first asked for, and kept.

    Attributes:
        raw: the rows as they are.
        features: what was learned about the columns.
    """

    def __init__(self, raw: pl.DataFrame, encoded: pl.DataFrame, features: "Features") -> None:
        self.raw = raw
        self.features = features
        self._encoded = encoded

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.raw.height

    def shuffled(self, source: str, order: NDArray[np.int64]) -> "FeatureMatrix":
        """The same rows, with all that was made from one column of the data in another order."""
        made = [
            name for name, origin in zip(self._encoded.columns, self.features.sources, strict=True) if origin == source
        ]
        return FeatureMatrix(self.raw, self._encoded.with_columns(self._encoded.select(made)[order]), self.features)

    @cached_property
    def trees(self) -> NDArray[np.float32]:
        """Numbers as they are, codes of categories, NaN where empty or never seen.

        # (rows, features)
        """
        out = np.empty((self.rows, len(self.features.names)), dtype=np.float32, order="F")
        for place, series in enumerate(self._encoded.iter_columns()):
            out[:, place] = series.to_physical().cast(pl.Float32).fill_null(float("nan")).to_numpy()
        return out

    @cached_property
    def linear(self) -> NDArray[np.float32]:
        """Filled, scaled, one axis per category; every entry finite.

        # (rows, axes)
        """
        return self.features.linear.transform(self._encoded)


class Features:
    """What was learned about the columns from the training rows of one fold.

    Attributes:
        names: of the columns of the `trees` view, in words of the data.
        sources: the column of the data that each of them was made from.
        categorical: True where it is the code of a category. # (features,)
        notes: columns that are left out, and why.
        linear: the `linear` view.
    """

    def __init__(self, columns: Columns, vectorizer: TableVectorizer | None, encoded: pl.DataFrame) -> None:
        self._columns = columns
        self._vectorizer = vectorizer
        parts = [name.split(" ") for name in encoded.columns]
        self.sources = tuple(columns.names.get(part[0], "") for part in parts)
        self.names = tuple(" ".join([columns.names.get(part[0], part[0]), *part[1:]]) for part in parts)
        self.categorical = np.array([isinstance(dtype, pl.Enum) for dtype in encoded.dtypes], dtype=bool)
        self.linear = LinearView(encoded)
        without = sorted(set(columns.names.values()) - set(self.sources))
        self.notes = (*columns.notes, *(f"{name} is left out: it never changes" for name in without))

    def transform(self, frame: pl.DataFrame) -> FeatureMatrix:
        """Any rows with the columns that were learned from.

        Raises:
            ColumnError: when one of these columns is not there.
        """
        cleaned = self._columns.clean(frame)
        if self._vectorizer is None:
            return FeatureMatrix(frame, _nothing(frame.height), self)
        return FeatureMatrix(frame, _plain(self._vectorizer.transform(cleaned)), self)


def fit_features(frame: pl.DataFrame, *, trend: bool = False, seed: int = 0) -> tuple[Features, FeatureMatrix]:
    """Learns what the columns hold, and turns the training rows into features.

    skrub's `TableVectorizer` decides what text is: numbers, dates, categories (up to 40 different values)
    or text. The same rows and seed give the same features, however many threads there are.

    Args:
        frame: the training rows, feature columns only. # (rows, columns)
        trend: rows to be predicted lie among the training rows in time, see `Calendar`.
        seed: of the encoder of text.

    Returns:
        The features, and the matrix of the training rows.

    >>> frame = pl.DataFrame({"colour": ["red", "blue", "red"], "size": [1, None, 3]})
    >>> features, matrix = fit_features(frame)
    >>> features.names, matrix.trees.tolist()
    (('colour', 'size'), [[1.0, 1.0], [0.0, nan], [1.0, 3.0]])
    """
    columns = Columns.of(frame)
    cleaned = columns.clean(frame)
    vectorizer = TableVectorizer(
        cardinality_threshold=_MOST_LEVELS,
        low_cardinality=Levels(),
        high_cardinality=PerValue(seed=seed),
        numeric="passthrough",
        datetime=Calendar(trend=trend),
        drop_if_constant=True,
    )
    encoded = None
    if cleaned.width and cleaned.height:
        with threadpool_limits(limits=1, user_api="blas"):
            encoded = _plain(vectorizer.fit_transform(cleaned))
    if encoded is None or not encoded.width:
        features = Features(columns, None, _nothing(frame.height))
        return features, features.transform(frame)
    features = Features(columns, vectorizer, encoded)
    return features, FeatureMatrix(frame, encoded, features)


def _plain(encoded: pl.DataFrame) -> pl.DataFrame:
    """Numbers as Float32 with nulls for NaN, categories as they are."""
    numbers = [name for name, dtype in encoded.schema.items() if not isinstance(dtype, pl.Enum)]
    return encoded.with_columns(pl.col(numbers).cast(pl.Float32).fill_nan(None))


def _nothing(rows: int) -> pl.DataFrame:
    """A feature that says nothing, for tables of which no column can be learned from."""
    return pl.DataFrame({"nothing": pl.zeros(rows, dtype=pl.Float32, eager=True)})
