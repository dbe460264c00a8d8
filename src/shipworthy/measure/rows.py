"""The rows of a table of predictions as arrays: labels as codes, groups as codes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import InternalError
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import TaskKind

UNKNOWN = -1
"""Code of a label that is missing or not among those asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Predictions whose outcome is known.

    Attributes:
        kind: binary, multiclass or regression.
        classes: number of classes; 0 for regression.
        score: NaN where there is none. # (rows,), multiclass (rows, classes)
        decision: code of the label in class order, `UNKNOWN` for no action or another label; for regression
            the number, NaN for none. # (rows,)
        outcome: code of the label, `UNKNOWN` for a label that is not among the classes; for regression the
            number.
            # (rows,)
        weight: None when all rows count the same. # (rows,)
        cluster: code of what is independent; None when each row is. # (rows,)
        before: the outcome that the same unit had last before, NaN for none; None where nobody asked. # (rows,)
        found: what was found out once about these rows, by name; see `once`.
    """

    kind: TaskKind
    classes: int
    score: NDArray[np.float64]
    decision: NDArray[Any]
    outcome: NDArray[Any]
    weight: NDArray[np.float64] | None
    cluster: NDArray[np.int64] | None
    before: NDArray[np.float64] | None = None
    found: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, find: Callable[[], Any]) -> Any:
        """What several metrics need of the same rows, such as their ranks, is found once."""
        if name not in self.found:
            self.found[name] = find()
        return self.found[name]

    def take(self, index: NDArray[Any]) -> "Rows":
        """Some of the rows, by position or mask."""
        return replace(
            self,
            score=self.score[index],
            decision=self.decision[index],
            outcome=self.outcome[index],
            weight=None if self.weight is None else self.weight[index],
            cluster=None if self.cluster is None else self.cluster[index],
            before=None if self.before is None else self.before[index],
            found={},
        )

    def same_outcomes(self, other: "Rows") -> bool:
        """Whether both speak of the same outcomes, row by row."""
        return np.array_equal(self.outcome, other.outcome)

    def __len__(self) -> int:
        return len(self.outcome)


def known_rows(predictions: Predictions) -> Rows:
    """The rows whose outcome is known, in their order."""
    frame, task = predictions.frame, predictions.task
    known = known_outcomes(predictions)
    regression = task.kind == "regression"
    score = scores(predictions)
    if "decision" not in frame.columns:
        decision = score if regression else np.full(frame.height, UNKNOWN)
    else:
        decision = numbers(frame["decision"]) if regression else codes(frame["decision"], task.classes)
    if "outcome" not in frame.columns:
        outcome = np.full(frame.height, np.nan)
    else:
        outcome = numbers(frame["outcome"]) if regression else codes(frame["outcome"], task.classes)
    rows = Rows(task.kind, len(task.classes), score, decision, outcome, weights(frame), cluster_codes(frame))
    return rows if known.all() else rows.take(known)


def known_outcomes(predictions: Predictions) -> NDArray[np.bool_]:
    """True where something turned out, a label never seen before included, shape (rows,)."""
    frame = predictions.frame
    if "outcome" not in frame.columns:
        return np.zeros(frame.height, dtype=bool)
    if predictions.task.kind == "regression":
        return np.isfinite(numbers(frame["outcome"]))
    return frame["outcome"].is_not_null().to_numpy()


def scores(predictions: Predictions) -> NDArray[np.float64]:
    """Scores as numbers, NaN where there is none, shape (rows,), multiclass (rows, classes).

    Raises:
        InternalError: when a row's list is not as long as there are classes.
    """
    score = predictions.frame["score"]
    if predictions.task.kind != "multiclass":
        return numbers(score)
    width = len(predictions.task.classes)
    lists = score.cast(pl.List(pl.Float64))
    if not (lists.list.len().drop_nulls() == width).all():
        raise InternalError(f"scores of {predictions.candidate!r} are not lists of {width} numbers")
    table = np.full((len(lists), width), np.nan)
    given = lists.is_not_null().to_numpy()
    table[given] = numbers(lists.drop_nulls().explode()).reshape(-1, width)
    return table


def numbers(series: pl.Series) -> NDArray[np.float64]:
    """Numbers of a column, NaN for the empty ones, shape (rows,)."""
    return series.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def codes(series: pl.Series, labels: tuple[str, ...]) -> NDArray[np.int64]:
    """Place of each label in `labels`, `UNKNOWN` for the rest, shape (rows,)."""
    if not labels:
        return np.full(len(series), UNKNOWN)
    places = series.cast(pl.String).cast(pl.Enum(labels), strict=False).to_physical()
    return places.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


def weights(frame: pl.DataFrame) -> NDArray[np.float64] | None:
    """Weights of the rows, 0 for an empty one; None when the table has none, shape (rows,)."""
    if "weight" not in frame.columns or frame["weight"].null_count() == frame.height:
        return None
    return np.nan_to_num(numbers(frame["weight"]))


def origin_of(predictions: Predictions) -> str:
    """Where the rows come from; empty when they come from several places."""
    origins = predictions.frame["origin"].unique()
    return str(origins[0]) if len(origins) == 1 and origins[0] is not None else ""


def cluster_codes(frame: pl.DataFrame) -> NDArray[np.int64] | None:
    """Codes of what is independent, a row without group alone; None when every row is, shape (rows,)."""
    if "group" not in frame.columns or frame["group"].null_count() == frame.height:
        return None
    group = frame["group"].cast(pl.String)
    names = group.drop_nulls().unique(maintain_order=True)
    if len(names) + group.null_count() == len(group):
        return None
    found = codes(group, tuple(names))
    alone = found == UNKNOWN
    if alone.any():
        found = found.copy()
        found[alone] = len(names) + np.arange(np.count_nonzero(alone))
    return found
