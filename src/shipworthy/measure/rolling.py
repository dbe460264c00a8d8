"""Decisions for every row, with thresholds that could have been known: from other folds, never from the row's own."""

import polars as pl
from msgspec import structs

from shipworthy.measure.decide import choose_threshold, decide
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth


def decide_rolling(predictions: Predictions, worth: Worth, *, ordered: bool) -> Predictions:
    """Fills `decision` on folds and on the rows kept aside.

    A fold's threshold is the most valuable one on earlier folds (`ordered`) or on all other folds; the first of
    ordered folds, which has none before it, acts where acting has the greater expected value. The rows kept aside are
    decided by the threshold of all folds, and that is the candidate's own.

    Args:
        predictions: rows of origin `fold`, each with its period, and of origin `holdout`.
        worth: amounts.
        ordered: True when periods follow each other in time.

    Raises:
        RequestError: when some decision and class have no amount.
        ColumnError: when an amount's column did not travel with the predictions.
        TargetError: when no row of the folds has both a score and a known value.
    """
    if predictions.task.kind != "binary":
        return decide(predictions, worth)
    frame = predictions.frame.with_row_index("_place")
    folds = frame.filter(pl.col("origin") == "fold")
    parts = []
    for period in folds["period"].unique().sort():
        mine = pl.col("period") == period
        others = folds.filter(pl.col("period") < period if ordered else ~mine)
        threshold = _threshold(predictions, others, worth) if others.height else None
        parts.append(_decided(predictions, folds.filter(mine), worth, threshold))
    final = _threshold(predictions, folds, worth) if folds.height else None
    parts.append(_decided(predictions, frame.filter(pl.col("origin") != "fold"), worth, final))
    return structs.replace(predictions, frame=pl.concat(parts).sort("_place").drop("_place"), threshold=final)


def _threshold(predictions: Predictions, rows: pl.DataFrame, worth: Worth) -> float:
    return choose_threshold(structs.replace(predictions, frame=rows), worth)


def _decided(predictions: Predictions, rows: pl.DataFrame, worth: Worth, threshold: float | None) -> pl.DataFrame:
    return decide(structs.replace(predictions, frame=rows), worth, threshold).frame
