import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.measure.decide import decide, expected_value_threshold
from shipworthy.records.spec import Worth
from tests.measure.tables import BINARY, COLOURS, NONE_AGREED, NUMBER, USD, table


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
