import polars as pl
import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.measure.claimed import claimed_value_per_row, measure_gain_over_rates
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.measure.status_quo import measure_no_action, nothing_predictions, status_quo_predictions
from tests.measure.tables import BINARY, COLOURS, NUMBER, USD, simulated, table

LIKE = table(BINARY, score=[0.9, 0.1, 0.4], outcome=["yes", "no", None], group=["a", "a", "b"])


def test_a_rule_becomes_predictions_on_the_same_rows_and_its_empty_answer_no_action() -> None:
    today = status_quo_predictions(LIKE, pl.Series([True, False, None]))
    assert today.candidate == "status_quo"
    assert today.frame["decision"].to_list() == ["yes", "no", "no"]
    assert today.frame["score"].to_list() == [1.0, 0.0, 0.0]
    for same in ("id", "outcome", "group"):
        assert today.frame[same].equals(LIKE.frame[same])


def test_labels_and_numbers_are_taken_as_they_are() -> None:
    colours = status_quo_predictions(table(COLOURS, outcome=["red"] * 3), pl.Series(["blue", "red", None]))
    assert colours.frame["decision"].to_list() == ["blue", "red", None]
    assert colours.frame["score"].to_list() == [[0, 0, 1], [1, 0, 0], None]
    numbers = status_quo_predictions(table(NUMBER, outcome=[1.0, 2.0]), pl.Series([3, None]))
    assert numbers.frame["decision"].to_list() == [3.0, None]
    assert measure_metric("mean_absolute_error", numbers).value == 2.0


def test_true_and_false_may_be_the_labels_themselves() -> None:
    task = BINARY.__class__(kind="binary", classes=("false", "true"))
    today = status_quo_predictions(table(task, outcome=["true", "false"]), pl.Series([True, False]))
    assert today.frame["decision"].to_list() == ["true", "false"]


def test_an_answer_outside_the_classes_is_shown() -> None:
    with pytest.raises(RequestError, match="not one of the classes") as caught:
        status_quo_predictions(LIKE, pl.Series(["yes", "perhaps", "no"]))
    assert caught.value.seen == ["perhaps"]
    with pytest.raises(RequestError, match="not a number"):
        status_quo_predictions(table(NUMBER, outcome=[1.0]), pl.Series(["many"]))


def test_doing_nothing_says_no_to_all_and_is_no_answer_where_there_is_no_no() -> None:
    assert nothing_predictions(LIKE).frame["decision"].to_list() == ["no"] * 3
    with pytest.raises(RequestError, match="doing nothing"):
        nothing_predictions(table(NUMBER, outcome=[1.0]))


def test_empty_answers_of_the_rule_are_counted() -> None:
    found = measure_no_action(pl.Series([True, None, None, False]))
    assert (found.value, found.n, found.unit) == (0.5, 4, "share")
    assert measure_no_action(pl.Series([], dtype=pl.Boolean)).value is None


RATES = {"yes": {"yes": 0.4, "no": 0.6}, "no": {"yes": 0.1, "no": 0.9}}


def test_claimed_rates_are_worth_their_expectation_given_the_outcome() -> None:
    assert claimed_value_per_row(LIKE, USD, RATES) == pytest.approx([360, -25, float("nan")], nan_ok=True)


def test_rates_of_zero_and_one_are_worth_the_same_as_doing_nothing() -> None:
    ours = simulated(9)
    never = {"yes": {"no": 1.0}, "no": {"no": 1.0}}
    claimed = measure_gain_over_rates(ours, USD, never, 1000)
    paired = measure_gain(ours, nothing_predictions(ours), USD, 1000)
    assert (claimed.value, claimed.low, claimed.n) == pytest.approx((paired.value, paired.low, paired.n))
    assert "as claimed" in claimed.method


@pytest.mark.parametrize("of_yes", [{}, {"yes": 0.4}, {"yes": 0.4, "perhaps": 0.6}])
def test_rates_must_say_what_is_done_for_each_outcome(of_yes: dict[str, float]) -> None:
    with pytest.raises(RequestError, match="claimed rates for 'yes'"):
        claimed_value_per_row(LIKE, USD, {**RATES, "yes": of_yes})
