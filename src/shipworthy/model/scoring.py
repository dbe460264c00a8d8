"""From what people's functions, models and files answer to scores."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.records.spec import Task


def as_scores(answers: Any, task: Task) -> NDArray[np.float64]:
    """Scores of answers of any shape that people use.

    Taken for two labels are probabilities of the second, both side by side, labels, and true and false; for many
    labels, a probability for each or labels; for a number, numbers. A label is a certain answer: 1 for it, 0 for the
    others.

    Args:
        answers: one a row: a list, NumPy array, Polars or pandas column or frame.
        task: what is predicted.

    Returns:
        Probability of the positive label or a number # (rows,); of many classes, each # (rows, classes). NaN where an
        answer is empty.

    Raises:
        ValueError: when they are of no such shape, or name what is no label.

    >>> as_scores(["late", None, "on time"], Task(kind="binary", classes=("on time", "late"))).tolist()
    [1.0, nan, 0.0]
    >>> as_scores([[0.25, 0.75]], Task(kind="binary", classes=("on time", "late"))).tolist()
    [0.75]
    """
    column = _one_column(answers, task)
    if isinstance(column, pl.Series):
        return _of_column(column, task)
    return _of_classes(column, task)


def _one_column(answers: Any, task: Task) -> pl.Series | NDArray[np.float64]:
    """The answers as one column, or as numbers side by side."""
    if hasattr(answers, "iloc"):
        # pandas: NaN stands for nothing
        plain = answers.to_frame() if answers.ndim == 1 else answers
        answers = pl.DataFrame({str(name): _values(plain[name].to_numpy()) for name in plain.columns}, strict=False)
    if isinstance(answers, pl.DataFrame):
        if answers.width == 1:
            return answers.to_series()
        named = set(task.classes) <= set(answers.columns)
        return (answers.select(task.classes) if named else answers).cast(pl.Float64).to_numpy()
    if isinstance(answers, pl.Series):
        column = answers
    else:
        held = np.asarray(answers)
        if held.ndim == 2 and held.shape[1] > 1:
            return held.astype(np.float64)
        column = pl.Series("answer", _values(held.reshape(len(held)) if held.ndim else held[None]), strict=False)
    if column.dtype in (pl.List, pl.Array):
        return np.asarray(column.to_list(), dtype=np.float64)
    return column


def _values(held: NDArray[Any]) -> Any:
    return held if held.dtype.kind in "biuf" else held.tolist()


def _of_column(column: pl.Series, task: Task) -> NDArray[np.float64]:
    if task.kind == "regression":
        if not (column.dtype.is_numeric() or column.dtype in (pl.Null, pl.Boolean)):
            raise ValueError(f"it answers {_shown(column)}, and numbers are asked for")
        return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    if column.dtype == pl.Boolean and len(task.classes) == 2 and not {"true", "false"} <= set(task.classes):
        return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    if column.dtype.is_float() and column.is_not_nan().all():
        column = _whole(column, task.classes)
    labels = column.cast(pl.String, strict=False)
    if column.dtype.is_numeric() and task.kind == "binary" and not labels.drop_nulls().is_in(task.classes).all():
        return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return _of_labels(labels, task)


def _whole(column: pl.Series, classes: Sequence[str]) -> pl.Series:
    """Labels that are whole numbers, written as decimals, as the whole numbers that they are."""
    whole = column.cast(pl.Int64, strict=False)
    told = bool((whole == column).fill_null(value=True).all())
    return whole if told and whole.cast(pl.String).drop_nulls().is_in(classes).all() else column


def _of_labels(labels: pl.Series, task: Task) -> NDArray[np.float64]:
    known = labels.drop_nulls()
    strange = known.filter(~known.is_in(task.classes)).unique(maintain_order=True)
    if len(strange):
        raise ValueError(f"it answers {_shown(strange)}, and the labels are {', '.join(task.classes)}")
    place = labels.cast(pl.Enum(task.classes)).to_physical().cast(pl.Float64).fill_null(np.nan).to_numpy()
    if task.kind == "binary":
        return np.asarray(place)
    shares = np.asarray(place[:, None] == np.arange(len(task.classes)), dtype=np.float64)
    shares[np.isnan(place)] = np.nan
    return shares


def _of_classes(side_by_side: NDArray[np.float64], task: Task) -> NDArray[np.float64]:
    """Probabilities of all classes, in their order."""
    count = side_by_side.shape[1] if side_by_side.ndim == 2 else 0
    if task.kind == "regression" or count != len(task.classes):
        asked = "one number" if task.kind == "regression" else f"{len(task.classes)} probabilities, or a label"
        raise ValueError(f"it answers {count} numbers a row, and {asked} a row is asked for")
    return np.asarray(side_by_side[:, 1] if task.kind == "binary" else side_by_side)


def _shown(values: pl.Series) -> str:
    return ", ".join(str(value) for value in values.drop_nulls().head(3).to_list()) or "nothing"
