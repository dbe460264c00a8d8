"""Whether a region that was found on some rows is one on others too, beyond what so many guesses explain."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.fill import fill
from shipworthy.measure.rows import cluster_codes, weights
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.stats.bounds import chance_of_less
from shipworthy.stats.holm import holm
from shipworthy.stats.linear import Linearised, linear_difference, linear_ratio

LEVEL: Final = 0.95
"""Chance that nothing is named which luck alone explains, and that all intervals together are right."""
FEWEST: Final = 30
"""Rows of a region below which nothing is said about it."""
FEWEST_GROUPS: Final = 10
"""Independent groups of its rows below which nothing is said either."""


def loss_within(
    blank: Measurement,
    predictions: Predictions,
    loss: NDArray[np.float64],
    within: NDArray[np.bool_],
    *,
    rest: bool,
) -> Measurement:
    """Mean loss of a region, or how much more that is than the mean of all other rows, with its interval.

    Args:
        blank: says what is measured, and at which level.
        predictions: for groups and weights.
        loss: NaN where not known. # (rows,)
        within: the rows of the region. # (rows,)
        rest: hold it against all other rows.
    """
    known = np.isfinite(loss)
    lost, inside = loss[known], within[known]
    clusters, heavy = cluster_codes(predictions.frame), weights(predictions.frame)
    weight = np.ones(len(lost)) if heavy is None else heavy[known]
    found = _mean(lost, weight * inside)
    if rest and found is not None:
        others = _mean(lost, weight * ~inside)
        found = None if others is None else linear_difference(found, others)
    measured = fill(blank, found, None if clusters is None else clusters[known])
    return structs.replace(measured, n=int(inside.sum()))


def confirmed(measured: Sequence[Measurement]) -> list[Measurement | None]:
    """Each whose loss is above nothing beyond what luck explains, by Holm over all that were put forward; else None.

    The intervals of those named begin at nothing where they would begin below: that they lose is what was found out.

    Args:
        measured: one a region, on rows that it was not found on. Regions of fewer than 30 rows or 10 independent
            groups count as put forward, and are never named.
    """
    chances = [chance_of_luck(one) for one in measured]
    return [
        structs.replace(one, low=None if one.low is None else max(one.low, 0.0)) if chance <= 1 - LEVEL else None
        for one, chance in zip(measured, holm(chances), strict=True)
    ]


def enough(one: Measurement) -> bool:
    """Whether a region holds enough rows and groups that anything is said about it."""
    return one.n >= FEWEST and one.df is not None and one.df >= FEWEST_GROUPS - 1


def _mean(loss: NDArray[np.float64], weight: NDArray[np.float64]) -> Linearised | None:
    return linear_ratio(loss * weight, weight)


def chance_of_luck(one: Measurement) -> float:
    """p-value of "it loses nothing", one-sided; 1 where too few rows or groups tell."""
    if not enough(one) or one.value is None or one.se is None:
        return 1.0
    return chance_of_less(-one.value, one.se, one.df, 0.0)
