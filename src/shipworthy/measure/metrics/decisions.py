"""Metrics that ask whether the decisions were right.

For several classes precision, recall and f1 are plain averages over classes (macro). A row without decision
counts as wrong.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import UNKNOWN, Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_average, linear_mean, linear_ratio

_CLASSES: frozenset[TaskKind] = frozenset({"binary", "multiclass"})
_OfClass = Callable[[Rows, int], Linearised | None]


def _accuracy(rows: Rows) -> Linearised | None:
    right = (rows.decision == rows.outcome) & (rows.decision != UNKNOWN)
    return linear_mean(right.astype(np.float64), rows.weight)


def _balanced_accuracy(rows: Rows) -> Linearised | None:
    return _average(rows, _recall_of, _that_occur(rows)) if _two_occur(rows) else None


def _recall(rows: Rows) -> Linearised | None:
    return _recall_of(rows, 1) if rows.kind == "binary" else _average(rows, _recall_of, _that_occur(rows))


def _precision(rows: Rows) -> Linearised | None:
    return _precision_of(rows, 1) if rows.kind == "binary" else _average(rows, _precision_of, _in_play(rows))


def _f1(rows: Rows) -> Linearised | None:
    return _f1_of(rows, 1) if rows.kind == "binary" else _average(rows, _f1_of, _in_play(rows))


def _recall_of(rows: Rows, label: int) -> Linearised | None:
    occurs = rows.outcome == label
    return _ratio(rows, occurs & (rows.decision == label), occurs.astype(np.float64))


def _precision_of(rows: Rows, label: int) -> Linearised | None:
    said = rows.decision == label
    return _ratio(rows, said & (rows.outcome == label), said.astype(np.float64))


def _f1_of(rows: Rows, label: int) -> Linearised | None:
    occurs, said = rows.outcome == label, rows.decision == label
    return _ratio(rows, occurs & said, (occurs.astype(np.float64) + said) / 2)


def _ratio(rows: Rows, hits: NDArray[np.bool_], of: NDArray[np.float64]) -> Linearised | None:
    heavy = np.ones(len(rows)) if rows.weight is None else rows.weight
    return linear_ratio(hits * heavy, of * heavy)


def _average(rows: Rows, of_class: _OfClass, labels: list[int]) -> Linearised | None:
    """None as soon as one class cannot tell: leaving it out would flatter."""
    parts = [of_class(rows, label) for label in labels]
    known = [part for part in parts if part is not None]
    return linear_average(known) if known and len(known) == len(parts) else None


def _that_occur(rows: Rows) -> list[int]:
    return [label for label in range(rows.classes) if (rows.outcome == label).any()]


def _in_play(rows: Rows) -> list[int]:
    return [label for label in range(rows.classes) if (rows.outcome == label).any() or (rows.decision == label).any()]


def _two_occur(rows: Rows) -> bool:
    return len(_that_occur(rows)) > 1


def _metric(name: str, says: str, linearise: Callable[[Rows], Linearised | None], share: bool) -> Metric:
    return Metric(name, says, _CLASSES, "up", "decision", linearise, share=share)


METRICS = (
    _metric("accuracy", "share of decisions that were right", _accuracy, True),
    _metric("balanced_accuracy", "share found of each class, averaged over classes", _balanced_accuracy, False),
    _metric("precision", "of those decided on, the share that was right", _precision, True),
    _metric("recall", "of those that should be found, the share that was", _recall, True),
    _metric("f1", "precision and recall in one number (harmonic mean)", _f1, False),
)
