"""Metrics of a ranking within groups of rows: one query and its answers, one day and its cases.

The groups are those of `evaluation.group`; without any, all rows are one group, and no interval can be told.
"""

from functools import partial

import numpy as np

from shipworthy.measure.metrics.metric import Metric, Pattern
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised
from shipworthy.stats.queries import Queries, ndcg, precision_at, rank_within, reciprocal_rank

_BINARY: frozenset[TaskKind] = frozenset({"binary"})
_GRADED: frozenset[TaskKind] = frozenset({"binary", "regression"})


def _queries(rows: Rows) -> Queries:
    found: Queries = rows.once("queries", lambda: rank_within(rows.score, rows.cluster))
    return found


def _ndcg(rows: Rows, k: int | None = None) -> Linearised | None:
    relevance = rows.outcome if rows.kind == "regression" else (rows.outcome == 1).astype(np.float64)
    if not len(rows) or not (relevance >= 0).all():
        return None
    return _of_groups(rows, ndcg(relevance, _queries(rows), k, rows.weight))


def _precision_at(rows: Rows, k: int) -> Linearised | None:
    return _of_groups(rows, precision_at(rows.outcome == 1, _queries(rows), k, rows.weight)) if len(rows) else None


def _mean_reciprocal_rank(rows: Rows) -> Linearised | None:
    return _of_groups(rows, reciprocal_rank(rows.outcome == 1, _queries(rows), rows.weight)) if len(rows) else None


def _of_groups(rows: Rows, found: Linearised | None) -> Linearised | None:
    """Without groups the rows are one ranking, of which nobody can say how it would have come out another time."""
    if found is None or rows.cluster is not None:
        return found
    return Linearised(found.value, found.influence, (*found.hangs_on, np.arange(len(rows)) < 1))


def _ndcg_at(k: float) -> Metric:
    says = f"how well the {k:.0f} rows ranked highest in each group are those that matter most"
    return Metric(f"ndcg_at_{k:.0f}", says, _GRADED, "up", "score", partial(_ndcg, k=int(k)))


def _precision_of_top(k: float) -> Metric:
    says = f"of the {k:.0f} rows ranked highest in each group, the share that is right"
    return Metric(f"precision_at_{k:.0f}", says, _BINARY, "up", "score", partial(_precision_at, k=int(k)))


def _whole(k: float) -> bool:
    return k >= 1 and k.is_integer()


METRICS = (
    Metric(
        name="ndcg",
        says="how well the rows that matter most come first in each group (discounted cumulative gain)",
        kinds=_GRADED,
        direction="up",
        looks_at="score",
        linearise=_ndcg,
    ),
    Metric(
        name="mean_reciprocal_rank",
        says="one over the place of the first right row in each group, averaged over groups",
        kinds=_BINARY,
        direction="up",
        looks_at="score",
        linearise=_mean_reciprocal_rank,
    ),
)
PATTERNS = (
    Pattern(
        start="ndcg_at_",
        end="",
        letter="K",
        says="how well the K rows ranked highest in each group are those that matter most",
        fits="K is a whole number from 1 on",
        kinds=_GRADED,
        direction="up",
        allowed=_whole,
        make=_ndcg_at,
    ),
    Pattern(
        start="precision_at_",
        end="",
        letter="K",
        says="of the K rows ranked highest in each group, the share that is right",
        fits="K is a whole number from 1 on",
        kinds=_BINARY,
        direction="up",
        allowed=_whole,
        make=_precision_of_top,
    ),
)
