"""Scores put right by what turned out on other rows, and what putting them right is worth."""

from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray
from scipy import optimize, special

from shipworthy.measure.decide import decide
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.limit_names import AS_THEY_ARE, IN_USE, RECALIBRATION
from shipworthy.measure.rows import known_rows, scores
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.stats.logistic import logistic_line, logits

_ENOUGH: Final = 1_000


def recalibrated(predictions: Predictions, learned: Predictions) -> Predictions:
    """Scores put right by what turned out for like scores on other rows; decisions are left out.

    Of labels, by isotonic regression (Zadrozny and Elkan 2002) where 1,000 rows and more are known, else by a logistic
    line (Platt 1999); class by class where there are several, then scaled so that they add up to 1.

    Args:
        predictions: whose scores are put right.
        learned: of the same candidate on rows that are none of these.

    Returns:
        The same rows; the same scores where `learned` tells nothing.
    """
    known, score = known_rows(learned), scores(predictions)
    if predictions.task.kind == "binary":
        right = _right(score, known.score, known.outcome == 1)
        column = pl.Series("score", right).fill_nan(None)
    else:
        columns = [
            _right(score[:, place], known.score[:, place], known.outcome == place) for place in range(score.shape[1])
        ]
        table = np.column_stack(columns)
        total = table.sum(axis=1, keepdims=True)
        table = np.where(total > 0, table / np.where(total > 0, total, 1), score)
        lists = pl.Series("score", table, dtype=pl.Array(pl.Float64, table.shape[1])).cast(pl.List(pl.Float64))
        blind = np.isnan(table).any(axis=1)
        column = lists.zip_with(pl.Series(~blind), pl.Series([None], dtype=lists.dtype).new_from_index(0, len(lists)))
    return structs.replace(predictions, frame=predictions.frame.with_columns(column.alias("score")))


def worth_of_calibration(
    predictions: Predictions, learned: Predictions, worth: Worth, per: float = 1.0
) -> tuple[Measurement, ...]:
    """What putting scores right is worth where they are read as chances, row by row on the same rows.

    Args:
        predictions: decided, of rows kept aside.
        learned: of the same candidate on rows that are none of these.
        worth: agreed amounts.
        per: rows that the numbers are for.

    Returns:
        The gain of deciding by the greatest expected value with scores put right, over the same with the scores as they
        are (what being off costs), and over the decisions in use (whose threshold may have made up for it).
    """
    plain = structs.replace(predictions, threshold=None)
    as_they_are, right = decide(plain, worth), decide(recalibrated(plain, learned), worth)
    return tuple(
        structs.replace(measure_gain(right, other, worth, per, against=name), name=RECALIBRATION)
        for name, other in ((AS_THEY_ARE, as_they_are), (IN_USE, predictions))
    )


def _right(score: NDArray[np.float64], known: NDArray[np.float64], happened: NDArray[np.bool_]) -> NDArray[np.float64]:
    told = np.isfinite(known)
    known, turned = known[told], happened[told].astype(np.float64)
    if len(known) < _ENOUGH:
        line = logistic_line(logits(known), turned)
        return score if line is None else special.expit(line[0].value + line[1].value * logits(score))
    places, where, times = np.unique(known, return_inverse=True, return_counts=True)
    shares = np.bincount(where, weights=turned) / times
    fitted = optimize.isotonic_regression(shares, weights=times).x
    return np.where(np.isfinite(score), np.interp(score, places, fitted), np.nan)
