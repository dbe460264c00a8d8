"""What is logged of a row."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.bundle.brought import groups, times
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.spec import Task

BUNDLE = Bundle(project="p", version=1, candidate="c", task=Task(kind="regression"), time="at", group="day")


def with_group(group: str, **inputs: bool) -> Bundle:
    fields = [Input(name=name, kind="text", personal=personal).to_dict() for name, personal in inputs.items()]
    return Bundle.from_dict({**BUNDLE.to_dict(), "group": group, "inputs": fields})


@given(
    st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)) | st.none(), max_size=5),
    st.sampled_from(["day", "week", "month"]),
)
def test_groups_of_the_calendar_are_those_that_polars_truncates_to(moments: list[datetime | None], group: str) -> None:
    frame = pl.DataFrame({"at": moments}, schema={"at": pl.Datetime("us")})
    step = {"day": "1d", "week": "1w", "month": "1mo"}[group]
    truncated = frame["at"].dt.truncate(step).dt.date().to_list()
    assert groups(frame, with_group(group)) == ["" if each is None else each.isoformat() for each in truncated]


def test_a_day_is_that_of_the_clock_that_the_row_shows() -> None:
    late = datetime(2024, 5, 1, 2, tzinfo=UTC)
    frame = pl.DataFrame({"at": [late]}).with_columns(pl.col("at").dt.convert_time_zone("America/New_York"))
    assert groups(frame, BUNDLE) == ["2024-04-30"]
    assert times(frame, BUNDLE) == [late]


def test_a_date_without_a_clock_begins_at_midnight_utc() -> None:
    frame = pl.DataFrame({"at": [date(2024, 5, 1), None]})
    assert times(frame, BUNDLE) == [datetime(2024, 5, 1, tzinfo=UTC), None]
    assert groups(frame, BUNDLE) == ["2024-05-01", ""]


@pytest.mark.parametrize(("personal", "told"), [(False, ["Ada", ""]), (True, ["", ""])])
def test_groups_that_would_tell_who_they_are_stay_out(personal: bool, told: list[str]) -> None:
    frame = pl.DataFrame({"owner": ["Ada", None]})
    assert groups(frame, with_group("owner", owner=personal)) == told


def test_rows_without_a_time_have_none() -> None:
    assert times(pl.DataFrame({"x": [1, 2]}), BUNDLE) == [None, None]
