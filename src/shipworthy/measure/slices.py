"""Gain and metrics by slice of the rows."""

from collections.abc import Sequence

import numpy as np
from msgspec import structs

from shipworthy.measure.fill import fill
from shipworthy.measure.gain import blank_gain, gain_per_row
from shipworthy.measure.inputs import input_column
from shipworthy.measure.metrics.measure import blank_metric, usable_rows
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.measure.rows import cluster_codes, weights
from shipworthy.measure.slicing import cut
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.stats.linear import linear_mean


def slice_gains(
    predictions: Predictions,
    baseline: Predictions,
    worth: Worth,
    columns: Sequence[str],
    per: float = 1.0,
    min_n: int = 1,
) -> tuple[Measurement, ...]:
    """The gain over the baseline in each slice of each column.

    Args:
        predictions: the candidate.
        baseline: what it is held against, on the same ids.
        worth: amounts.
        columns: of `inputs`.
        per: rows that the gain is for.
        min_n: slices with fewer rows of known gain are put together as `too few`.

    Returns:
        One measurement a slice, column after column, each with `slice={column: value}`.

    Raises:
        ColumnError: when a column did not travel with the predictions.
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
    """
    gain = gain_per_row(predictions, baseline, worth)
    blank = blank_gain(predictions, baseline, worth, per, "")
    clusters, heavy = cluster_codes(predictions.frame), weights(predictions.frame)
    return tuple(
        fill(
            structs.replace(blank, slice={column: name}),
            linear_mean(gain[rows], None if heavy is None else heavy[rows]),
            None if clusters is None else clusters[rows],
        )
        for column in columns
        for name, rows in cut(input_column(predictions, column, "slices"), np.isfinite(gain), min_n).items()
    )


def slice_metric(
    name: str, predictions: Predictions, column: str, min_n: int = 1, level: float = 0.95
) -> tuple[Measurement, ...]:
    """A metric in each slice of a column; see `slice_metrics`."""
    return slice_metrics(name, predictions, [column], min_n, level)


def slice_metrics(
    name: str, predictions: Predictions, columns: Sequence[str], min_n: int = 1, level: float = 0.95
) -> tuple[Measurement, ...]:
    """A metric in each slice of each column, the rows being read once.

    Args:
        name: of the metric.
        predictions: the candidate.
        columns: of `inputs`.
        min_n: slices with fewer rows of known outcome are put together as `too few`.
        level: of the two-sided intervals.

    Returns:
        One measurement a slice, column after column, with `slice={column: value}`; its value is None where the slice
        cannot tell.

    Raises:
        ColumnError: when a column did not travel with the predictions.
        RequestError: when there is no such metric, or it is not one for this kind of task.
    """
    metric = metric_for(name, predictions.task)
    rows, positions = usable_rows(metric, predictions)
    inside = np.full(predictions.frame.height, -1)
    inside[positions] = np.arange(len(positions))
    blank = structs.replace(blank_metric(metric, predictions), level=level)
    measured = []
    for column in columns:
        for value, at in cut(input_column(predictions, column, "guardrails"), inside >= 0, min_n).items():
            some = rows.take(inside[at])
            blank_slice = structs.replace(blank, slice={column: value}, n=len(some))
            measured.append(fill(blank_slice, metric.linearise(some), some.cluster, metric.limits, metric.share))
    return tuple(measured)
