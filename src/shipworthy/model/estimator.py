"""A candidate with scikit-learn's way of speaking: fit, predict, and probabilities if it has them."""

import inspect
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shipworthy.model.candidate import View, view_of
from shipworthy.model.features import FeatureMatrix
from shipworthy.model.shortcuts import Shortcut, shortcut
from shipworthy.records.spec import Task

_SIGMOID = "it gives no probabilities: a sigmoid of its decision function stands in for them, not calibrated"
_ROUNDING = 0.01
_LABELS = "it gives labels only: each answer counts as certain"


class Estimator:
    """Wraps any object with `fit(X, y)` and `predict(X)`.

    Classes are given to it as their place in `task.classes`, so that libraries that want numbers from 0 are
    content.

    Args:
        model: the object, not yet fitted.
        task: what is predicted.
        view: what it learns from; None takes `trees` when the object copes with empty values, else `linear`.
    """

    def __init__(self, model: Any, task: Task, view: View | None = None) -> None:
        self.model = model
        self.view: View | None = view or ("trees" if _copes_with_gaps(model) else "linear")
        self.notes: tuple[str, ...] = ()
        self._task = task
        self._shortcut: Shortcut | None = None

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Fits the object; categories are pointed out to it where it has a way to be told."""
        extra: dict[str, Any] = {}
        if self.view == "trees" and features.features.categorical.any():
            mask = features.features.categorical
            if "categorical_feature" in inspect.signature(self.model.fit).parameters:
                extra["categorical_feature"] = np.flatnonzero(mask).tolist()
            elif _accepts(self.model, "categorical_features"):
                self.model.set_params(categorical_features=mask)
        self.model.fit(view_of(features, self.view or "raw"), answers, **extra)
        if self._task.kind != "regression" and not hasattr(self.model, "predict_proba"):
            self.notes = (_SIGMOID if hasattr(self.model, "decision_function") else _LABELS,)

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """Probabilities, or numbers for regression."""
        rows = view_of(features, self.view or "raw")
        answers = self._shortcut(rows) if self._shortcut else self._asked(rows)
        if self._task.kind == "regression":
            return answers
        shares = self._in_class_order(answers, len(self._task.classes))
        _check_sums(shares)
        return np.asarray(shares[:, 1] if self._task.kind == "binary" else shares)

    def hasten(self, rows: NDArray[np.float32]) -> None:
        """Takes a quicker way to ask the fitted object, when one is known that gives exactly the same.

        Args:
            rows: of the `trees` view, to compare the answers on. # (rows, features)
        """
        # whatever a library's inner parts do on this version, the way that it documents is there
        with suppress(Exception):
            quicker = shortcut(self.model)
            if quicker is not None and np.array_equal(quicker(rows), self._asked(rows)):
                self._shortcut = quicker

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_shortcut": None}

    def _asked(self, rows: Any) -> NDArray[np.float64]:
        if self._task.kind == "regression":
            return np.asarray(self.model.predict(rows), dtype=np.float64)
        return self._shares(rows)

    def _shares(self, rows: Any) -> NDArray[np.float64]:
        """Probability of each class that the object knows.

        # (rows, classes known)
        """
        if hasattr(self.model, "predict_proba"):
            shares = np.asarray(self.model.predict_proba(rows), dtype=np.float64)
            return np.column_stack([1 - shares, shares]) if shares.ndim == 1 else shares
        if hasattr(self.model, "decision_function"):
            return _bend(np.asarray(self.model.decision_function(rows), dtype=np.float64))
        labels = np.asarray(self.model.predict(rows))
        return np.asarray(labels[:, None] == np.asarray(self._known())[None, :], dtype=np.float64)

    def _known(self) -> list[int]:
        classes = getattr(self.model, "classes_", None)
        return list(range(len(self._task.classes))) if classes is None else [int(place) for place in classes]

    def _in_class_order(self, shares: NDArray[np.float64], count: int) -> NDArray[np.float64]:
        """Puts each column at the place of its class; classes never seen in training get 0.

        # (rows, classes)

        Raises:
            ValueError: when there are more or fewer columns than classes that the object knows.
        """
        known = self._known()
        if shares.ndim != 2 or shares.shape[1] != len(known):
            seen = f"{shares.shape[1]} probabilities" if shares.ndim == 2 else "something else than probabilities"
            raise ValueError(f"it gives {seen} for each row, and knows {len(known)} classes")
        out = np.zeros((len(shares), count))
        out[:, known] = shares
        return out


def _check_sums(shares: NDArray[np.float64]) -> None:
    """Refuses probabilities of a row that do not add up; what is no probability is told of elsewhere.

    # (rows, classes)
    """
    sums = shares.sum(axis=1) if shares.ndim == 2 and ((shares >= 0) & (shares <= 1)).all() else np.ones(1)
    if (np.abs(sums - 1) > _ROUNDING).any():
        least, most = f"{sums.min():g}", f"{sums.max():g}"
        told = least if least == most else f"between {least} and {most}"
        raise ValueError(f"its probabilities of a row add up to {told}, not to 1")


def _copes_with_gaps(model: Any) -> bool:
    tags = getattr(model, "__sklearn_tags__", None)
    return bool(tags is not None and tags().input_tags.allow_nan)


def _accepts(model: Any, parameter: str) -> bool:
    """Whether the object has the parameter and nobody has set it to a value of their own."""
    if not hasattr(model, "get_params"):
        return False
    return model.get_params(deep=False).get(parameter, "") in (None, "from_dtype", "warn")


def _bend(decision: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sigmoid of a decision function, so that each row adds up to 1.

    # (rows, classes)
    """
    shares = 1 / (1 + np.exp(-np.clip(decision, -500, 500)))
    if shares.ndim == 1:
        return np.column_stack([1 - shares, shares])
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
