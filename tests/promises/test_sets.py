"""The tables that promises are held against: enough, cut where they say, and none that tells its own outcome."""

from datetime import datetime
from functools import cache

import polars as pl
import pytest

from benchmarks.promises.sets import QUESTIONS, cuts_of

pytestmark = pytest.mark.slow
_OUTCOME = "the outcome"


@cache
def rows(name: str) -> pl.DataFrame:
    """The table with the outcome as a number, or as a label where there are several."""
    asked = QUESTIONS[name]
    frame = asked.rows(0)
    if asked.target.get("kind") == "classification":
        return frame.with_columns(pl.col(asked.target["column"]).cast(pl.String).alias(_OUTCOME))
    said = pl.sql_expr(asked.target["positive"]) if "positive" in asked.target else pl.col(asked.target["column"])
    return frame.with_columns(said.cast(pl.Float64).alias(_OUTCOME))


def features(name: str) -> list[str]:
    asked = QUESTIONS[name]
    kept_out = {asked.target["column"], asked.time, asked.group, _OUTCOME, *asked.drop}
    return [column for column in rows(name).columns if column not in kept_out]


def test_there_are_at_least_twelve_of_both_kinds() -> None:
    labels = [name for name, asked in QUESTIONS.items() if "outcomes" in asked.value]
    assert len(QUESTIONS) >= 12
    assert min(len(labels), len(QUESTIONS) - len(labels)) >= 4


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_loads_with_rows_before_and_after_every_cut(name: str) -> None:
    frame, asked = rows(name), QUESTIONS[name]
    assert frame.height >= 300
    when = frame[asked.time].cast(pl.Datetime("us"))
    for _, cut in cuts_of(asked):
        aside, after, end = (datetime.fromisoformat(day) for day in cut)
        assert aside < after < end
        for part in (when < aside, (when >= aside) & (when < after), (when >= after) & (when < end)):
            outcomes = frame.filter(part)[_OUTCOME].drop_nulls()
            assert len(outcomes) >= 25
            assert outcomes.n_unique() >= 2


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_left_out_is_there_to_leave_out(name: str) -> None:
    frame, asked = rows(name), QUESTIONS[name]
    assert set(asked.drop) <= set(frame.columns)
    assert not asked.group or asked.group in {*frame.columns, "day", "week", "month"}
    assert features(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_feature_is_the_outcome_in_other_words(name: str) -> None:
    """Neither by its name (`lwage`, `wagesq` beside `wage`) nor by what stands in it.

    What is known today and acted on may come as near as it likes: that is what is compared with.
    """
    asked = QUESTIONS[name]
    column = asked.target["column"]
    words = {column, column.removeprefix("l")} - {"next", "ahead", "tomorrow"}
    alike = {form for word in words for form in (word, f"l{word}", f"log{word}", f"{word}sq", f"d{word}")}
    assert not alike & set(features(name))
    frame = rows(name).drop_nulls(_OUTCOME)
    if frame[_OUTCOME].dtype == pl.String:
        frame = frame.with_columns(pl.col(_OUTCOME).cast(pl.Categorical).to_physical())
    today = asked.today["column"] if isinstance(asked.today, dict) and "column" in asked.today else ""
    numbers = [each for each in features(name) if each != today and frame[each].dtype.is_numeric()]
    alike_in = frame.select(pl.corr(each, _OUTCOME, method="spearman").abs().fill_nan(0) for each in numbers)
    told = {each: value for each, value in alike_in.row(0, named=True).items() if (value or 0) > 0.99}
    assert not told


def test_rows_that_know_no_time_come_in_another_order_each_draw() -> None:
    asked = QUESTIONS["digits"]
    first, again, other = asked.rows(0), asked.rows(0), asked.rows(1)
    assert first.equals(again)
    assert not first.equals(other)
    assert first.drop("arrived").sort(pl.all()).equals(other.drop("arrived").sort(pl.all()))
