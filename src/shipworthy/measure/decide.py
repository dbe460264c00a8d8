"""From scores to decisions."""

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.correction import corrected
from shipworthy.measure.rows import scores
from shipworthy.measure.top import decide_top
from shipworthy.measure.worth import amount_table, labels_of, unpriced_error, value_of
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth


def expected_value_threshold(worth: Worth, task: Task) -> float | None:
    """The probability from which yes is worth more than no, when scores are probabilities.

    Returns:
        None when the amounts stand in columns, so that it differs by row, or when the better decision does
        not turn from no to yes as the probability grows; 0.5 when no amounts were agreed.

    >>> amounts = {"no": {"no": 0, "yes": 0}, "yes": {"no": -250, "yes": 900}}
    >>> worth = Worth(unit="USD", outcomes=amounts)
    >>> round(expected_value_threshold(worth, Task(kind="binary", classes=("no", "yes"))), 4)
    0.2174
    """
    if task.kind != "binary":
        return None
    if not worth.agreed:
        return 0.5
    negative, positive = task.classes
    amounts = [
        worth.outcomes.get(decision, {}).get(outcome)
        for decision, outcome in (
            (negative, negative),
            (positive, negative),
            (positive, positive),
            (negative, positive),
        )
    ]
    if any(amount is None or isinstance(amount, str) for amount in amounts):
        return None
    true_no, false_yes, true_yes, false_no = (float(amount) for amount in amounts if amount is not None)
    harm, good = true_no - false_yes, true_yes - false_no
    return harm / (harm + good) if harm > 0 and good > 0 else None


def decide(predictions: Predictions, worth: Worth, threshold: float | None = None) -> Predictions:
    """Fills `decision` from the scores.

    Binary: yes from the threshold on; without one, the decision of greater expected value, the score being
    read as a probability. Multiclass: the decision of greatest expected value, which is the likeliest class
    when no amounts were agreed. Regression: the number, corrected where the predictions say how. Ranking: yes
    for the highest scores of each period. A row without score gets no decision.

    Raises:
        RequestError: when some decision and class have no amount.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    task, frame = predictions.task, predictions.frame
    if task.kind == "regression":
        return corrected(predictions, predictions.correction)
    if worth.top:
        return decide_top(predictions, worth, threshold)
    if task.kind == "binary" and threshold is None:
        threshold = expected_value_threshold(worth, task)
    if task.kind == "binary" and threshold is not None:
        score = scores(predictions)
        labels, chosen = task.classes, np.where(score >= threshold, 1, 0)
        chosen[np.isnan(score)] = len(labels)
    else:
        labels, chosen = labels_of(task, worth), _most_valuable(predictions, worth)
    decision = pl.Series("decision", [*labels, None], dtype=pl.String).gather(chosen)
    return structs.replace(predictions, frame=frame.with_columns(decision), threshold=threshold)


def _most_valuable(predictions: Predictions, worth: Worth) -> NDArray[np.int64]:
    """Place of the decision of greatest expected value, one past the last for none, shape (rows,)."""
    chances = scores(predictions)
    if chances.ndim == 1:
        chances = np.column_stack([1 - chances, chances])
    expected = chances
    if worth.call:
        expected = _by_function(predictions, worth, chances)
    elif worth.agreed:
        classes, decisions = predictions.task.classes, tuple(worth.outcomes)
        table, columns = amount_table(predictions, worth)
        table = table[:, : len(classes)]
        for decision, outcome in np.argwhere(np.isnan(table))[:1]:
            raise unpriced_error(decisions[decision], classes[outcome], "no amount")
        expected = chances @ table.T
        for (decision, outcome), amounts in columns.items():
            if outcome < len(classes):
                expected[:, decision] += chances[:, outcome] * amounts
    blind = np.isnan(expected)
    chosen: NDArray[np.int64] = np.argmax(np.where(blind, -np.inf, expected), axis=1)
    chosen[blind.all(axis=1)] = expected.shape[1]
    return chosen


def _by_function(predictions: Predictions, worth: Worth, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each decision is expected to be worth by the function, asked about every outcome, shape (rows, classes)."""
    classes, rows = predictions.task.classes, predictions.frame.height
    expected = np.zeros((rows, len(classes)))
    for outcome, label in enumerate(classes):
        turned_out = predictions.frame.with_columns(pl.lit(label).alias("outcome"))
        case = structs.replace(predictions, frame=turned_out)
        for decision in range(len(classes)):
            expected[:, decision] += chances[:, outcome] * value_of(case, worth, np.full(rows, decision))
    return expected
