from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.bundle.card import card
from shipworthy.bundle.deciding import decisions
from shipworthy.bundle.standing_in import stand_in
from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.decide import decide
from shipworthy.records.bundle import Bundle
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import StatusQuo, Task, Worth
from tests.bundle.samples import THREE, record
from tests.lab.samples import BINARY, REGRESSION

AMOUNTS = Worth(unit="USD", outcomes={"yes": {"yes": "price", "no": -3.0}, "no": {"yes": 0.0, "no": 0.0}})
COSTS = Worth(
    unit="USD",
    outcomes={
        "act": {"a": 5.0, "b": -1.0, "c": -1.0},
        "wait": {"a": 0.0, "b": 1.0, "c": 1.0},
    },
)


@pytest.mark.parametrize(
    ("task", "worth", "threshold"),
    [
        (BINARY, Worth(agreed=False), 0.3),
        (BINARY, Worth(agreed=False), None),
        (BINARY, AMOUNTS, None),
        (THREE, Worth(agreed=False), None),
        (THREE, COSTS, None),
        (REGRESSION, Worth(agreed=False), None),
    ],
)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_rows_are_decided_as_they_were_measured(task: Task, worth: Worth, threshold: float | None, seed: int) -> None:
    random = np.random.default_rng(seed)
    frame = pl.DataFrame({"price": random.normal(4, 3, 7)})
    scores = random.dirichlet([1, 1, 1], 7) if task == THREE else random.random(7)
    listed = pl.Series("score", scores.tolist())
    columns = {"id": map(str, range(7)), "origin": ["live"] * 7, "model": ["m"] * 7, "score": listed}
    table = pl.DataFrame({**columns, "inputs": frame.to_struct()})
    measured = decide(Predictions(candidate="m", task=task, frame=table), worth, threshold)
    bundle = record(task, worth=worth, threshold=threshold)
    assert decisions(bundle, scores, frame) == measured.frame["decision"].to_list()


def test_amounts_that_did_not_come_along_are_missed_by_name() -> None:
    with pytest.raises(ColumnError, match="price"):
        decisions(record(worth=AMOUNTS, threshold=None), np.array([0.5]), pl.DataFrame({"size": [1.0]}))


def fallen_back(task: Task, today: StatusQuo, frame: pl.DataFrame) -> list[Any]:
    return stand_in(record(task, status_quo=today, fallback="status_quo"), frame)


def test_todays_rule_stands_in_and_no_answer_of_it_is_no_action() -> None:
    frame = pl.DataFrame({"booked": [1.0, 4.0, None]})
    rule = StatusQuo(kind="rule", rule="booked >= 3")
    assert fallen_back(BINARY, rule, frame) == ["no", "yes", "no"]
    with pytest.raises(ColumnError, match="booked"):
        fallen_back(BINARY, rule, frame.rename({"booked": "b"}))


def test_a_column_of_todays_answers_stands_in_and_strange_ones_go_to_a_person() -> None:
    said = StatusQuo(kind="column", column="said")
    assert fallen_back(THREE, said, pl.DataFrame({"said": ["b", "z", None]})) == ["b", None, None]
    assert fallen_back(BINARY, said, pl.DataFrame({"said": [True, False, None]})) == ["yes", "no", "no"]
    ones = Task(kind="binary", classes=("0", "1"))
    assert fallen_back(ones, said, pl.DataFrame({"said": [1.0, 0.0, 0.5]})) == ["1", "0", None]
    flags = Task(kind="binary", classes=("false", "true"))
    assert fallen_back(flags, said, pl.DataFrame({"said": [True, False]})) == ["true", "false"]
    assert fallen_back(REGRESSION, said, pl.DataFrame({"said": [1, None]})) == [1.0, None]
    with pytest.raises(ColumnError, match="said"):
        fallen_back(REGRESSION, said, pl.DataFrame({"sad": [1]}))


def test_where_nothing_else_stands_in_a_person_has_to() -> None:
    frame = pl.DataFrame({"x": [1, 2]})
    assert fallen_back(BINARY, StatusQuo(kind="nothing"), frame) == ["no", "no"]
    assert fallen_back(THREE, StatusQuo(kind="nothing"), frame) == [None, None]
    assert fallen_back(BINARY, StatusQuo(), frame) == [None, None]
    assert stand_in(record(fallback="review"), frame) == [None, None]
    assert stand_in(record(REGRESSION, fallback="constant", constant=2.5), frame) == [2.5, 2.5]


def test_the_card_says_in_plain_words_what_is_shipped() -> None:
    text = card(record(), ["It gains 25,000 USD a month."])
    assert text.startswith("# trips v1\n")
    for words in (
        "It says no or yes for each case.",
        "It says yes when it holds that for at least 40.0% likely.",
        "225 cases whose outcome is known",
        "It gains 25,000 USD a month.",
        "From trips: size, whole, colour, flag, seen, note.",
        "A case without size is refused.",
        "What is done today: booked >= 3.",
        "Personal, and kept out of every log: email.",
        "whole 0 to 8",
    ):
        assert words in text
    number: Bundle = record(REGRESSION, fallback="constant", constant=2.0)
    assert "It predicts a number." in card(number)
    assert "nothing is known of a case: 2.0." in card(number)
    assert "A person decides: call the desk." in card(record(fallback="review", fallback_says="call the desk"))
