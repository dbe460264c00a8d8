"""How wrong scores are, row by row, on a scale that every task has."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.lab.answers import encode_labels
from shipworthy.model.constant import constant_answer
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

_SURE: Final = 1e-6


def losses(scores: NDArray[np.float64], answers: NDArray[Any], task: Task) -> NDArray[np.float64]:
    """Logarithmic loss (natural logarithm) for classes, squared error for numbers.

    Args:
        scores: as candidates give them. # (rows,) or (rows, classes)
        answers: as `encode_labels` gives them. # (rows,)
        task: what is predicted.

    >>> task = Task(kind="binary", classes=("no", "yes"))
    >>> losses(np.array([0.5, 1.0]), np.array([0, 1]), task).round(3).tolist()
    [0.693, 0.0]
    """
    if task.kind == "regression":
        return np.asarray(np.square(scores - answers))
    if task.kind == "binary":
        given = np.where(answers == 1, scores, 1 - scores)
    else:
        given = scores[np.arange(len(answers)), answers]
    return np.asarray(0.0 - np.log(np.clip(given, _SURE, 1.0)))


def predicted_losses(predictions: Predictions) -> NDArray[np.float64]:
    """Losses of predictions whose outcomes are all known.

    # (rows,)
    """
    frame, task = predictions.frame, predictions.task
    scores = np.vstack(frame["score"].to_list()) if task.kind == "multiclass" else frame["score"].to_numpy()
    return losses(scores, encode_labels(frame["outcome"], task), task)


def constant_losses(learned: pl.Series, asked: pl.Series, task: Task) -> NDArray[np.float64]:
    """Losses of class frequencies, or of the mean.

    Args:
        learned: outcomes that the constant is taken from. # (rows learned,)
        asked: outcomes it is held against. # (rows,)
        task: what is predicted.
    """
    answer = constant_answer(encode_labels(learned, task), task)
    scores = np.broadcast_to(answer, (len(asked), *answer.shape))
    return losses(scores, encode_labels(asked, task), task)


def explained(losses_: NDArray[np.float64], constant: NDArray[np.float64]) -> float | None:
    """Share of a constant's loss that is gone: R² for numbers, McFadden's for classes.

    Negative when there is more loss. None when a constant makes no loss at all, for then
    there is nothing to explain.

    >>> explained(np.array([1.0]), np.array([4.0]))
    0.75
    """
    whole = float(constant.mean())
    return 1 - float(losses_.mean()) / whole if whole > 0 else None
