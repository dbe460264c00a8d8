"""Acting on the highest scores of each period, where not all that would pay can be acted on."""

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.errors import InternalError
from shipworthy.measure.capacity import drawn, fair_share, highest, period_codes
from shipworthy.measure.rows import scores
from shipworthy.measure.threshold import alone
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

WHERE = "success.value.top.per"


def decide_top(predictions: Predictions, worth: Worth, threshold: float | None = None) -> Predictions:
    """Says yes to the `k` highest scores of each period, and no to all others.

    Scores alone decide, no outcome does; equal scores are told apart by a number drawn from the id. A row without score
    gets no decision.

    Args:
        predictions: of a task with two labels, all rows of each period.
        worth: says how many are taken, and what a period is.
        threshold: that stands in for the ranking when rows come one at a time; it is kept, and decides nothing here.

    Raises:
        ColumnError: when the rows do not say which period they belong to.
    """
    labels = [*predictions.task.classes, None]
    chosen = np.where(taken(predictions, worth), 1, 0)
    chosen[np.isnan(scores(predictions))] = 2
    decision = pl.Series("decision", labels, dtype=pl.String).gather(chosen)
    return structs.replace(predictions, frame=predictions.frame.with_columns(decision), threshold=threshold)


def top_rolling(predictions: Predictions, worth: Worth) -> Predictions:
    """Fills `decision` by rank, on folds and on the rows kept aside, which compete for the places of their period.

    The threshold for rows that come one at a time lets through no more than there are places for, on average over the
    periods of the folds.

    Args:
        predictions: rows of origin `fold` and of origin `holdout`; of a task with two labels.
        worth: says how many are taken, and what a period is.

    Raises:
        ColumnError: when the rows do not say which period they belong to.
    """
    folds = (predictions.frame["origin"] == "fold").fill_null(False).to_numpy()
    if not worth.top or not folds.any():
        return decide_top(predictions, worth)
    periods = period_codes(predictions, worth.top.per, WHERE)
    room = fair_share(periods, folds, worth.top.k)
    score = scores(predictions)[folds]
    return decide_top(predictions, worth, alone(score, periods[folds], room, 0.0) if len(score) else None)


def taken(predictions: Predictions, worth: Worth) -> NDArray[np.bool_]:
    """True for the rows with the highest scores of their period, shape (rows,).

    Raises:
        ColumnError: when the rows do not say which period they belong to.
    """
    if not worth.top:
        raise InternalError("a ranking was asked for, and none is agreed")
    periods = period_codes(predictions, worth.top.per, WHERE)
    return highest(scores(predictions), periods, worth.top.k, drawn(predictions.frame["id"]))
