"""Metrics that ask whether the right rows come first."""

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats import ranking
from shipworthy.stats.linear import Linearised

_BINARY: frozenset[TaskKind] = frozenset({"binary"})


def _average_precision(rows: Rows) -> Linearised | None:
    return ranking.average_precision(rows.outcome == 1, rows.score, rows.weight)


def _roc_auc(rows: Rows) -> Linearised | None:
    return ranking.roc_auc(rows.outcome == 1, rows.score, rows.weight)


METRICS = (
    Metric(
        name="average_precision",
        says="of the rows ranked highest, the share that is right, averaged over all that should be found",
        kinds=_BINARY,
        direction="up",
        looks_at="score",
        linearise=_average_precision,
    ),
    Metric(
        name="roc_auc",
        says="how often a row that should be found is ranked above one that should not",
        kinds=_BINARY,
        direction="up",
        looks_at="score",
        linearise=_roc_auc,
    ),
)
