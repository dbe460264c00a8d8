"""Metrics of forecasts: errors held against the size of what is forecast, or against repeating what came last."""

import math

import numpy as np

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_mean, linear_ratio

_REGRESSION: frozenset[TaskKind] = frozenset({"regression"})


def _wape(rows: Rows) -> Linearised | None:
    heavy = np.ones(len(rows)) if rows.weight is None else rows.weight
    return linear_ratio(np.abs(rows.score - rows.outcome) * heavy, np.abs(rows.outcome) * heavy)


def _smape(rows: Rows) -> Linearised | None:
    """Where both are 0 nothing is off."""
    size = np.abs(rows.score) + np.abs(rows.outcome)
    off = 2 * np.abs(rows.score - rows.outcome)
    return linear_mean(np.divide(off, size, out=np.zeros_like(size), where=size > 0), rows.weight)


def _mase(rows: Rows) -> Linearised | None:
    """Only over rows whose unit had an outcome before, so that both errors are of the same rows."""
    if rows.before is None:
        return None
    heavy = np.ones(len(rows)) if rows.weight is None else rows.weight
    known = np.isfinite(rows.before)
    naive = np.where(known, np.abs(rows.before - rows.outcome), 0.0) * heavy
    return linear_ratio(np.where(known, np.abs(rows.score - rows.outcome), 0.0) * heavy, naive)


METRICS = (
    Metric(
        name="weighted_absolute_percentage_error",
        says="how far the numbers are off in all, as a share of all that turned out (WAPE)",
        kinds=_REGRESSION,
        direction="down",
        looks_at="score",
        linearise=_wape,
        limits=(0.0, math.inf),
    ),
    Metric(
        name="symmetric_mean_absolute_percentage_error",
        says="how far each number is off, as a share of the middle between it and what turned out (sMAPE)",
        kinds=_REGRESSION,
        direction="down",
        looks_at="score",
        linearise=_smape,
        limits=(0.0, 2.0),
    ),
    Metric(
        name="mean_absolute_scaled_error",
        says="how far the numbers are off beside repeating what came last; below 1 they are better (MASE)",
        kinds=_REGRESSION,
        direction="down",
        looks_at="score",
        linearise=_mase,
        limits=(0.0, math.inf),
        looks_back=True,
    ),
)
