"""A candidate that comes finished: it is asked, and learns nothing here."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from shipworthy.model.candidate import View
from shipworthy.model.constant import constant_answer
from shipworthy.model.features import FeatureMatrix
from shipworthy.model.scoring import as_scores
from shipworthy.records.spec import Task

Ask = Callable[[pl.DataFrame], Any]
"""Rows as they are -> one answer a row, as `as_scores` takes them."""

_POINTS: Final = "its points are no probabilities: a curve learned from the rows before turns them into some"


class Given:
    """Wraps what answers already.

    Args:
        ask: answers for rows; it can be pickled.
        task: what is predicted.
        needs: names of packages that `ask` needs, beside those that its pickle tells of.
    """

    fitted_once: Final = True

    def __init__(self, ask: Ask, task: Task, needs: tuple[str, ...] = ()) -> None:
        self.view: View | None = "raw"
        self.notes: tuple[str, ...] = ()
        self.needs = needs
        self._ask = ask
        self._task = task

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Learns nothing."""
        del features, answers

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """Answers for the rows, NaN where it does not answer.

        # (rows,) or (rows, classes)
        """
        return as_scores(self._ask(features.raw), self._task)


class Recorded(Given):
    """Answers that stand in the data, with the gaps that data have, and points that are no probabilities.

    Where nothing stands, a yes-or-no answer is no, for nothing was done; a score is that of the constant. Points beyond
    0 and 1 become probabilities by a logistic curve (Platt 1999), learned from the same rows as other candidates learn
    from.

    Args:
        ask: gives the answers that stand there.
        task: what is predicted.
    """

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Learns what stands in for empty answers, and the curve where there are points."""
        self._rest = constant_answer(answers, self._task)
        self._curve: LogisticRegression | None = None
        if self._task.kind != "binary":
            return
        scores = as_scores(self._ask(features.raw), self._task)
        told = np.isfinite(scores)
        if decides(scores):
            self._rest = np.zeros(())
        elif ((scores[told] < 0) | (scores[told] > 1)).any() and len(np.unique(answers[told])) == 2:
            self._middle, self._spread = float(scores[told].mean()), float(scores[told].std()) or 1.0
            self._curve = LogisticRegression().fit(self._scaled(scores[told]), answers[told])
            self.notes = (_POINTS,)

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """Answers for the rows, without gaps.

        # (rows,) or (rows, classes)
        """
        scores = super().predict(features).copy()
        told = np.isfinite(scores) if scores.ndim == 1 else np.isfinite(scores).all(axis=1)
        if self._curve is not None and told.any():
            scores[told] = self._curve.predict_proba(self._scaled(scores[told]))[:, 1]
        scores[~told] = self._rest
        return scores

    def _scaled(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return ((points - self._middle) / self._spread)[:, None]


def decides(scores: NDArray[np.float64]) -> bool:
    """Whether scores of two labels are decisions: nothing but 0 and 1, where there is any."""
    told = scores[np.isfinite(scores)]
    return bool(np.isin(told, (0.0, 1.0)).all())


def column_of(frame: pl.DataFrame, name: str) -> pl.Series:
    """What stands in a column; a candidate is pickled with it."""
    return frame.get_column(name)
