"""What a unit's outcome was the time before: the forecast that repeats what came last."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.measure.rows import numbers
from shipworthy.records.predictions import Predictions

_SERIES = ("unit_id", "group")


def outcomes_before(predictions: Predictions) -> NDArray[np.float64] | None:
    """The outcome at the latest earlier time of the same series, NaN where there is none, shape (rows,).

    A series is a unit (`unit_id`, else `group`) whose times differ, or all rows where all times differ.

    Returns:
        None when the rows have no time, or several rows of a series share one.
    """
    frame = predictions.frame
    if "time" not in frame.columns or "outcome" not in frame.columns or predictions.task.kind != "regression":
        return None
    series = _series(frame)
    if series is None:
        return None
    ordered = frame.select("time", outcome=pl.Series(numbers(frame["outcome"])), place=pl.int_range(pl.len())).sort(
        "time"
    )
    if series:
        ordered = ordered.with_columns(series=frame[series].gather(ordered["place"]))
    known = pl.col("outcome").fill_nan(None).forward_fill().shift(1)
    last = ordered.select(before=known.over("series") if series else known)["before"]
    found = np.full(frame.height, np.nan)
    found[ordered["place"].to_numpy()] = numbers(last)
    return found


def _series(frame: pl.DataFrame) -> str | None:
    """Column that tells series apart, empty when all rows are one; None when no reading fits."""
    if frame["time"].null_count():
        return None
    if frame["time"].n_unique() == frame.height:
        return ""
    known = (name for name in _SERIES if name in frame.columns and not frame[name].null_count())
    return next((name for name in known if not frame.select(name, "time").is_duplicated().any()), None)
