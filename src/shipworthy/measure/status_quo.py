"""What is done today, as predictions on the same rows, so that it is measured like any candidate."""

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.foundation.errors import RequestError
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import StatusQuo, Task

NAME = "status_quo"
WHERE = "problem.status_quo"


def is_replayed(today: StatusQuo, task: Task) -> bool:
    """Whether it can be said row by row what is done today; where it cannot, a constant takes its place.

    >>> is_replayed(StatusQuo(kind="nothing"), Task(kind="regression"))
    False
    """
    return today.kind in ("rule", "column") or (today.kind == "nothing" and task.kind == "binary")


def status_quo_predictions(like: Predictions, decisions: pl.Series) -> Predictions:
    """Today's decisions on the rows of a candidate.

    Binary: true, or the positive label, is yes; an empty one is no action, which is the negative label.
    Multiclass: the label, none where it is empty. Regression: the number. The score is the decision itself
    (1 or 0), so that rankings can be compared.

    Args:
        like: a candidate's predictions; ids, outcomes, groups and inputs are taken from them.
        decisions: today's answer for each of its rows, in the same order: boolean, label or number. # (rows,)

    Raises:
        RequestError: when an answer is not among the classes, or is not a number for regression.
    """
    kind = like.task.kind
    if kind == "regression":
        decided = _as_numbers(decisions)
        score = decided
    elif kind == "binary":
        decided = _as_labels(decisions, like.task.classes).fill_null(like.task.classes[0])
        score = (decided == like.task.positive).cast(pl.Float64)
    else:
        decided = _as_labels(decisions, like.task.classes)
        score = _one_hot(decided, like.task.classes)
    frame = like.frame.with_columns(decided.alias("decision"), score.alias("score"), pl.lit(NAME).alias("model"))
    return structs.replace(like, candidate=NAME, frame=frame, threshold=None)


def nothing_predictions(like: Predictions) -> Predictions:
    """Nothing is done today: every decision is the negative label.

    Raises:
        RequestError: when the task has no label that means no action; compare with a constant candidate then.
    """
    if like.task.kind != "binary":
        raise RequestError(
            f"doing nothing is no answer to a {like.task.kind} question",
            where=WHERE,
            seen="nothing",
            allowed="a rule, a column of past answers, or unknown",
            next_step="name the column that holds today's answer, or compare with a constant candidate",
        )
    return status_quo_predictions(like, pl.repeat(None, like.frame.height, dtype=pl.Boolean, eager=True))


def measure_no_action(decisions: pl.Series) -> Measurement:
    """Share of rows for which today's rule gives no answer, which counts as no action."""
    rows = len(decisions)
    value = decisions.null_count() / rows if rows else None
    return Measurement(name="no_action", value=value, n=rows, unit="share", candidate=NAME)


def _as_labels(decisions: pl.Series, classes: tuple[str, ...]) -> pl.Series:
    if decisions.dtype == pl.Boolean and len(classes) == 2 and not {"true", "false"} <= set(classes):
        return pl.Series([*classes, None], dtype=pl.String).gather(decisions.cast(pl.UInt32).fill_null(len(classes)))
    labels = decisions.cast(pl.String)
    strange = labels.filter(~labels.is_in(classes)).drop_nulls()
    if len(strange):
        raise RequestError(
            "today's answer is not one of the classes",
            where=WHERE,
            seen=strange.unique(maintain_order=True).head(3).to_list(),
            allowed=classes,
            next_step="let the rule or the column give one of these, or true and false for two classes",
        )
    return labels


def _as_numbers(decisions: pl.Series) -> pl.Series:
    if not (decisions.dtype.is_numeric() or decisions.dtype == pl.Null):
        raise RequestError(
            "today's answer is not a number",
            where=WHERE,
            seen=decisions.drop_nulls().head(3).to_list(),
            allowed="a number in the unit of the target",
            next_step="name a column of numbers",
        )
    return decisions.cast(pl.Float64)


def _one_hot(labels: pl.Series, classes: tuple[str, ...]) -> pl.Series:
    table = np.column_stack([(labels == label).fill_null(False).to_numpy() for label in classes]).astype(float)
    lists = pl.Series(table, dtype=pl.Array(pl.Float64, len(classes))).cast(pl.List(pl.Float64))
    missing = labels.is_null()
    return lists.to_frame("s").select(pl.when(~missing).then(pl.col("s"))).to_series() if missing.any() else lists
