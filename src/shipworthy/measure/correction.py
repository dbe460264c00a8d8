"""The number to act on, where errors in one direction cost more: chosen for value, on rows that are not kept aside.

With a cost of each unit too low and too high the best number is a quantile of what turns out, which is the newsvendor's
rule (Arrow, Harris and Marschak 1951, "Optimal inventory policy"); a model of the mean is shifted or scaled towards it.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.cost import Costs, costs_of
from shipworthy.measure.gain import blank_value, measure_rows
from shipworthy.measure.rows import known_outcomes, numbers, scores, weights
from shipworthy.measure.worth import value_per_row
from shipworthy.records.correction import Correction
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

_GRID: Final = np.linspace(0.02, 0.98, 25)
"""Shares of the errors at which a function of value is tried, for want of a line to follow."""
_ROUNDING: Final = 1e-9
_Array = NDArray[np.float64]


def choose_correction(predictions: Predictions, worth: Worth) -> Correction | None:
    """What to make of the predicted numbers so that they are worth most in all on these rows.

    Hand in out-of-fold rows of the training period, never those kept aside. The best number to add and, where all
    numbers are above zero, the best number to multiply by are tried; for costs they are exact, for a function of value
    they come from a grid. The better one is taken when it gains more than one standard error over none, so that what
    may be luck changes nothing.

    Returns:
        None when the number is best acted on as it is, or nothing is known.

    Raises:
        RequestError: when it is not said what errors cost, or the function of value fails.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    known = known_outcomes(predictions) & np.isfinite(scores(predictions))
    if not worth.agreed or not known.any():
        return None
    rows = structs.replace(predictions, frame=predictions.frame.filter(pl.Series(known)))
    plain = value_per_row(corrected(rows, None), worth)
    tried = [(each, value_per_row(corrected(rows, each), worth)) for each in _candidates(rows, worth)]
    best, value = max(tried, key=lambda pair: _total(rows, pair[1]))
    gain = measure_rows(blank_value(rows, worth, 1.0, 0.95), rows, value - plain)
    clear = gain.value is not None and gain.se is not None and gain.value > gain.se
    return best if clear else None


def correct_rolling(predictions: Predictions, worth: Worth, *, ordered: bool) -> Predictions:
    """Fills `decision` with the corrected number, on folds and on the rows kept aside.

    A fold's correction is the one that is worth most on earlier folds (`ordered`) or on all other folds; the first of
    ordered folds, which has none before it, is taken as it is. The rows kept aside are corrected by what is worth most
    on all folds, and that is the candidate's own.

    Args:
        predictions: rows of origin `fold`, each with its period, and of origin `holdout`; of numbers.
        worth: costs, or a function.
        ordered: True when periods follow each other in time.

    Raises:
        RequestError: when it is not said what errors cost, or the function of value fails.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    frame = predictions.frame.with_row_index("_place")
    folds = frame.filter(pl.col("origin") == "fold")
    parts = []
    for period in folds["period"].unique().sort() if folds.height else ():
        mine = pl.col("period") == period
        others = folds.filter(pl.col("period") < period if ordered else ~mine)
        parts.append(_corrected_by(predictions, folds.filter(mine), others, worth)[0])
    aside, final = _corrected_by(predictions, frame.filter(pl.col("origin") != "fold"), folds, worth)
    whole = pl.concat([*parts, aside]).sort("_place").drop("_place")
    return structs.replace(predictions, frame=whole, threshold=None, correction=final)


def corrected(predictions: Predictions, correction: Correction | None) -> Predictions:
    """Acts on the predicted number, or on what a correction makes of it; a row without score gets no decision."""
    said = scores(predictions)
    number = pl.Series("decision", said if correction is None else correction.of(said)).fill_nan(None)
    frame = predictions.frame.with_columns(number)
    return structs.replace(predictions, frame=frame, threshold=None, correction=correction)


def _corrected_by(
    predictions: Predictions, rows: pl.DataFrame, learned: pl.DataFrame, worth: Worth
) -> tuple[pl.DataFrame, Correction | None]:
    chosen = choose_correction(structs.replace(predictions, frame=learned), worth)
    return corrected(structs.replace(predictions, frame=rows), chosen).frame, chosen


def _candidates(rows: Predictions, worth: Worth) -> Iterator[Correction]:
    said, was = scores(rows), numbers(rows.frame["outcome"])
    scaled = bool((said > 0).all())
    if worth.call:
        yield from (Correction(shift=float(by)) for by in np.unique(np.quantile(was - said, _GRID)))
        yield from (Correction(scale=float(by)) for by in np.unique(np.quantile(was / said, _GRID)) if scaled)
        return
    costs, heavy = costs_of(rows, worth), weights(rows.frame)
    heavy = np.ones(len(said)) if heavy is None else heavy
    yield Correction(shift=_cheapest(np.ones(len(said)), was - said, costs, heavy, neutral=0.0))
    if scaled:
        yield Correction(scale=_cheapest(said, was, costs, heavy, neutral=1.0))


def _cheapest(factor: _Array, wanted: _Array, costs: Costs, heavy: _Array, *, neutral: float) -> float:
    """The number p at which the cost of the errors `factor * p - wanted` is least in all.

    The total is made of straight lines that bend where the error of a row meets one of its points, so that it is least
    at one of these bends. They are walked through in order, the slope being known between them. Of a stretch that is
    equally cheap the number nearest to `neutral` is taken.

    Args:
        factor: above zero. # (rows,)
        wanted: # (rows,)
        costs: of errors, each row's own.
        heavy: weights of the rows. # (rows,)
        neutral: the number that changes nothing.
    """
    slopes = costs.slopes  # (points - 1, rows or 1)
    bends = np.broadcast_to(np.diff(slopes, axis=0), (len(slopes) - 1, len(factor))) * (heavy * factor)
    place = (wanted + costs.off[1:-1, None]) / factor  # (points - 2, rows)
    order = np.argsort(place, axis=None, kind="stable")
    at, bend = place.ravel()[order], bends.ravel()[order]
    steep = float((slopes[0] * heavy * factor).sum()) + np.cumsum(bend)
    start = float((heavy * costs.of(factor * at[0] - wanted)).sum())
    total = start + np.append(0.0, np.cumsum(steep[:-1] * np.diff(at)))
    least = total <= total.min() + _ROUNDING * (1.0 + float(np.abs(total).max()))
    first = int(np.argmax(least))
    last = first + int(np.argmin(np.append(least[first:], False))) - 1
    return float(np.clip(neutral, at[first], at[last]))


def _total(rows: Predictions, value: _Array) -> float:
    heavy = weights(rows.frame)
    return float(np.nansum(value if heavy is None else value * heavy))
