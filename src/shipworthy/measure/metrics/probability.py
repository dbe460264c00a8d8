"""Metrics that ask whether the probabilities are right."""

import math

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_mean

_CLASSES: frozenset[TaskKind] = frozenset({"binary", "multiclass"})
_SMALLEST = float(np.finfo(np.float64).eps)
"""A certainty that proves wrong counts as this probability, as in scikit-learn."""


def _log_loss(rows: Rows) -> Linearised | None:
    chances = _chances(rows)
    if chances is None:
        return None
    hit = _hit(rows)
    of_hit = np.where(hit.any(axis=1), (chances * hit).sum(axis=1), 0.0)
    return linear_mean(-np.log(np.clip(of_hit, _SMALLEST, 1 - _SMALLEST)), rows.weight)


def _brier_score(rows: Rows) -> Linearised | None:
    chances = _chances(rows)
    if chances is None:
        return None
    squared = np.square(chances - _hit(rows)).sum(axis=1)
    return linear_mean(squared / 2 if rows.kind == "binary" else squared, rows.weight)


def _hit(rows: Rows) -> NDArray[np.bool_]:
    """True at the class that turned out; nowhere for a label never seen before, shape (rows, classes)."""
    hit: NDArray[np.bool_] = rows.outcome[:, None] == np.arange(rows.classes)
    return hit


def _chances(rows: Rows) -> NDArray[np.float64] | None:
    """Probabilities of the classes, None when the scores are none, shape (rows, classes)."""
    chances = np.column_stack([1 - rows.score, rows.score]) if rows.kind == "binary" else rows.score
    if not ((chances >= 0) & (chances <= 1)).all():
        return None
    return chances if np.allclose(chances.sum(axis=1), 1, atol=1e-4) else None


METRICS = (
    Metric(
        name="log_loss",
        says="how surprised the probabilities were by what turned out",
        kinds=_CLASSES,
        direction="down",
        looks_at="score",
        linearise=_log_loss,
        limits=(0.0, math.inf),
    ),
    Metric(
        name="brier_score",
        says="mean squared distance between the probabilities and what turned out",
        kinds=_CLASSES,
        direction="down",
        looks_at="score",
        linearise=_brier_score,
        limits=(0.0, 2.0),
    ),
)
