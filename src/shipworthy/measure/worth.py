"""What each decision was worth, given what turned out."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import RequestError
from shipworthy.measure.cost import AMOUNTS, costs_of
from shipworthy.measure.function import value_by_function
from shipworthy.measure.inputs import input_column
from shipworthy.measure.rows import UNKNOWN, codes, known_outcomes, numbers
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth


def value_per_row(predictions: Predictions, worth: Worth) -> NDArray[np.float64]:
    """Value of each row's decision, in the unit of `worth`.

    Classification looks the amount up by decision and outcome; regression turns what an error costs into a loss; a
    function of the project's own says it row by row. Without agreed amounts a correct label counts 1 and a wrong one
    0, and a number counts as minus its absolute error.

    Returns:
        NaN where the outcome, the decision or the amount is not known. # (rows,)

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed, or the function fails.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    if worth.call:
        return value_by_function(predictions, worth)
    if predictions.task.kind == "regression":
        return _regression(predictions, worth)
    decisions = labels_of(predictions.task, worth)
    if "decision" in predictions.frame.columns:
        decided = codes(predictions.frame["decision"], decisions)
    else:
        decided = np.full(predictions.frame.height, UNKNOWN)
    return value_of(predictions, worth, decided)


def value_of(predictions: Predictions, worth: Worth, decided: NDArray[np.int64]) -> NDArray[np.float64]:
    """Value of other decisions on the same rows.

    Args:
        predictions: rows with outcomes, of a classification.
        worth: amounts.
        decided: place of each decision in `labels_of(task, worth)`, `UNKNOWN` for none. # (rows,)

    Returns:
        NaN where outcome, decision or amount is not known. # (rows,)

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed, or the function fails.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    if worth.call:
        # UNKNOWN is the last place
        labels = pl.Series([*labels_of(predictions.task, worth), None], dtype=pl.String)
        return value_by_function(
            predictions, worth, labels.gather(np.where(decided == UNKNOWN, len(labels) - 1, decided))
        )
    known = known_outcomes(predictions)
    if not known.any():
        return np.full(len(decided), np.nan)
    if not worth.agreed:
        turned_out = codes(predictions.frame["outcome"], predictions.task.classes)
        correct = (decided == turned_out) & (decided != UNKNOWN)
        return np.where(known, correct.astype(np.float64), np.nan)
    outcomes = outcomes_of(predictions.task, worth)
    turned_out = codes(predictions.frame["outcome"], outcomes)
    table, columns = amount_table(predictions, worth)
    # UNKNOWN is the last place: an outcome that nobody named has no amount.
    values = np.pad(table, ((0, 0), (0, 1)), constant_values=np.nan)[decided, turned_out]
    judged = known & (decided != UNKNOWN)
    unpriced = judged & np.isnan(values)
    if unpriced.any():
        row = int(np.argmax(unpriced))
        decision, outcome = tuple(worth.outcomes)[decided[row]], predictions.frame["outcome"][row]
        raise unpriced_error(decision, outcome, f"{int(unpriced.sum())} such rows")
    for (decision_place, outcome_place), amounts in columns.items():
        here = (decided == decision_place) & (turned_out == outcome_place)
        values[here] = amounts[here]
    return np.where(judged, values, np.nan)


def labels_of(task: Task, worth: Worth) -> tuple[str, ...]:
    """The decisions there are: those that amounts were agreed for, else the classes."""
    return tuple(worth.outcomes) or task.classes


def outcomes_of(task: Task, worth: Worth) -> tuple[str, ...]:
    """The classes, and then any further outcome that amounts were agreed for."""
    named = dict.fromkeys(outcome for amounts in worth.outcomes.values() for outcome in amounts)
    return tuple(dict.fromkeys([*task.classes, *named]))


def amount_table(
    predictions: Predictions, worth: Worth
) -> tuple[NDArray[np.float64], dict[tuple[int, int], NDArray[np.float64]]]:
    """The amounts by decision and outcome, and those that stand in columns.

    Returns:
        Numbers in the order of `labels_of` and `outcomes_of`, 0 where a column holds them, NaN where there
        is no amount
        # (decisions, outcomes); and for each place of a column its rows # (rows,).

    Raises:
        RequestError: when no amounts by outcome were stated at all.
        ColumnError: when a column did not travel with the predictions.
    """
    outcomes = outcomes_of(predictions.task, worth)
    if not worth.outcomes:
        raise RequestError(
            f"no amounts are stated for the outcomes of a {predictions.task.kind} target",
            where=AMOUNTS,
            seen={"under": worth.under, "over": worth.over},
            allowed="an amount for each decision and outcome",
            next_step="state success.value.outcomes",
        )
    table = np.full((len(worth.outcomes), len(outcomes)), np.nan)
    columns: dict[tuple[int, int], NDArray[np.float64]] = {}
    for place, amounts in enumerate(worth.outcomes.values()):
        for outcome, amount in amounts.items():
            at = place, outcomes.index(outcome)
            if isinstance(amount, str):
                columns[at] = numbers(input_column(predictions, amount, AMOUNTS))
            table[at] = 0.0 if isinstance(amount, str) else amount
    return table, columns


def unpriced_error(decision: str, outcome: str, seen: str) -> RequestError:
    """What to say when a decision meets an outcome that has no amount."""
    return RequestError(
        f"no amount says what {decision!r} is worth when {outcome!r} turns out",
        where=AMOUNTS,
        seen=seen,
        allowed="a number, or a column that holds it",
        next_step=f"state an amount for {outcome!r} under {decision!r}",
    )


def value_unit(task: Task, worth: Worth) -> str:
    """Unit of a value: that of the amounts, else `share` of correct labels or the unit of the target."""
    if worth.agreed:
        return worth.unit or "1"
    return (task.unit or "1") if task.kind == "regression" else "share"


def _regression(predictions: Predictions, worth: Worth) -> NDArray[np.float64]:
    if not known_outcomes(predictions).any():
        return np.full(predictions.frame.height, np.nan)
    frame = predictions.frame
    said = numbers(frame["decision"] if "decision" in frame.columns else frame["score"])
    error = said - numbers(frame["outcome"])
    if not worth.agreed:
        return -np.abs(error)
    return -costs_of(predictions, worth).of(error)
