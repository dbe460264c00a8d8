"""Value, and the gain of one candidate over another on the same rows."""

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.errors import InternalError, RequestError
from shipworthy.measure.difference import Difference
from shipworthy.measure.rows import cluster_codes, origin_of, weights
from shipworthy.measure.worth import value_per_row, value_unit
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.stats.linear import linear_mean


def measure_value(predictions: Predictions, worth: Worth, per: float = 1.0, level: float = 0.95) -> Measurement:
    """Mean value of a decision, for `per` rows, over the rows whose value is known.

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    return measure_rows(blank_value(predictions, worth, per, level), predictions, value_per_row(predictions, worth))


def measure_gain(
    predictions: Predictions,
    baseline: Predictions,
    worth: Worth,
    per: float = 1.0,
    against: str = "",
    level: float = 0.95,
) -> Measurement:
    """Mean of value less the baseline's value, row by row on the same ids.

    Args:
        predictions: the candidate.
        baseline: what it is held against; its rows may stand in another order.
        worth: amounts.
        per: rows that the gain is for.
        against: how the baseline is called; empty takes its candidate's name.
        level: of the two-sided interval.

    Raises:
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    blank = structs.replace(blank_gain(predictions, baseline, worth, per, against), level=level)
    return measure_rows(blank, predictions, gain_per_row(predictions, baseline, worth))


def gain_difference(predictions: Predictions, baseline: Predictions, worth: Worth, per: float = 1.0) -> Difference:
    """What `measure_gain` measures, with what each row adds to it.

    Raises:
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    gain = gain_per_row(predictions, baseline, worth)
    return _of_rows(blank_gain(predictions, baseline, worth, per, ""), predictions, gain, np.isfinite(gain))


def gains_by_period(
    predictions: Predictions,
    baseline: Predictions,
    worth: Worth,
    per: float = 1.0,
    against: str = "",
    level: float = 0.95,
) -> tuple[Measurement, ...]:
    """The gain in each rolling-origin period, in the periods' order; empty when the rows know no period.

    Raises:
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    if "period" not in predictions.frame.columns:
        return ()
    gain = gain_per_row(predictions, baseline, worth)
    blank = structs.replace(blank_gain(predictions, baseline, worth, per, against), level=level)
    period = predictions.frame["period"].cast(pl.String)
    return tuple(
        measure_rows(
            structs.replace(blank, slice={"period": name}),
            predictions,
            gain,
            (period == name).fill_null(False).to_numpy(),
        )
        for name in period.drop_nulls().unique().sort()
    )


def gain_per_row(predictions: Predictions, baseline: Predictions, worth: Worth) -> NDArray[np.float64]:
    """Value less the baseline's value on the same id, in the order of `predictions`, shape (rows,).

    Raises:
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    return value_per_row(predictions, worth) - value_per_row(same_order(predictions, baseline), worth)


def same_order(predictions: Predictions, baseline: Predictions) -> Predictions:
    """The baseline with its rows in the order of `predictions`.

    Raises:
        RequestError: when the two do not hold the same ids.
        InternalError: when an id stands twice.
    """
    ids, theirs = predictions.frame["id"], baseline.frame["id"]
    if ids.equals(theirs):
        return baseline
    if ids.n_unique() != len(ids) or theirs.n_unique() != len(theirs):
        raise InternalError(f"ids are not unique in {predictions.candidate!r} or {baseline.candidate!r}")
    places = theirs.to_frame("id").with_row_index("place")
    found = ids.to_frame("id").join(places, on="id", how="left", maintain_order="left")["place"]
    if len(ids) != len(theirs) or found.null_count():
        raise RequestError(
            f"{predictions.candidate} and {baseline.candidate} speak of different rows",
            seen=f"{len(ids)} and {len(theirs)} rows, {len(ids) - found.null_count()} of them the same",
            allowed="predictions for the same ids",
            next_step="evaluate both on the same rows",
        )
    return structs.replace(baseline, frame=baseline.frame[found])


def blank_value(predictions: Predictions, worth: Worth, per: float, level: float) -> Measurement:
    """A measurement of value that lacks its number."""
    return Measurement(
        name="value",
        value=None,
        level=level,
        unit=value_unit(predictions.task, worth),
        per=per,
        direction="up",
        origin=origin_of(predictions),
        candidate=predictions.candidate,
    )


def blank_gain(predictions: Predictions, baseline: Predictions, worth: Worth, per: float, against: str) -> Measurement:
    """A measurement of gain that lacks its number, at 95 %."""
    blank = blank_value(predictions, worth, per, 0.95)
    return structs.replace(blank, name="gain", against=against or baseline.candidate)


def measure_rows(
    blank: Measurement,
    predictions: Predictions,
    values: NDArray[np.float64],
    among: NDArray[np.bool_] | None = None,
) -> Measurement:
    """The mean of one number a row.

    Args:
        blank: says what is measured.
        predictions: for groups and weights.
        values: NaN where not known. # (rows,)
        among: the rows of a slice; None for all. # (rows,)
    """
    counted = np.isfinite(values) if among is None else np.isfinite(values) & among
    return _of_rows(blank, predictions, values, counted).filled()


def _of_rows(
    blank: Measurement, predictions: Predictions, values: NDArray[np.float64], counted: NDArray[np.bool_]
) -> Difference:
    clusters, heavy = cluster_codes(predictions.frame), weights(predictions.frame)
    return Difference(
        blank,
        linear_mean(values[counted], None if heavy is None else heavy[counted]),
        None if clusters is None else clusters[counted],
        np.flatnonzero(counted),
    )
