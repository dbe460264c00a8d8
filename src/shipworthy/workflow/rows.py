"""Which of a candidate's predictions are meant: those of the folds, or those on the rows kept aside."""

import polars as pl
from msgspec import structs

from shipworthy.records.predictions import Predictions


def folds_of(predictions: Predictions) -> Predictions:
    """Out-of-fold rows of the development period."""
    return _of(predictions, "fold")


def holdout_of(predictions: Predictions) -> Predictions:
    """Rows kept aside."""
    return _of(predictions, "holdout")


def _of(predictions: Predictions, origin: str) -> Predictions:
    return structs.replace(predictions, frame=predictions.frame.filter(pl.col("origin") == origin))
