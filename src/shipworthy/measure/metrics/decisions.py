"""Metrics that ask whether the decisions were right.

For several classes precision, recall and f1 are plain averages over classes (macro). A row without decision
counts as wrong.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.metrics.metric import Metric, Pattern
from shipworthy.measure.rows import UNKNOWN, Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.agreement import kappa, matthews
from shipworthy.stats.linear import Linearised, linear_average, linear_mean, linear_ratio

_CLASSES: frozenset[TaskKind] = frozenset({"binary", "multiclass"})
_SEVERAL: frozenset[TaskKind] = frozenset({"multiclass"})
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


def _fbeta(rows: Rows, beta: float) -> Linearised | None:
    of_class = partial(_fbeta_of, beta=beta)
    return of_class(rows, 1) if rows.kind == "binary" else _average(rows, of_class, _in_play(rows))


def _jaccard(rows: Rows) -> Linearised | None:
    return _jaccard_of(rows, 1) if rows.kind == "binary" else _average(rows, _jaccard_of, _in_play(rows))


def _specificity(rows: Rows) -> Linearised | None:
    return _recall_of(rows, 0)


def _matthews_corrcoef(rows: Rows) -> Linearised | None:
    return matthews(*_labelled(rows), rows.weight)


def _cohen_kappa(rows: Rows) -> Linearised | None:
    return kappa(*_labelled(rows), rows.weight)


def _top_k_accuracy(rows: Rows, k: int) -> Linearised | None:
    """Among equal scores every order counts alike; a label never seen before is never among them."""
    own = np.take_along_axis(rows.score, np.maximum(rows.outcome, 0)[:, None], axis=1)
    above, equal = (rows.score > own).sum(axis=1), (rows.score == own).sum(axis=1)
    inside = np.clip((k - above) / np.maximum(equal, 1), 0, 1)
    return linear_mean(np.where(rows.outcome == UNKNOWN, 0.0, inside), rows.weight)


def _recall_of(rows: Rows, label: int) -> Linearised | None:
    occurs = rows.outcome == label
    return _ratio(rows, occurs & (rows.decision == label), occurs.astype(np.float64))


def _precision_of(rows: Rows, label: int) -> Linearised | None:
    said = rows.decision == label
    return _ratio(rows, said & (rows.outcome == label), said.astype(np.float64))


def _fbeta_of(rows: Rows, label: int, beta: float) -> Linearised | None:
    occurs, said = rows.outcome == label, rows.decision == label
    return _ratio(rows, occurs & said, (occurs * beta**2 + said) / (1 + beta**2))


def _jaccard_of(rows: Rows, label: int) -> Linearised | None:
    occurs, said = rows.outcome == label, rows.decision == label
    return _ratio(rows, occurs & said, (occurs | said).astype(np.float64))


def _labelled(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Codes of what turned out and what was decided; what is no class of its own is one of two more."""
    truth = np.where(rows.outcome == UNKNOWN, rows.classes, rows.outcome)
    return truth, np.where(rows.decision == UNKNOWN, rows.classes + 1, rows.decision), rows.classes + 2


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


def _top(k: float) -> Metric:
    says = f"how often what turned out was among the {k:.0f} likeliest classes"
    return Metric(
        f"top_{k:.0f}_accuracy", says, _SEVERAL, "up", "score", partial(_top_k_accuracy, k=int(k)), share=True
    )


def _f(beta: float) -> Metric:
    says = f"precision and recall in one number, recall counting {beta:g} times as much"
    return Metric(f"f{beta:g}", says, _CLASSES, "up", "decision", partial(_fbeta, beta=beta))


METRICS = (
    _metric("accuracy", "share of decisions that were right", _accuracy, True),
    _metric("balanced_accuracy", "share found of each class, averaged over classes", _balanced_accuracy, False),
    _metric("precision", "of those decided on, the share that was right", _precision, True),
    _metric("recall", "of those that should be found, the share that was", _recall, True),
    Metric(
        name="specificity",
        says="of those that should be left alone, the share that was",
        kinds=frozenset({"binary"}),
        direction="up",
        looks_at="decision",
        linearise=_specificity,
        share=True,
    ),
    _metric("f1", "precision and recall in one number (harmonic mean)", partial(_fbeta, beta=1.0), False),
    _metric("jaccard", "of those decided on or that should have been, the share that is both", _jaccard, True),
    Metric(
        name="matthews_corrcoef",
        says="how closely decisions follow what turned out; 0 is no better than chance",
        kinds=_CLASSES,
        direction="up",
        looks_at="decision",
        linearise=_matthews_corrcoef,
        limits=(-1.0, 1.0),
    ),
    Metric(
        name="cohen_kappa",
        says="how far decisions agree with what turned out beyond chance",
        kinds=_CLASSES,
        direction="up",
        looks_at="decision",
        linearise=_cohen_kappa,
        limits=(-1.0, 1.0),
    ),
)
PATTERNS = (
    Pattern(
        start="top_",
        end="_accuracy",
        letter="K",
        says="how often what turned out was among the K likeliest classes",
        fits="K is a whole number from 1 on",
        kinds=_SEVERAL,
        direction="up",
        allowed=lambda k: k >= 1 and k.is_integer(),
        make=_top,
    ),
    Pattern(
        start="f",
        end="",
        letter="B",
        says="precision and recall in one number, recall counting B times as much",
        fits="B is more than 0, such as 2 or 0.5",
        kinds=_CLASSES,
        direction="up",
        allowed=lambda beta: beta > 0,
        make=_f,
    ),
)
