"""How many cases in a thousand are decided wrongly, beside what is done today."""

from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import measure_rows, same_order
from shipworthy.measure.limit_names import MISTAKES
from shipworthy.measure.rows import UNKNOWN, codes, known_outcomes, origin_of
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions

PER: Final = 1000.0


def count_mistakes(predictions: Predictions, today: Predictions | None = None) -> tuple[Measurement, ...]:
    """Cases in a thousand whose decision is another label than what turned out.

    Args:
        predictions: decided, of labels.
        today: decisions taken today on the same cases; None when nobody knows them.

    Returns:
        Of the candidate, of today, and the difference of the two case by case; empty for numbers.
    """
    if predictions.task.kind == "regression" or "decision" not in predictions.frame.columns:
        return ()
    blank = Measurement(
        name=MISTAKES,
        value=None,
        per=PER,
        direction="down",
        origin=origin_of(predictions),
        candidate=predictions.candidate,
    )
    mine = _wrong(predictions)
    found = [measure_rows(blank, predictions, mine)]
    if today is not None:
        theirs = _wrong(same_order(predictions, today))
        found += [
            measure_rows(structs.replace(blank, candidate=today.candidate), predictions, theirs),
            measure_rows(structs.replace(blank, against=today.candidate), predictions, mine - theirs),
        ]
    return tuple(found)


def _wrong(predictions: Predictions) -> NDArray[np.float64]:
    """1 where the decision is wrong, 0 where it is right, NaN where it cannot be told, shape (rows,)."""
    classes = predictions.task.classes
    said, was = (codes(predictions.frame[name], classes) for name in ("decision", "outcome"))
    told = known_outcomes(predictions) & (said != UNKNOWN)
    return np.where(told, (said != was).astype(np.float64), np.nan)
