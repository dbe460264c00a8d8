"""Asking a model that somebody has already fitted about the rows of a frame."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.data.border import as_polars
from shipworthy.data.rules import apply_rule
from shipworthy.foundation.errors import CandidateError
from shipworthy.measure.status_quo import status_quo_predictions
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task


def ask(name: str, model: Any, frame: Any, target: str, like: Predictions) -> Predictions:
    """Predictions of a fitted model, of a function, of answers already given, or of a rule.

    Args:
        name: what to call it.
        model: with `predict_proba` or `predict`; a function of the frame; one answer a row (probabilities of the
            positive label, a table of probabilities in class order, labels, or numbers); or, as text, a Polars SQL
            expression.
        frame: the rows as the user holds them, handed to the model as they are, less the target.
        target: the column not to show it.
        like: the same rows with their outcomes.

    Raises:
        CandidateError: when the model fails, or answers with something else than one answer a row.
    """
    if isinstance(model, str):
        return _renamed(status_quo_predictions(like, apply_rule(model, as_polars(frame))), name)
    answers, classes = _answers(name, model, _features(name, model, frame, target))
    if len(answers) != like.frame.height:
        raise _misfit(
            name, "it does not answer once for each row", f"{len(answers)} answers", f"{like.frame.height} rows"
        )
    return _as_predictions(name, answers, classes, like)


def _answers(name: str, model: Any, features: Any) -> tuple[NDArray[Any], Sequence[str] | None]:
    try:
        if hasattr(model, "predict_proba"):
            return np.asarray(model.predict_proba(features)), [str(label) for label in model.classes_]
        if hasattr(model, "predict"):
            return np.asarray(model.predict(features)), None
        if callable(model):
            return np.asarray(model(features)), None
        return np.asarray(model), None
    except Exception as error:
        # whatever a user's model raises is theirs to mend, in their own words
        raise CandidateError(
            f"{name} could not be asked: {error}",
            where=name,
            seen=type(error).__name__,
            allowed="a fitted model, a function of the frame, one answer a row, or a rule",
            next_step="hand in the frame with the columns that it was fitted on",
        ) from error


def _features(name: str, model: Any, frame: Any, target: str) -> Any:
    """The frame as the user's own type, with the columns that the model was fitted on, in its order.

    A model that was fitted on bare numbers gets bare numbers.
    """
    names = [str(column) for column in getattr(model, "feature_names_in_", ())]
    columns = [str(column) for column in getattr(frame, "column_names", None) or frame.columns]
    # Arrow made from pandas carries its index along
    rest = [column for column in columns if column != target and not column.startswith("__index_level_")]
    known = set(names) & set(columns)
    # a model that knows none of the names was given others; then the order has to do
    missing = [column for column in names if column not in known] if known else []
    if missing:
        what = "the frame lacks columns that it was fitted on"
        raise CandidateError(f"{name}: {what}", where=name, seen=rest, allowed=missing, next_step="add these columns")
    wanted = names if known else rest
    if not names and hasattr(model, "n_features_in_"):
        bare = as_polars(frame).select(wanted)
        if all(dtype.is_numeric() or dtype == pl.Boolean for dtype in bare.dtypes):
            return bare.to_numpy()
    if hasattr(frame, "column_names") and hasattr(model, "n_features_in_"):
        # scikit-learn reads no names from Arrow
        return as_polars(frame).select(wanted)
    return frame.select(wanted) if hasattr(frame, "select") and not hasattr(frame, "loc") else frame[wanted]


def _as_predictions(name: str, answers: NDArray[Any], classes: Sequence[str] | None, like: Predictions) -> Predictions:
    task = like.task
    if task.kind == "regression":
        return _with(name, like, score=pl.Series(answers.astype(np.float64).ravel()))
    if answers.ndim == 2:
        return _with(name, like, score=_in_order(name, answers, classes or task.classes, task))
    if answers.dtype.kind == "f" and task.kind == "binary" and ((answers >= 0) & (answers <= 1)).all():
        return _with(name, like, score=pl.Series(answers))
    labels = pl.Series([_label(answer, task) for answer in answers.tolist()], dtype=pl.String)
    strange = labels.filter(~labels.is_in(task.classes)).unique()
    if len(strange):
        raise _misfit(name, "it answers with labels that the target does not have", strange.to_list(), task.classes)
    return _renamed(status_quo_predictions(like, labels), name)


def _label(answer: object, task: Task) -> str:
    text = str(answer)
    if text in task.classes:
        return text
    # what is true for the model is the positive label for us
    if task.kind == "binary" and text in ("True", "False", "1", "0", "1.0", "0.0"):
        return task.classes[text in ("True", "1", "1.0")]
    return str(int(answer)) if isinstance(answer, float) and answer.is_integer() else text


def _in_order(name: str, table: NDArray[Any], classes: Sequence[str], task: Task) -> pl.Series:
    known: Mapping[str, int] = {_label(label, task): place for place, label in enumerate(classes)}
    missing = [label for label in task.classes if label not in known]
    if missing and len(known) != len(task.classes):
        raise _misfit(name, "it knows other classes than the target has", list(known), task.classes)
    ordered = np.column_stack(
        [table[:, known[label]] if label in known else np.zeros(len(table)) for label in task.classes]
    )
    if task.kind == "binary":
        return pl.Series(ordered[:, 1].astype(np.float64))
    return pl.Series(ordered.astype(np.float64).tolist(), dtype=pl.List(pl.Float64))


def _with(name: str, like: Predictions, score: pl.Series) -> Predictions:
    frame = like.frame.with_columns(score.alias("score"), model=pl.lit(name))
    return Predictions(candidate=name, task=like.task, frame=frame)


def _renamed(predictions: Predictions, name: str) -> Predictions:
    return Predictions(candidate=name, task=predictions.task, frame=predictions.frame.with_columns(model=pl.lit(name)))


def _misfit(name: str, what: str, seen: object, allowed: object) -> CandidateError:
    step = "hand in a model that was fitted on this target"
    return CandidateError(f"{name}: {what}", where=name, seen=seen, allowed=allowed, next_step=step)
