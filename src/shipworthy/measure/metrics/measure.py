"""Metrics of a table of predictions, with intervals."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.fill import fill
from shipworthy.measure.gain import same_order
from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.measure.rows import Rows, known_outcomes, known_rows, origin_of
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.stats.linear import linear_difference


def measure_metric(name: str, predictions: Predictions, level: float = 0.95) -> Measurement:
    """One metric over all rows with a known outcome.

    Returns:
        A measurement whose value is None when the rows cannot tell (one class only, no probabilities).

    Raises:
        RequestError: when there is no such metric, or it is not one for this kind of task.
    """
    return measure_metrics([name], predictions, level)[0]


def measure_metrics(names: Sequence[str], predictions: Predictions, level: float = 0.95) -> tuple[Measurement, ...]:
    """Several metrics, the rows being read once.

    Raises:
        RequestError: when there is no such metric, or it is not one for this kind of task.
    """
    known = known_rows(predictions)
    measured = []
    for name in names:
        metric = metric_for(name, predictions.task)
        rows = known.take(_usable(metric, known))
        blank = structs.replace(blank_metric(metric, predictions), level=level, n=len(rows))
        measured.append(fill(blank, metric.linearise(rows), rows.cluster, metric.limits, metric.share))
    return tuple(measured)


def metric_gain(name: str, predictions: Predictions, baseline: Predictions, level: float = 0.95) -> Measurement:
    """How much better than the baseline, paired on the rows where both can be judged.

    In the metric's unit and always so that more is better: the metric less the baseline's, the other way
    round for errors.

    Raises:
        RequestError: when the two do not speak of the same ids, or the metric does not fit.
    """
    metric = metric_for(name, predictions.task)
    aligned = same_order(predictions, baseline)
    outcome = predictions.frame.select(pl.col("^outcome$"))
    # Both are held against the same outcomes, whichever table learned of them first.
    aligned = structs.replace(aligned, frame=aligned.frame.drop("outcome", strict=False).hstack(outcome))
    ours, theirs = known_rows(predictions), known_rows(aligned)
    both = _usable(metric, ours) & _usable(metric, theirs)
    ours, theirs = ours.take(both), theirs.take(both)
    first, second = metric.linearise(ours), metric.linearise(theirs)
    better, worse = (first, second) if metric.direction == "up" else (second, first)
    difference = None if better is None or worse is None else linear_difference(better, worse)
    blank = structs.replace(
        blank_metric(metric, predictions),
        level=level,
        n=len(ours),
        direction="up",
        against=baseline.candidate,
    )
    filled = fill(blank, difference, ours.cluster)
    if filled.low is None or filled.high is None:
        return filled
    # no two values of the metric lie further apart
    reach = metric.limits[1] - metric.limits[0]
    return structs.replace(filled, low=max(filled.low, -reach), high=min(filled.high, reach))


def usable_rows(metric: Metric, predictions: Predictions) -> tuple[Rows, NDArray[np.int64]]:
    """The rows a metric can judge, and where they stand in the frame."""
    known = known_rows(predictions)
    usable = _usable(metric, known)
    return known.take(usable), np.flatnonzero(known_outcomes(predictions))[usable]


def blank_metric(metric: Metric, predictions: Predictions) -> Measurement:
    """A measurement of a metric that lacks its number."""
    return Measurement(
        name=metric.name,
        value=None,
        unit=(predictions.task.unit or "1") if metric.in_target_unit else "1",
        direction=metric.direction,
        origin=origin_of(predictions),
        candidate=predictions.candidate,
    )


def _usable(metric: Metric, rows: Rows) -> NDArray[np.bool_]:
    """Which rows can be judged: those with a score, or all, as no decision is a wrong one, shape (rows,)."""
    if metric.looks_at == "decision":
        return np.ones(len(rows), dtype=bool)
    return np.isfinite(rows.score if rows.score.ndim == 1 else rows.score.sum(axis=1))
