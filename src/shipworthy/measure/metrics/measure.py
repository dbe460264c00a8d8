"""Metrics of a table of predictions, with intervals."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.before import outcomes_before
from shipworthy.measure.difference import Difference
from shipworthy.measure.fill import fill
from shipworthy.measure.gain import same_order
from shipworthy.measure.metrics.metric import Metric
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.measure.rows import Rows, known_outcomes, known_rows, origin_of
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.stats.linear import Linearised, linear_difference


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
    asked = [metric_for(name, predictions.task) for name in names]
    known = _read(asked, predictions)
    measured = []
    for metric in asked:
        rows = _judged(metric, known)
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
    return metric_difference(name, predictions, baseline, level).filled()


def metric_difference(name: str, predictions: Predictions, baseline: Predictions, level: float = 0.95) -> Difference:
    """What `metric_gain` measures, with what each row adds to it.

    Raises:
        RequestError: when the two do not speak of the same ids, or the metric does not fit.
    """
    metric = metric_for(name, predictions.task)
    ours, theirs = _read([metric], predictions), _read([metric], _aligned(predictions, baseline))
    places = np.flatnonzero(known_outcomes(predictions))
    return _difference(
        metric, structs.replace(_blank(metric, predictions, baseline), level=level), ours, theirs, places
    )


def metric_gains(
    names: Sequence[str], candidates: Sequence[Predictions], baseline: Predictions, level: float = 0.95
) -> dict[str, tuple[Measurement, ...]]:
    """`measure_metrics` and `metric_gain` of many candidates, every table being read and sorted once.

    Returns:
        Candidate -> its metrics in the order of the names, then its gains over the baseline in the same order.

    Raises:
        RequestError: when candidates do not speak of the baseline's ids, or a metric does not fit.
    """
    asked = [metric_for(name, baseline.task) for name in names]
    theirs = _read(asked, baseline)
    found = {}
    for candidate in candidates:
        ordered = same_order(baseline, candidate)
        ours, places = _read(asked, ordered), np.flatnonzero(known_outcomes(ordered))
        same = ours.same_outcomes(theirs)
        held = theirs if same else _read(asked, _aligned(ordered, baseline))
        measured, gains = [], []
        for metric in asked:
            rows = _judged(metric, ours)
            blank = structs.replace(blank_metric(metric, candidate), level=level, n=len(rows))
            measured.append(fill(blank, _linear(metric, rows), rows.cluster, metric.limits, metric.share))
            blank = structs.replace(_blank(metric, candidate, baseline), level=level)
            gains.append(_difference(metric, blank, ours, held, places).filled())
        found[candidate.candidate] = (*measured, *gains)
    return found


def _difference(metric: Metric, blank: Measurement, ours: Rows, theirs: Rows, places: NDArray[np.int64]) -> Difference:
    both = _usable(metric, ours) & _usable(metric, theirs)
    if both.all():
        # what was found out about all rows is kept for the next metric
        mine, other = ours, theirs
    else:
        mine, other, places = ours.take(both), theirs.take(both), places[both]
    first, second = _linear(metric, mine), _linear(metric, other)
    better, worse = (first, second) if metric.direction == "up" else (second, first)
    difference = None if better is None or worse is None else linear_difference(better, worse)
    # no two values of the metric lie further apart
    reach = metric.limits[1] - metric.limits[0]
    return Difference(structs.replace(blank, n=len(mine)), difference, mine.cluster, places, reach)


def _linear(metric: Metric, rows: Rows) -> Linearised | None:
    found: Linearised | None = rows.once(f"metric {metric.name}", lambda: metric.linearise(rows))
    return found


def _aligned(predictions: Predictions, baseline: Predictions) -> Predictions:
    """The baseline in the candidate's order, and both against the same outcomes, whoever learned of them first."""
    aligned = same_order(predictions, baseline)
    outcome = predictions.frame.select(pl.col("^outcome$"))
    return structs.replace(aligned, frame=aligned.frame.drop("outcome", strict=False).hstack(outcome))


def _blank(metric: Metric, predictions: Predictions, baseline: Predictions) -> Measurement:
    return structs.replace(blank_metric(metric, predictions), direction="up", against=baseline.candidate)


def usable_rows(metric: Metric, predictions: Predictions) -> tuple[Rows, NDArray[np.int64]]:
    """The rows a metric can judge, and where they stand in the frame."""
    known = _read([metric], predictions)
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


def _read(asked: Sequence[Metric], predictions: Predictions) -> Rows:
    """The rows with a known outcome, with the outcomes before where a metric looks back."""
    known = known_rows(predictions)
    before = outcomes_before(predictions) if any(metric.looks_back for metric in asked) else None
    return known if before is None else replace(known, before=before[known_outcomes(predictions)])


def _judged(metric: Metric, known: Rows) -> Rows:
    """The rows that a metric can judge, found once for all metrics that look at the same."""
    usable = _usable(metric, known)
    if usable.all():
        return known
    rows: Rows = known.once("with a score", lambda: known.take(usable))
    return rows


def _usable(metric: Metric, rows: Rows) -> NDArray[np.bool_]:
    """Which rows can be judged: those with a score, or all, as no decision is a wrong one, shape (rows,)."""
    if metric.looks_at == "decision":
        return np.ones(len(rows), dtype=bool)
    return np.isfinite(rows.score if rows.score.ndim == 1 else rows.score.sum(axis=1))
