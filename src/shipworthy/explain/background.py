"""The rows that a prediction is held against when it is explained."""

from collections.abc import Sequence
from typing import Any, Final, Self

import numpy as np
import polars as pl

from shipworthy.foundation.digests import digest
from shipworthy.records.frames import decode_frame, digest_frame, encode_frame
from shipworthy.records.record import Record

ROWS: Final = 100


class Background(Record, frozen=True):
    """A few rows that stand for all that was learned from.

    Attributes:
        frame: the columns that are learned from, personal ones left out.
    """

    frame: pl.DataFrame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Background) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values; the frame as Arrow IPC in base64."""
        return {"frame": encode_frame(self.frame)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_dict` wrote."""
        return cls(frame=decode_frame(data["frame"]))

    @property
    def digest(self) -> str:
        """Names the background by its rows."""
        return digest({"frame": digest_frame(self.frame)})


def background(frame: pl.DataFrame, columns: Sequence[str], *, rows: int = ROWS, seed: int = 0) -> Background:
    """Rows drawn at random, all of them when there are no more; the same seed draws the same.

    Values of categories are kept as text, so that a row with a value never seen can stand beside them.

    Args:
        frame: rows learned from.
        columns: to keep.
        rows: at most so many.
        seed: of the draw.

    >>> background(pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}), ["b"]).frame.rows()
    [('x',), ('y',)]
    """
    drawn = np.sort(np.random.default_rng(seed).permutation(frame.height)[:rows])
    named = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Categorical | pl.Enum)]
    text = [pl.col(name).cast(pl.String) for name in named if name in columns]
    return Background(frame=frame.select(columns)[drawn].with_columns(text))
