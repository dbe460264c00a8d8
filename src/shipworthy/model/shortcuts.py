"""Quicker ways to ask well-known models: the same numbers without the checks that cost more than the answer."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Shortcut = Callable[[NDArray[np.float32]], NDArray[np.float64]]
"""Rows of the `trees` view -> what `predict_proba`, or `predict` of a regressor, gives."""


def shortcut(model: Any) -> Shortcut | None:
    """A quicker way to ask a fitted model, or None when none is known.

    It looks into the library's own drawers, so whoever takes it compares its answers with the long way's first.
    """
    return _KNOWN[type(model).__name__](model) if type(model).__name__ in _KNOWN else None


def _lightgbm(model: Any) -> Shortcut:
    booster = model.booster_
    many = getattr(model, "n_classes_", 0) > 2
    classifies = hasattr(model, "predict_proba")

    def ask(rows: NDArray[np.float32]) -> NDArray[np.float64]:
        answers: NDArray[np.float64] = booster.predict(np.ascontiguousarray(rows), num_threads=1)
        return np.column_stack([1.0 - answers, answers]) if classifies and not many else answers

    return ask


def _histogram(model: Any) -> Shortcut:
    classifies = hasattr(model, "predict_proba")
    arrange = _arranged(model)

    def ask(rows: NDArray[np.float32]) -> NDArray[np.float64]:
        start = model._baseline_prediction
        raw = np.zeros((len(rows), model.n_trees_per_iteration_), dtype=start.dtype, order="F")
        raw += start
        model._predict_iterations(arrange(rows), model._predictors, raw, False, 1)
        if classifies:
            return np.asarray(model._loss.predict_proba(raw))
        return np.asarray(model._loss.link.inverse(raw).ravel())

    return ask


def _arranged(model: Any) -> Callable[[NDArray[np.float32]], NDArray[np.float64]]:
    """Categories first, as their place among those seen while learning; then the numbers."""
    preprocessor = model._preprocessor
    if preprocessor is None:
        return lambda rows: np.ascontiguousarray(rows, dtype=np.float64)
    categorical = np.asarray(model.is_categorical_)
    known = [found[~np.isnan(found)] for found in preprocessor.named_transformers_["encoder"].categories_]
    first, then = np.flatnonzero(categorical), np.flatnonzero(~categorical)

    def arrange(rows: NDArray[np.float32]) -> NDArray[np.float64]:
        out = np.empty(rows.shape, dtype=np.float64)
        for place, (column, values) in enumerate(zip(first, known, strict=True)):
            found = np.searchsorted(values, rows[:, column]).clip(max=len(values) - 1)
            out[:, place] = np.where(values[found] == rows[:, column], found, np.nan)
        out[:, len(first) :] = rows[:, then]
        return out

    return arrange


_KNOWN: Final[dict[str, Callable[[Any], Shortcut]]] = {
    "HistGradientBoostingClassifier": _histogram,
    "HistGradientBoostingRegressor": _histogram,
    "LGBMClassifier": _lightgbm,
    "LGBMRegressor": _lightgbm,
}
