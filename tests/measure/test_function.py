"""Value by a function: the same numbers as amounts give, and one clear error where it gives none."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.foundation.errors import RequestError, UserError
from shipworthy.measure.claimed import claimed_value_per_row
from shipworthy.measure.correction import choose_correction
from shipworthy.measure.decide import decide
from shipworthy.measure.function import called, check_alone, remember
from shipworthy.measure.moves import gain_moves
from shipworthy.measure.rolling import decide_rolling
from shipworthy.measure.worth import value_per_row
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Call, Worth
from tests.measure.tables import BINARY, COLOURS, NUMBER, USD, simulated, table


def by(function: Callable[[pl.DataFrame], Any], name: str = "value:worth") -> Worth:
    call = Call(name=name, code=str(id(function)))
    remember(call, function)
    return Worth(unit="USD", call=call)


def as_usd(frame: pl.DataFrame) -> pl.Series:
    amounts = {(said, was): amount for said, cells in USD.outcomes.items() for was, amount in cells.items()}
    return pl.Series([amounts[pair] for pair in zip(frame["decision"], frame["outcome"], strict=True)])


def folds(rows: Predictions) -> Predictions:
    many = rows.frame.height
    period = pl.Series("period", [str(place * 4 // many) for place in range(many)])
    origin = pl.Series("origin", ["fold" if place * 4 < 3 * many else "holdout" for place in range(many)])
    return structs.replace(rows, frame=rows.frame.drop("decision").with_columns(origin, period))


def test_a_function_of_the_amounts_decides_and_values_as_the_amounts_do() -> None:
    worth, rows = by(as_usd), folds(simulated(3))
    ours, theirs = (decide_rolling(rows, each, ordered=True).predictions for each in (worth, USD))
    assert ours.threshold == theirs.threshold
    assert ours.frame["decision"].equals(theirs.frame["decision"])
    assert value_per_row(ours, worth).tolist() == value_per_row(theirs, USD).tolist()
    rates = {"yes": {"yes": 0.3, "no": 0.7}, "no": {"yes": 0.1, "no": 0.9}}
    assert claimed_value_per_row(ours, worth, rates) == pytest.approx(claimed_value_per_row(ours, USD, rates))
    assert gain_moves(ours, ours, worth, 1) == ()


def test_of_many_classes_the_decision_of_greatest_expected_value_is_taken() -> None:
    amounts = {
        "red": {"red": 5.0, "green": -1.0, "blue": -1.0},
        "green": {"red": -9.0, "green": 0.0, "blue": 1.0},
        "blue": {"red": 0.0, "green": 2.0, "blue": 0.0},
    }

    def priced(frame: pl.DataFrame) -> list[float]:
        return [amounts[said][was] for said, was in zip(frame["decision"], frame["outcome"], strict=True)]

    chances = np.random.default_rng(0).dirichlet([1, 1, 1], 40)
    rows = table(COLOURS, score=chances.tolist(), outcome=["red"] * 40)
    plain = Worth(unit="USD", outcomes={said: {**cells} for said, cells in amounts.items()})
    assert decide(rows, by(priced)).frame["decision"].to_list() == decide(rows, plain).frame["decision"].to_list()


def test_a_number_is_corrected_for_a_function_as_for_its_costs_up_to_the_grid() -> None:
    random = np.random.default_rng(0)
    score = random.normal(0, 50, 800)
    rows = table(NUMBER, score=score, outcome=score + random.normal(0, 10, 800))

    def lost(frame: pl.DataFrame) -> pl.Series:
        off = frame["decision"] - frame["outcome"]
        return -pl.Series(np.where(off < 0, -4 * off, off))

    found, exact = (choose_correction(rows, worth) for worth in (by(lost), Worth(unit="USD", under=4.0, over=1.0)))
    assert found is not None
    assert exact is not None
    assert found.shift == pytest.approx(exact.shift, abs=1.5)


def test_it_is_given_plain_columns_of_rows_whose_outcome_is_known() -> None:
    seen: list[pl.DataFrame] = []

    def looks(frame: pl.DataFrame) -> list[float]:
        seen.append(frame)
        print("not for standard output")
        return [1.0] * frame.height

    inputs = [{"price": 3.0, "id": 7}] * 3
    rows = table(BINARY, decision=["yes", "no", None], outcome=["yes", None, "no"], inputs=inputs)
    assert value_per_row(rows, by(looks)) == pytest.approx([1, np.nan, np.nan], nan_ok=True)
    assert seen[0].columns == ["id", "score", "decision", "outcome", "price"]
    assert seen[0].height == 1


def wrong_column(frame: pl.DataFrame) -> pl.Series:
    return frame["prise"]


def wrong_key(frame: pl.DataFrame) -> Any:
    return {"price": 1.0}["prise"]


def leaves(frame: pl.DataFrame) -> None:
    raise SystemExit


@pytest.mark.parametrize(
    ("function", "what", "told"),
    [
        (wrong_column, "the value function fails", "write 'price'"),
        (wrong_key, "the value function fails: 'prise'", "write 'price'"),
        (leaves, "the value function fails: SystemExit", "mend it"),
        (lambda frame: [1.0], "does not give one number a row", "mend the function"),
        (lambda frame: 1.0, "does not give one number a row", "mend the function"),
        (lambda frame: ["a"] * frame.height, "something else than numbers", "mend the function"),
        (lambda frame: [float("nan")] * frame.height, "gives no number where the outcome is known", "mend"),
        (lambda frame: frame["price"].rank(), "changes with the rows beside it", "success.value.top is for ranks"),
    ],
)
def test_what_is_wrong_with_it_is_told_with_file_and_line(function: Any, what: str, told: str) -> None:
    inputs = [{"price": float(place)} for place in range(5)]
    rows = table(BINARY, decision=["yes"] * 5, outcome=["no"] * 5, inputs=inputs)
    with pytest.raises(UserError, match=what) as caught:
        check_alone(rows, by(function))
    assert re.search(told, caught.value.next_step)
    line = re.match(rf"{re.escape(str(Path(__file__)))}:(\d+) ", caught.value.where)
    assert line is not None
    assert abs(int(line[1]) - function.__code__.co_firstlineno) <= 1


def test_one_that_was_never_loaded_is_named() -> None:
    with pytest.raises(RequestError, match="value:nobody is not at hand"):
        called(Call(name="value:nobody"))
