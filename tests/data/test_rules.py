"""Rules say yes, no, or leave it open; mistakes are told in words."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.data.rules import apply_rule, columns_of
from shipworthy.foundation.errors import ColumnError, RequestError

FRAME = pl.DataFrame({"place": ["N", "S", None], "hour": [18, 9, 20]}).with_columns(
    when=pl.lit(datetime(2024, 6, 1, 12, tzinfo=UTC))
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("place = 'N' AND hour >= 17", [True, False, None]),
        ("place = 'N' OR hour >= 17", [True, False, True]),
        ("place IS NULL", [False, False, True]),
        ("place IN ('N', 'S')", [True, True, None]),
        ("hour BETWEEN 10 AND 18", [True, False, False]),
        ("TRUE", [True, True, True]),
        ("when >= TIMESTAMP '2024-06-01 12:00:00'", [True, True, True]),
        ("when < DATE '2024-06-01'", [False, False, False]),
        ("CASE WHEN hour > 17 THEN TRUE ELSE FALSE END", [True, False, True]),
        ("place = 'Agg' OR place = 'Shift'", [False, False, None]),
    ],
)
def test_rules_give_yes_no_or_open(rule: str, expected: list[bool | None]) -> None:
    answers = apply_rule(rule, FRAME)
    assert answers.dtype == pl.Boolean
    assert answers.to_list() == expected


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).filter(
        lambda name: name != "*" and not name.startswith("^")
    )
)
def test_any_column_name_can_stand_in_double_quotes(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    frame = pl.DataFrame([pl.Series(name, [1, 3, None])])
    assert apply_rule(f"{quoted} >= 2", frame).to_list() == [False, True, None]
    assert columns_of(f"{quoted} >= 2") == (name,)


def test_an_unknown_column_names_the_nearest() -> None:
    with pytest.raises(ColumnError, match=r"(?s)`hours`.*did you mean `hour`"):
        apply_rule("hours > 3", FRAME)
    with pytest.raises(ColumnError, match="single quotes"):
        apply_rule('place = "N"', FRAME)


@pytest.mark.parametrize(
    "rule", ["AVG(hour) > 1", "COUNT(*) > 1", "SUM(hour) OVER (PARTITION BY place) > 1", "MEDIAN(hour) > 1"]
)
def test_a_rule_may_not_look_at_other_rows(rule: str) -> None:
    with pytest.raises(RequestError, match="only look at its own row"):
        apply_rule(rule, FRAME)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("hour >=", "cannot be understood"),
        ("", "cannot be understood"),
        ("hour >= 1; DROP TABLE x", "cannot be understood"),
        ("read_csv('/etc/passwd')", "cannot be understood"),
        ("hour + 1", "not yes or no"),
        ("hour = 'x'", "cannot be computed"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_rule_and_an_example(rule: str, says: str) -> None:
    with pytest.raises(RequestError, match=says) as caught:
        apply_rule(rule, FRAME)
    assert "such as:" in str(caught.value)


def test_a_column_named_like_a_word_of_sql_goes_in_double_quotes() -> None:
    frame = pl.DataFrame({"union": [0, 1]})
    with pytest.raises(RequestError) as refused:
        apply_rule("union = 1", frame)
    assert "double quotes" in refused.value.next_step
    assert apply_rule('"union" = 1', frame).to_list() == [False, True]
