from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.forecast.stretch import periods_in
from shipworthy.foundation.quantities import SECONDS


@given(st.integers(1, 24), st.integers(2, 9), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_as_many_weeks_as_were_asked_for(weeks: int, seen: int, start: date) -> None:
    monday = start - timedelta(days=start.weekday())
    names = [(monday + timedelta(weeks=place)).isoformat() for place in range(seen)]
    assert periods_in(weeks * SECONDS["w"], names) == weeks


@given(st.integers(1, 24), st.integers(2, 9), st.integers(1990, 2050))
def test_as_many_months_as_were_asked_for_however_long_each_is(months: int, seen: int, year: int) -> None:
    names = [f"{year + place // 12}-{place % 12 + 1:02d}" for place in range(seen)]
    assert abs((periods_in(months * SECONDS["month"], names) or 0) - months) <= max(1, months // 12)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["1990-Q1", "1991-Q1", "1992-Q1"], 2),  # rows come once a year
        (["2020-Q1", "2020-Q2", "2020-Q3"], 8),
        (["1: from 2020-01-01", "2: from 2020-07-01", "3: from 2021-01-01"], 4),
        (["1: from 2020-01-01 06:00:00", "2: from 2020-01-01 18:00:00"], 1461),
        (["1: from 17", "2: from 34"], None),
        (["2020-01"], None),
        ([], None),
    ],
)
def test_periods_lie_as_far_apart_as_those_seen(names: list[str], found: int | None) -> None:
    told = periods_in(2 * SECONDS["y"], names)
    assert told is None if found is None else told == pytest.approx(found, rel=0.01)


def test_what_is_shorter_than_a_period_is_one() -> None:
    assert periods_in(SECONDS["d"], ["2020-01", "2020-02"]) == 1
