import numpy as np
import pytest

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.measure.worth import value_per_row, value_unit
from shipworthy.records.spec import Task, Worth
from tests.measure.tables import BINARY, COLOURS, NONE_AGREED, NUMBER, USD, table


def test_each_decision_is_worth_what_was_agreed_for_its_outcome() -> None:
    predictions = table(
        BINARY, decision=["yes", "yes", "no", "no"], outcome=["yes", "no", "yes", "no"], score=[1.0] * 4
    )
    assert value_per_row(predictions, USD).tolist() == [900, -250, 0, 0]


def test_what_is_not_known_is_worth_nan_and_not_zero() -> None:
    predictions = table(BINARY, decision=["yes", None, "yes"], outcome=["yes", "yes", None])
    assert value_per_row(predictions, USD) == pytest.approx([900, np.nan, np.nan], nan_ok=True)


def test_amounts_may_stand_in_columns() -> None:
    worth = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": "loss"}, "yes": {"no": -5, "yes": "saved"}})
    inputs = [{"loss": -1.0, "saved": 10}, {"loss": -2.0, "saved": 20}, {"loss": -3.0, "saved": None}]
    predictions = table(BINARY, decision=["yes", "no", "yes"], outcome=["yes"] * 3, inputs=inputs)
    assert value_per_row(predictions, worth) == pytest.approx([10, -2, np.nan], nan_ok=True)


def test_decisions_need_not_be_classes() -> None:
    worth = Worth(
        unit="EUR",
        outcomes={"repair": {"red": 5, "green": -1, "blue": -1}, "wait": {"red": -9, "green": 0, "blue": 0}},
    )
    predictions = table(COLOURS, decision=["repair", "wait", "wait"], outcome=["red", "red", "blue"])
    assert value_per_row(predictions, worth).tolist() == [5, -9, 0]


def test_regression_pays_for_each_unit_too_low_or_too_high() -> None:
    predictions = table(NUMBER, score=[10.0, 10.0, 10.0], outcome=[13.0, 8.0, None])
    worth = Worth(unit="EUR", under=2.0, over=5.0)
    assert value_per_row(predictions, worth) == pytest.approx([-6, -10, np.nan], nan_ok=True)


def test_without_amounts_correctness_or_the_error_stands_in() -> None:
    labels = table(COLOURS, decision=["red", "red", None, "blue"], outcome=["red", "blue", "blue", None])
    numbers = table(NUMBER, score=[1.0, 5.0], outcome=[3.0, 4.0])
    assert value_per_row(labels, NONE_AGREED) == pytest.approx([1, 0, 0, np.nan], nan_ok=True)
    assert value_per_row(numbers, NONE_AGREED).tolist() == [-2, -1]


def test_without_amounts_a_label_never_seen_before_is_a_wrong_answer() -> None:
    predictions = table(BINARY, decision=["yes", "no"], outcome=["maybe", "no"])
    assert value_per_row(predictions, NONE_AGREED).tolist() == [0, 1]


def test_an_outcome_without_amount_is_asked_for_by_name() -> None:
    predictions = table(BINARY, decision=["yes", "yes"], outcome=["yes", "maybe"])
    with pytest.raises(RequestError, match="'yes' is worth when 'maybe'") as caught:
        value_per_row(predictions, USD)
    assert "maybe" in caught.value.next_step


def test_a_column_of_amounts_that_is_not_there_is_named_with_the_nearest() -> None:
    worth = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": 0, "yes": "savd"}})
    predictions = table(BINARY, decision=["yes"], outcome=["yes"], inputs=[{"saved": 1.0}])
    with pytest.raises(ColumnError, match="savd") as caught:
        value_per_row(predictions, worth)
    assert caught.value.next_step == "write 'saved'"


def test_costs_of_both_directions_must_be_stated() -> None:
    with pytest.raises(RequestError, match="not both stated"):
        value_per_row(table(NUMBER, score=[1.0], outcome=[2.0]), Worth(unit="EUR", under=1.0))


def test_amounts_of_numbers_do_not_price_labels() -> None:
    with pytest.raises(RequestError, match="no amounts are stated"):
        value_per_row(table(BINARY, decision=["yes"], outcome=["no"]), Worth(unit="EUR", under=1.0, over=1.0))


@pytest.mark.parametrize(
    ("task", "worth", "unit"),
    [
        (BINARY, USD, "USD"),
        (BINARY, NONE_AGREED, "share"),
        (NUMBER, NONE_AGREED, "min"),
        (Task(kind="regression"), NONE_AGREED, "1"),
    ],
)
def test_the_unit_is_that_of_the_amounts_or_of_what_stands_in(task: Task, worth: Worth, unit: str) -> None:
    assert value_unit(task, worth) == unit
