"""Metrics that ask how far predicted numbers were off."""

import math

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_mean, linear_ratio

_REGRESSION: frozenset[TaskKind] = frozenset({"regression"})


def _mean_absolute_error(rows: Rows) -> Linearised | None:
    return linear_mean(np.abs(rows.score - rows.outcome), rows.weight)


def _root_mean_squared_error(rows: Rows) -> Linearised | None:
    squared = linear_mean(np.square(rows.score - rows.outcome), rows.weight)
    if squared is None:
        return None
    root = math.sqrt(squared.value)
    return Linearised(root, squared.influence / (2 * root) if root > 0 else squared.influence)


def _r2(rows: Rows) -> Linearised | None:
    """The mean's own influence drops out, as the squares around it are smallest there."""
    middle = linear_mean(rows.outcome, rows.weight)
    if middle is None:
        return None
    heavy = np.ones(len(rows)) if rows.weight is None else rows.weight
    left = _weighted_squares(rows.outcome - rows.score, heavy)
    unexplained = linear_ratio(left, _weighted_squares(rows.outcome - middle.value, heavy))
    return None if unexplained is None else Linearised(1 - unexplained.value, -unexplained.influence)


def _weighted_squares(errors: NDArray[np.float64], heavy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.square(errors) * heavy


METRICS = (
    Metric(
        name="mean_absolute_error",
        says="how far the numbers are off on average",
        kinds=_REGRESSION,
        direction="down",
        looks_at="score",
        linearise=_mean_absolute_error,
        limits=(0.0, math.inf),
        in_target_unit=True,
    ),
    Metric(
        name="root_mean_squared_error",
        says="how far the numbers are off, large errors counting more",
        kinds=_REGRESSION,
        direction="down",
        looks_at="score",
        linearise=_root_mean_squared_error,
        limits=(0.0, math.inf),
        in_target_unit=True,
    ),
    Metric(
        name="r2",
        says="share of the variation that the numbers explain; below 0 they are worse than the mean",
        kinds=_REGRESSION,
        direction="up",
        looks_at="score",
        linearise=_r2,
        limits=(-math.inf, 1.0),
    ),
)
