"""What one candidate said about the rows of one fold."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.records.record import Record
from shipworthy.records.spec import Task


class Answers(Record, frozen=True, eq=False):
    """Scores of one fold, and how they came about; the cache keeps these.

    Attributes:
        frame: the column `score`, one row for each row asked about: probability of the positive label, list
            of probabilities in class order, or a number.
        notes: what the user should know about how the candidate answers.
        left_out: columns that nothing was learned from, and why.
        fit_seconds: time it took to learn.
        predict_seconds: time it took to answer.
        row_seconds: time it takes to answer for one row; None where that was not measured.
        thousand_seconds: time it takes to answer for a thousand.
        peak_bytes: the most memory that its process took beyond what it began with; None where nobody tells.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    fit_seconds: float = 0.0
    predict_seconds: float = 0.0
    row_seconds: float | None = None
    thousand_seconds: float | None = None
    peak_bytes: int | None = None


def score_frame(scores: NDArray[np.float64]) -> pl.DataFrame:
    """Scores as the column of a predictions frame.

    # (rows,) or (rows, classes)
    """
    series = pl.Series("score", np.ascontiguousarray(scores))
    return series.cast(pl.List(pl.Float64)).to_frame() if scores.ndim == 2 else series.to_frame()


def encode_labels(labels: pl.Series, task: Task) -> NDArray[Any]:
    """Known outcomes as candidates learn them: place in `task.classes` (int64), or the number (float64).

    >>> encode_labels(pl.Series(["no", "yes"]), Task(kind="binary", classes=("no", "yes"))).tolist()
    [0, 1]
    """
    if task.kind == "regression":
        return labels.cast(pl.Float64).to_numpy()
    return labels.cast(pl.Enum(task.classes)).to_physical().cast(pl.Int64).to_numpy()
