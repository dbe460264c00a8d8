"""Rows as they could have been known earlier, against looking each one up by hand."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from shipworthy.data.earlier import asked_before, joined_earlier, seen_earlier
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.table import Table

START = datetime(2024, 5, 1)
HOUR = 3600.0
DAY = 24 * HOUR


def some_times(count: int, seed: int, days: int = 20) -> list[datetime]:
    random = np.random.default_rng(seed)
    return [START + timedelta(minutes=int(minute)) for minute in random.integers(0, days * 1440, count)]


def asked_at(when: datetime, seconds: float, *, batch: bool) -> datetime:
    if not batch:
        return when - timedelta(seconds=seconds)
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday() if seconds > DAY else 0)


@pytest.mark.parametrize(("seconds", "batch"), [(HOUR, False), (7 * DAY, False), (DAY, True), (7 * DAY, True)])
def test_a_source_says_what_it_said_by_then_and_the_rest_stays(seconds: float, batch: bool) -> None:
    base = pl.DataFrame({"place": ["a", "b"] * 60, "when": some_times(120, 0), "own": range(120), "y": [0, 1] * 60})
    weather = pl.DataFrame({"place": ["a", "b", "b"] * 50, "known": some_times(150, 1), "wind": range(150)})
    join = Join(left=("place",), right=("place",), as_of=AsOf(left="when", right="known", lag=600.0, within=5 * DAY))
    spec = DataSpec(
        sources=(Source(name="base", path="b", time="when"), Source(name="weather", path="w", join=join)),
        target=Target(column="y"),
    )
    tables = {"base": Table(name="base", frame=base), "weather": Table(name="weather", frame=weather)}
    found, timely = joined_earlier(tables, spec, seconds, batch=batch)
    said = weather.rows(named=True)
    by_hand = []
    for row in base.rows(named=True):
        until = asked_at(row["when"], seconds, batch=batch) - timedelta(seconds=600)
        by_then = [
            each
            for each in said
            if each["place"] == row["place"] and until - timedelta(seconds=5 * DAY) <= each["known"] <= until
        ]
        newest = max((each["known"] for each in by_then), default=None)
        by_hand.append(next((each["wind"] for each in by_then if each["known"] == newest), None))
    assert found["wind"].to_list() == by_hand
    assert found.select(base.columns).equals(base)
    assert timely == ("weather",)
    assert found.columns == [*base.columns, "known", "wind"]


@pytest.mark.parametrize(("seconds", "batch"), [(HOUR, False), (DAY, True)])
def test_a_case_that_comes_back_is_as_it_was_seen_by_then(seconds: float, batch: bool) -> None:
    random = np.random.default_rng(2)
    frame = pl.DataFrame({"who": random.integers(0, 9, 200), "when": some_times(200, 3), "level": range(200)})
    frame = frame.with_columns(fixed=pl.col("who") * 10)
    asked = asked_before(frame["when"], seconds, batch=batch)
    seen, met = seen_earlier(frame, "who", "when", ("level",), asked)
    rows = frame.rows(named=True)
    by_hand = []
    for row in rows:
        until = asked_at(row["when"], seconds, batch=batch)
        earlier = [each for each in rows if each["who"] == row["who"] and each["when"] <= until]
        by_hand.append(max(earlier, key=lambda each: each["when"])["level"] if earlier else None)
    assert seen["level"].to_list() == by_hand
    assert seen["fixed"].to_list() == frame["fixed"].to_list()
    assert met == pytest.approx(1 - by_hand.count(None) / 200)


def test_a_day_without_a_time_begins_at_midnight() -> None:
    found = asked_before(pl.Series([date(2024, 5, 8)]), HOUR, batch=False)
    assert found.to_list() == [datetime(2024, 5, 7, 23)]
