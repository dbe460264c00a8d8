"""What each decision lost: against the best decision that there was, and against what is done today."""

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.gain import gain_per_row
from shipworthy.measure.worth import labels_of, value_of, value_per_row
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth


def forgone_per_row(predictions: Predictions, worth: Worth) -> NDArray[np.float64]:
    """What the best decision would have been worth more, given what turned out; without agreed amounts, the error.

    A number that is exactly right costs nothing, so that its loss is its cost, or how far it is off.

    Returns:
        NaN where the outcome, the decision or the amount is not known. # (rows,)

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    value = value_per_row(predictions, worth)
    if predictions.task.kind == "regression":
        # what a function says the best number is worth is not known: the best that was met stands in for it
        return np.fmax.reduce(value, initial=-np.inf) - value if worth.call else -value
    rows = predictions.frame.height
    labels = labels_of(predictions.task, worth)
    best: NDArray[np.float64] = np.maximum.reduce(
        [value_of(predictions, worth, np.full(rows, place)) for place in range(len(labels))]
    )
    return best - value


def behind_per_row(predictions: Predictions, baseline: Predictions, worth: Worth) -> NDArray[np.float64]:
    """What the baseline's decision was worth more, shape (rows,); negative where it was worth less, NaN where unknown.

    Raises:
        RequestError: when the two do not speak of the same ids, or a needed amount was not agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    return -gain_per_row(predictions, baseline, worth)
