"""Metrics that ask whether the right rows come first; for several classes the average of each against the rest."""

from collections.abc import Callable

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_average
from shipworthy.stats.ranking import Ranks, average_precision_of, rank, roc_auc_of

_CLASSES: frozenset[TaskKind] = frozenset({"binary", "multiclass"})


def _average_precision(rows: Rows) -> Linearised | None:
    return _each_class(rows, average_precision_of)


def _roc_auc(rows: Rows) -> Linearised | None:
    return _each_class(rows, roc_auc_of)


def _each_class(rows: Rows, of: Callable[[Ranks], Linearised]) -> Linearised | None:
    """Classes that do not occur are left out; the rows of all classes are the same, so nobody gains by it."""
    if rows.kind == "binary":
        ranks = _ranks(rows, 1)
        return None if ranks is None else of(ranks)
    found = [_ranks(rows, label) for label in range(rows.classes)]
    known = [of(ranks) for ranks in found if ranks is not None]
    return linear_average(known) if known else None


def _ranks(rows: Rows, label: int) -> Ranks | None:
    scores = rows.score if rows.kind == "binary" else rows.score[:, label]
    found: Ranks | None = rows.once(f"ranks {label}", lambda: rank(rows.outcome == label, scores, rows.weight))
    return found


METRICS = (
    Metric(
        name="average_precision",
        says="of the rows ranked highest, the share that is right, averaged over all that should be found",
        kinds=_CLASSES,
        direction="up",
        looks_at="score",
        linearise=_average_precision,
    ),
    Metric(
        name="roc_auc",
        says="how often a row that should be found is ranked above one that should not",
        kinds=_CLASSES,
        direction="up",
        looks_at="score",
        linearise=_roc_auc,
    ),
)
