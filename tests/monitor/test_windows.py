"""Windows: aligned, without gaps, the same whenever they are asked for."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import SECONDS
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.windows import Stretch, boundaries, can_be_judged
from shipworthy.records.spec import Task

MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
LENGTHS = st.sampled_from([SECONDS["w"], 2 * SECONDS["w"], SECONDS["d"], 3600.0, 5.5])


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.sampled_from([604_800.0, 86_400.0, 7200.0]))
def test_windows_hold_every_row_once_and_leave_no_gap(first: datetime, span: timedelta, length: float) -> None:
    found = boundaries(first, first + span, length)
    assert found[0].holds(first)
    assert found[-1].holds(first + span)
    assert all(one.end == two.start for one, two in pairwise(found))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.sampled_from([604_800.0, 86_400.0]))
def test_asking_later_gives_the_same_windows_and_more(first: datetime, span: timedelta, length: float) -> None:
    early, late = boundaries(first, first, length), boundaries(first, first + span, length)
    assert late[: len(early)] == early
    assert boundaries(early[0].start, first + span, length) == late


def test_weeks_begin_on_mondays_days_at_midnight_and_what_fits_into_a_day_follows_from_there() -> None:
    first = datetime(2024, 5, 1, 3, 30, tzinfo=timezone(timedelta(hours=5)))  # a Wednesday there, Tuesday in UTC
    assert boundaries(first, first, SECONDS["w"])[0].start == datetime(2024, 4, 29, tzinfo=UTC)
    assert boundaries(first, first, SECONDS["d"])[0].start == datetime(2024, 4, 30, tzinfo=UTC)
    assert boundaries(first, first, SECONDS["d"] / 4)[0].start == datetime(2024, 4, 30, 18, tzinfo=UTC)
    assert boundaries(first, first, 3600.0)[0].start == datetime(2024, 4, 30, 22, tzinfo=UTC)
    assert boundaries(first, first, 5 * 3600.0)[0].start == first


def test_a_window_is_judged_once_its_last_outcome_had_its_time() -> None:
    week = Stretch(datetime(2024, 5, 6, tzinfo=UTC), datetime(2024, 5, 13, tzinfo=UTC))
    assert not can_be_judged(week, SECONDS["d"], datetime(2024, 5, 13, 23, 59, tzinfo=UTC))
    assert can_be_judged(week, SECONDS["d"], datetime(2024, 5, 14, tzinfo=UTC))


def test_rows_that_come_before_the_first_one_give_no_window() -> None:
    assert boundaries(datetime(2024, 5, 8, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC), SECONDS["d"]) == ()


@pytest.mark.parametrize(
    ("name", "value"), [("window", 0.0), ("false_alarms", float("nan")), ("delay", -1.0), ("errors", 1.0)]
)
def test_impossible_settings_are_refused_with_what_would_be_right(name: str, value: float) -> None:
    with pytest.raises(RequestError, match=name) as refused:
        Settings(task=Task(kind="regression"), **{name: value})  # type: ignore[arg-type]
    assert refused.value.allowed
