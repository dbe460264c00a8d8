"""What candidates learn from: made once a fold and shared by all of them, in the views that they need.

Whoever only answers loads this and not `learning`, whose libraries take seconds to load.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.model.columns import Columns
from shipworthy.model.encoding import Encoding
from shipworthy.model.linear_view import LinearView


class FeatureMatrix:
    """Rows in the views that candidates ask for; each is made when first asked for, and kept.

    Args:
        rows: gives the rows as they are; they are many bytes, and most candidates never ask for them.
        features: what was learned about the columns.
        trees: that view, where it is made already.

    Attributes:
        features: what was learned about the columns.
    """

    def __init__(
        self, rows: Callable[[], pl.DataFrame], features: "Features", trees: NDArray[np.float32] | None = None
    ) -> None:
        self._rows = rows
        self.features = features
        if trees is not None:
            self.__dict__["trees"] = trees

    @property
    def raw(self) -> pl.DataFrame:
        """The rows as they are."""
        return self._rows()

    @property
    def rows(self) -> int:
        """Number of rows."""
        made = self.__dict__.get("trees")
        return self.raw.height if made is None else len(made)

    def shuffled(self, source: str, order: NDArray[np.int64]) -> "FeatureMatrix":
        """The same rows, with all that was made from one column of the data in another order."""
        made = [place for place, origin in enumerate(self.features.sources) if origin == source]
        trees = self.trees.copy(order="K")
        trees[:, made] = trees[:, made][order]
        return FeatureMatrix(self._rows, self.features, trees)

    @cached_property
    def trees(self) -> NDArray[np.float32]:
        """Numbers as they are, codes of categories, NaN where empty or never seen.

        # (rows, features)
        """
        return self.features.encoding(self.raw)

    @cached_property
    def linear(self) -> NDArray[np.float32]:
        """Filled, scaled, one axis per category; every entry finite.

        # (rows, axes)
        """
        return self.features.linear.transform(self.trees)


class Features:
    """What was learned about the columns from the training rows.

    Attributes:
        names: of the columns of the `trees` view, in words of the data.
        sources: the column of the data that each of them was made from.
        categorical: True where it is the code of a category. # (features,)
        notes: columns that are left out, and why.
        encoding: makes the `trees` view of any rows.
        linear: makes the `linear` view of the `trees` view.
    """

    def __init__(self, columns: Columns, encoding: Encoding, encoded: pl.DataFrame) -> None:
        self._columns = columns
        self.encoding = encoding
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
        self.require(frame)
        return FeatureMatrix(lambda: frame, self)

    def require(self, frame: pl.DataFrame) -> None:
        """Refuses a frame that lacks a column that was learned from.

        Raises:
            ColumnError: when one is not there.
        """
        self._columns.require(frame)

    def invented(self, rows: int = 64) -> NDArray[np.float32]:
        """Rows of the `trees` view that nobody ever had, with gaps and every category, always the same.

        # (rows, features)
        """
        random = np.random.default_rng(0)
        out = np.empty((rows, len(self.names)), dtype=np.float32)
        numbers = np.flatnonzero(~self.categorical)
        spread = random.normal(scale=2, size=(rows, len(numbers)))
        out[:, numbers] = self.linear.means + spread * self.linear.deviations
        for place, levels in zip(np.flatnonzero(self.categorical), self.linear.levels.values(), strict=False):
            out[:, place] = np.arange(rows) % max(len(levels), 1)
        out[random.random(out.shape) < 0.1] = np.nan
        return out
