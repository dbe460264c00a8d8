"""The right to abstain: where a score is not sure enough, what is done today goes on."""

import polars as pl
from msgspec import structs

from shipworthy.measure.gain import same_order
from shipworthy.records.deciding import Band
from shipworthy.records.predictions import Predictions


def left_to_today(predictions: Predictions, today: Predictions, band: Band) -> Predictions:
    """Decisions with those of unsure scores taken as they are today, and those of sure ones by the score.

    Args:
        predictions: decided, of a yes-or-no task.
        today: what is done today on the same ids.
        band: scores in between are not sure enough.

    Raises:
        RequestError: when the two do not speak of the same ids.
    """
    negative, positive = predictions.task.classes
    score = pl.col("score")
    decision = (
        pl.when(score <= band.above)
        .then(pl.lit(negative))
        .when(score >= band.below)
        .then(pl.lit(positive))
        .when(score.is_not_null() & score.is_not_nan())
        .then(same_order(predictions, today).frame["decision"])
        .otherwise(pl.col("decision"))
    )
    return structs.replace(predictions, frame=predictions.frame.with_columns(decision=decision))
