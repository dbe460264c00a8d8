"""What a project is worth and still costs, in words for its owner."""

from typing import Any

from shipworthy.forecast.portfolio import bet, together
from shipworthy.records.standing import Standing
from shipworthy.show.stake import stake

KNOWN: dict[str, Any] = {
    "project": "returns",
    "unit": "USD",
    "low": 20_000.0,
    "worth": 35_000.0,
    "high": 50_000.0,
    "worth_from": "stated",
    "acts": 0.6,
    "horizon": 2.0,
    "chances": {"ideation": 1.0, "data": 0.9, "prototype": 0.5},
    "chance": 0.4,
    "weeks": 3.0,
    "stage_weeks": {"data": 1.0, "prototype": 2.0},
    "week_cost": 2000.0,
}


def told(**known: Any) -> str:
    one = Standing(**{**KNOWN, **known})
    staked = bet(one)
    part = stake(one, together([staked]) if staked else None)
    return "" if part is None else " ".join((*part.says, *part.lines))


def test_worth_chance_cost_and_return_are_told_with_their_uncertainty() -> None:
    text = told()
    assert "worth 35,000 USD a year, very likely between 20,000 and 50,000 USD; as somebody said." in text
    assert "That is 42,000 USD over 2 years with 60 in 100 outputs acted on." in text
    assert "Still to be spent: 6,000 USD, 3 weeks." in text
    # by hand: 0.4 x 42,000 - 6,000, and 16,800 for 6,000
    assert "To be expected: 10,800 USD after what is still to be spent, 2.8 for each USD spent." in text
    assert "8 times in 10 it is between -6,000 USD and" in text
    assert "the chance that it brings less than is still spent on it is about 3 in 5" in text


def test_the_stages_ahead_say_what_each_takes_where_somebody_said() -> None:
    part = stake(Standing(**KNOWN), None)
    assert part is not None
    assert part.table is not None
    assert part.table.rows == (
        ("the data", "about 9 in 10", "1", "2,000 USD"),
        ("the trial", "about 1 in 2", "2", "4,000 USD"),
    )
    bare = stake(Standing(**{**KNOWN, "stage_weeks": {}}), None)
    assert bare is not None
    assert bare.table is not None
    assert bare.table.heads == ("stage", "chance")


def test_what_nobody_said_is_told_instead_of_a_number() -> None:
    text = told(worth=None, low=None, high=None, missing=("nobody said what success is worth",))
    assert "worth 35,000" not in text
    assert "To be expected" not in text
    assert "Nobody said what success is worth." in text


def test_what_is_live_or_ended_needs_no_such_part() -> None:
    assert told(outcome="live") == ""
    assert told(outcome="ended") == ""
