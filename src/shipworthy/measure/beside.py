"""The metric of several attempts beside the value of their decisions, period by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import gain_difference, same_order
from shipworthy.measure.metrics.measure import usable_rows
from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Attempts in periods.

    Attributes:
        names: of the attempts.
        periods: names of the periods.
        metric: so that more is better. # (periods, attempts)
        gain: over what is done today, for `per` rows. # (periods, attempts)
        errors: covariance of a period's errors, first the metrics', then the gains'.
            # (periods, 2 attempts, 2 attempts)
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    metric: NDArray[np.float64]
    gain: NDArray[np.float64]
    errors: NDArray[np.float64]


def beside(
    attempts: Mapping[str, Predictions], baseline: Predictions, metric: str, worth: Worth, per: float
) -> Beside | None:
    """Measures metric and gain of each attempt in each period on the same rows.

    Args:
        attempts: decided predictions of the folds, each row with its period.
        baseline: what gains are held against, on the same rows.
        metric: by scikit-learn's name.
        worth: amounts that were agreed.
        per: rows that gains are for.

    Returns:
        None when no period lets all of them be measured.

    Raises:
        RequestError: when they do not speak of the same ids, or the metric does not fit.
    """
    first = next(iter(attempts.values()))
    asked = metric_for(metric, first.task)
    aligned = [same_order(first, each) for each in attempts.values()]
    theirs = same_order(first, baseline)
    names = first.frame["period"].drop_nulls().unique().sort().to_list()
    found = []
    for name in names:
        among = (first.frame["period"] == name).fill_null(False)
        parts = [structs.replace(each, frame=each.frame.filter(among)) for each in (*aligned, theirs)]
        told = _of_period(asked, parts[:-1], parts[-1], worth, per)
        if told is not None:
            found.append((str(name), *told))
    if not found:
        return None
    periods, metrics, gains, errors = zip(*found, strict=True)
    return Beside(tuple(attempts), periods, np.array(metrics), np.array(gains), np.array(errors))


def _of_period(
    metric: Metric, attempts: Sequence[Predictions], baseline: Predictions, worth: Worth, per: float
) -> tuple[list[float], list[float], NDArray[np.float64]] | None:
    sign = 1.0 if metric.direction == "up" else -1.0
    metrics, gains = [], []
    sums: list[NDArray[np.float64]] = []
    others: list[NDArray[np.float64]] = []
    for each in attempts:
        rows, places = usable_rows(metric, each)
        told = metric.linearise(rows)
        gain = gain_difference(each, baseline, worth, per)
        if told is None or gain.linearised is None:
            return None
        codes = places if rows.cluster is None else rows.cluster
        metrics.append(sign * told.value)
        sums.append(np.bincount(codes, sign * told.influence).astype(np.float64))
        gains.append(per * gain.linearised.value)
        others.append(per * gain.sums(gain.units))
    units = max(len(each) for each in (*sums, *others))
    table = np.array([np.pad(each, (0, units - len(each))) for each in (*sums, *others)])
    groups = int(np.count_nonzero(np.abs(table).sum(axis=0)))
    if groups < 2:
        return None
    return metrics, gains, groups / (groups - 1) * table @ table.T
