"""The candidate that knows nothing but how often each answer occurs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shipworthy.model.candidate import View
from shipworthy.model.features import FeatureMatrix
from shipworthy.records.spec import Task


class Constant:
    """Answers the same for every row: the class frequencies, the mean, or the median.

    Args:
        task: what is predicted.
        median: for regression, answer with the median rather than the mean.
    """

    def __init__(self, task: Task, *, median: bool = False) -> None:
        self.view: View | None = None
        self.notes: tuple[str, ...] = ()
        self._task = task
        self._median = median

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Counts, or takes the mean or median; the features are not looked at."""
        del features
        self._answer = constant_answer(answers, self._task, median=self._median)

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """The same for every row.

        # (rows,) or (rows, classes)
        """
        return np.broadcast_to(self._answer, (features.rows, *self._answer.shape)).astype(np.float64)


def constant_answer(answers: NDArray[Any], task: Task, *, median: bool = False) -> NDArray[np.float64]:
    """One answer for all rows.

    Args:
        answers: as `encode_labels` gives them. # (rows,)
        task: what is predicted.
        median: for regression, the median rather than the mean.

    Returns:
        A share or a number # (), or a share for each class # (classes,).

    >>> constant_answer(np.array([0, 0, 1, 0]), Task(kind="binary", classes=("no", "yes"))).item()
    0.25
    """
    if task.kind == "regression":
        return np.asarray(np.median(answers) if median else np.mean(answers), dtype=np.float64)
    shares = np.bincount(answers, minlength=len(task.classes)) / len(answers)
    return np.asarray(shares[1] if task.kind == "binary" else shares, dtype=np.float64)
