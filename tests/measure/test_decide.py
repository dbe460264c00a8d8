from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import InternalError, RequestError, TargetError
from shipworthy.measure.decide import choose_threshold, decide, expected_value_threshold
from shipworthy.measure.worth import value_per_row
from shipworthy.records.spec import Worth
from tests.measure.tables import BINARY, COLOURS, NONE_AGREED, NUMBER, USD, table

ROWS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.31, 0.7, 1.0]), st.sampled_from(["yes", "no", None])),
    min_size=1,
    max_size=25,
).filter(lambda rows: any(outcome for _, outcome in rows))


@given(ROWS)
def test_no_other_threshold_would_have_been_worth_more(rows: list[tuple[float, str | None]]) -> None:
    predictions = table(BINARY, score=[row[0] for row in rows], outcome=[row[1] for row in rows])

    def total(threshold: float) -> float:
        return float(np.nansum(value_per_row(decide(predictions, USD, threshold), USD)))

    chosen = choose_threshold(predictions, USD)
    tried = [total(threshold) for threshold in (-1, 0, 0.02, 0.05, 0.07, 0.1, 0.2, 0.3, 0.305, 0.31, 0.5, 0.7, 1, 2)]
    assert total(chosen) == max(tried)


def test_the_threshold_stands_in_the_middle_of_the_best_stretch() -> None:
    predictions = table(BINARY, score=[0.9, 0.8, 0.4, 0.2], outcome=["yes", "yes", "no", "no"])
    assert choose_threshold(predictions, USD) == pytest.approx(0.6)


def test_of_two_stretches_equally_good_the_higher_one_is_taken() -> None:
    worth = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": 1}})
    predictions = table(BINARY, score=[0.9, 0.7, 0.5, 0.2], outcome=["yes", "no", "yes", "no"])
    assert choose_threshold(predictions, worth) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("scores", "outcome", "threshold"),
    [([0.2, 0.6], "no", 0.8), ([0.2, 0.6], "yes", 0.1), ([2.0, 3.0], "yes", 2.0)],
)
def test_deciding_all_alike_leaves_room_for_rows_to_come(scores: list[float], outcome: str, threshold: float) -> None:
    predictions = table(BINARY, score=scores, outcome=[outcome] * 2)
    assert choose_threshold(predictions, USD) == pytest.approx(threshold)


def test_a_score_of_one_stays_below_the_threshold_when_no_action_pays() -> None:
    assert choose_threshold(table(BINARY, score=[1.0, 0.5], outcome=["no", "no"]), USD) > 1.0


def test_rows_weigh_as_they_are_told_to() -> None:
    columns: Any = {"score": [0.8, 0.6], "outcome": ["yes", "no"]}
    worth = Worth(unit="USD", outcomes={"no": {"no": 5, "yes": 0}, "yes": {"no": 0, "yes": 1}})
    swapped: Any = {"score": [0.8, 0.6], "outcome": ["no", "yes"], "weight": [1.0, 10.0]}
    assert choose_threshold(table(BINARY, **columns), worth) == pytest.approx(0.7)
    assert choose_threshold(table(BINARY, **swapped), worth) == pytest.approx(0.3)


def test_a_threshold_needs_a_row_that_tells() -> None:
    with pytest.raises(TargetError, match="no threshold can be chosen"):
        choose_threshold(table(BINARY, score=[0.4, None], outcome=[None, "yes"]), USD)
    with pytest.raises(InternalError):
        choose_threshold(table(NUMBER, score=[0.4], outcome=[1.0]), USD)


def test_with_true_probabilities_the_chosen_threshold_nears_the_expected_value_threshold() -> None:
    rng = np.random.default_rng(8)
    score = rng.random(100_000)
    predictions = table(BINARY, score=score, outcome=np.where(rng.random(100_000) < score, "yes", "no"))
    exact = expected_value_threshold(USD, BINARY)
    assert exact == pytest.approx(250 / 1150)
    assert choose_threshold(predictions, USD) == pytest.approx(exact, abs=0.03)


def test_there_is_no_single_threshold_where_amounts_differ_by_row_or_action_never_pays() -> None:
    by_row = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": "fee", "yes": 9}})
    never = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": -1}})
    assert expected_value_threshold(by_row, BINARY) is None
    assert expected_value_threshold(never, BINARY) is None
    assert expected_value_threshold(USD, COLOURS) is None
    assert expected_value_threshold(NONE_AGREED, BINARY) == 0.5


def test_decide_fills_labels_from_the_threshold_on_and_leaves_rows_without_score() -> None:
    decided = decide(table(BINARY, score=[0.3, 0.29, None, float("nan")]), USD, 0.3)
    assert decided.frame["decision"].to_list() == ["yes", "no", None, None]
    assert decided.threshold == 0.3


def test_without_threshold_the_greater_expected_value_decides_row_by_row() -> None:
    worth = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -10, "yes": "saved"}})
    inputs = [{"saved": 5.0}, {"saved": 50.0}, {"saved": None}]
    decided = decide(table(BINARY, score=[0.5, 0.5, 0.5], inputs=inputs), worth)
    assert decided.frame["decision"].to_list() == ["no", "yes", "no"]
    assert decided.threshold is None
    assert decide(table(BINARY, score=[0.21, 0.22]), USD).frame["decision"].to_list() == ["no", "yes"]


def test_several_classes_go_by_expected_value_or_by_the_likeliest() -> None:
    predictions = table(COLOURS, score=[[0.5, 0.3, 0.2], [0.2, 0.2, 0.6], None])
    worth = Worth(
        unit="USD",
        outcomes={"stop": {"red": 1, "green": 0, "blue": 0}, "go": {"red": 0, "green": 2, "blue": 1}},
    )
    assert decide(predictions, NONE_AGREED).frame["decision"].to_list() == ["red", "blue", None]
    assert decide(predictions, worth).frame["decision"].to_list() == ["go", "go", None]


def test_a_class_without_amount_is_asked_for() -> None:
    worth = Worth(unit="USD", outcomes={"go": {"red": 1, "green": 0}})
    with pytest.raises(RequestError, match="'go' is worth when 'blue'"):
        decide(table(COLOURS, score=[[0.5, 0.3, 0.2]]), worth)


def test_a_number_is_acted_on_as_it_is() -> None:
    decided = decide(table(NUMBER, score=[1.5, None]), NONE_AGREED)
    assert decided.frame["decision"].to_list() == [1.5, None]
