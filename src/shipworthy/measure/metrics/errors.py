"""Metrics that ask how far predicted numbers were off."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.metrics.metric import Metric, Pattern
from shipworthy.measure.rows import Rows
from shipworthy.records.spec import TaskKind
from shipworthy.stats.linear import Linearised, linear_mean, linear_ratio
from shipworthy.stats.medians import linear_median, middle

_REGRESSION: frozenset[TaskKind] = frozenset({"regression"})


def _mean_absolute_error(rows: Rows) -> Linearised | None:
    return linear_mean(np.abs(rows.score - rows.outcome), rows.weight)


def _mean_squared_error(rows: Rows) -> Linearised | None:
    return linear_mean(np.square(rows.score - rows.outcome), rows.weight)


def _mean_squared_log_error(rows: Rows) -> Linearised | None:
    if not (rows.score > -1).all() or not (rows.outcome > -1).all():
        return None
    return linear_mean(np.square(np.log1p(rows.score) - np.log1p(rows.outcome)), rows.weight)


def _root(squared: Callable[[Rows], Linearised | None], rows: Rows) -> Linearised | None:
    found = squared(rows)
    if found is None:
        return None
    root = math.sqrt(found.value)
    return Linearised(root, found.influence / (2 * root) if root > 0 else found.influence)


def _median_absolute_error(rows: Rows) -> Linearised | None:
    return linear_median(np.abs(rows.score - rows.outcome), rows.weight)


def _mean_absolute_percentage_error(rows: Rows) -> Linearised | None:
    """Nothing is a share of 0: one such outcome would outweigh all others."""
    if not rows.outcome.all():
        return None
    return linear_mean(np.abs((rows.score - rows.outcome) / rows.outcome), rows.weight)


def _mean_poisson_deviance(rows: Rows) -> Linearised | None:
    if not (rows.score > 0).all() or not (rows.outcome >= 0).all():
        return None
    seen = np.where(rows.outcome > 0, rows.outcome, 1.0)
    return linear_mean(2 * (rows.outcome * np.log(seen / rows.score) - rows.outcome + rows.score), rows.weight)


def _mean_gamma_deviance(rows: Rows) -> Linearised | None:
    if not (rows.score > 0).all() or not (rows.outcome > 0).all():
        return None
    return linear_mean(2 * (np.log(rows.score / rows.outcome) + rows.outcome / rows.score - 1), rows.weight)


def _mean_pinball_loss(rows: Rows, share: float = 0.5) -> Linearised | None:
    missed = rows.outcome - rows.score
    return linear_mean(np.maximum(share * missed, (share - 1) * missed), rows.weight)


def _explained_variance(rows: Rows) -> Linearised | None:
    """The means' own influences drop out, as the squares around them are smallest there."""
    missed = rows.outcome - rows.score
    bias, around = linear_mean(missed, rows.weight), linear_mean(rows.outcome, rows.weight)
    if bias is None or around is None:
        return None
    return _explained(rows, np.square(missed - bias.value), np.square(rows.outcome - around.value))


def _d2_absolute_error(rows: Rows) -> Linearised | None:
    """The median's own influence drops out, as the distances from it are smallest there."""
    around = middle(rows.outcome, rows.weight)
    if around is None:
        return None
    return _explained(rows, np.abs(rows.outcome - rows.score), np.abs(rows.outcome - around))


def _r2(rows: Rows) -> Linearised | None:
    """The mean's own influence drops out, as the squares around it are smallest there."""
    around = linear_mean(rows.outcome, rows.weight)
    if around is None:
        return None
    return _explained(rows, np.square(rows.outcome - rows.score), np.square(rows.outcome - around.value))


def _explained(rows: Rows, left: NDArray[np.float64], of: NDArray[np.float64]) -> Linearised | None:
    """One less what is left of what there was to explain."""
    heavy = np.ones(len(rows)) if rows.weight is None else rows.weight
    unexplained = linear_ratio(left * heavy, of * heavy)
    if unexplained is None:
        return None
    return Linearised(1 - unexplained.value, -unexplained.influence, shared_by=of * heavy)


def _off(name: str, says: str, linearise: Callable[[Rows], Linearised | None], *, unit: bool = False) -> Metric:
    return Metric(name, says, _REGRESSION, "down", "score", linearise, limits=(0.0, math.inf), in_target_unit=unit)


def _better(name: str, says: str, linearise: Callable[[Rows], Linearised | None]) -> Metric:
    return Metric(name, says, _REGRESSION, "up", "score", linearise, limits=(-math.inf, 1.0))


def _pinball(share: float) -> Metric:
    says = f"how far the numbers are from what {share:.0%} of outcomes stay below"
    return _off(f"mean_pinball_loss_{share:g}", says, partial(_mean_pinball_loss, share=share), unit=True)


METRICS = (
    _off("mean_absolute_error", "how far the numbers are off on average", _mean_absolute_error, unit=True),
    _off(
        "root_mean_squared_error",
        "how far the numbers are off, large errors counting more",
        partial(_root, _mean_squared_error),
        unit=True,
    ),
    _better("r2", "share of the variation that the numbers explain; below 0 they are worse than the mean", _r2),
    _off("mean_squared_error", "mean of the squared errors", _mean_squared_error),
    _off("median_absolute_error", "how far off half of the numbers are at most", _median_absolute_error, unit=True),
    _off(
        "mean_absolute_percentage_error",
        "how far the numbers are off, as a share of what turned out; untold where that is 0",
        _mean_absolute_percentage_error,
    ),
    _off(
        "mean_squared_log_error",
        "mean of the squared errors in the logarithm of one more; untold where a number is -1 or less",
        _mean_squared_log_error,
    ),
    _off(
        "root_mean_squared_log_error",
        "how far the numbers are off in the logarithm of one more",
        partial(_root, _mean_squared_log_error),
    ),
    _off("mean_pinball_loss", "half of how far the numbers are off on average", _mean_pinball_loss, unit=True),
    _off("mean_poisson_deviance", "how unlikely counts of things were, as foretold", _mean_poisson_deviance),
    _off("mean_gamma_deviance", "how unlikely amounts above 0 were, as foretold", _mean_gamma_deviance),
    _better(
        "explained_variance",
        "share of the variation that the numbers explain, all of them being off by the same counting nothing",
        _explained_variance,
    ),
    _better(
        "d2_absolute_error",
        "share of the mean distance from the median that the numbers do away with",
        _d2_absolute_error,
    ),
)
PATTERNS = (
    Pattern(
        start="mean_pinball_loss_",
        end="",
        letter="Q",
        says="how far the numbers are from what the share Q of outcomes stays below",
        fits="Q is a share between 0 and 1, such as 0.9",
        kinds=_REGRESSION,
        direction="down",
        allowed=lambda share: 0 < share < 1,
        make=_pinball,
    ),
)
