"""Faults: read as people write them, planted into one week, and nothing else is touched."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.data.join import join_sources
from shipworthy.foundation.errors import RequestError
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.table import Table
from shipworthy.workflow.demo.fault_text import parse_fault
from shipworthy.workflow.demo.faults import Fault, conversion, joined_with, plant

MONDAY = datetime(2024, 3, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE, UNTIL = MONDAY - timedelta(weeks=1), MONDAY + timedelta(weeks=3)
SPEC = DataSpec(
    sources=(
        Source(name="rides", path="", key=("id",), time="at"),
        Source(
            name="sky",
            path="",
            key=("town", "at"),
            time="at",
            join=Join(left=("town",), right=("town",), as_of=AsOf(left="at", right="at", lag=3600.0, within=21_600.0)),
        ),
        Source(name="bikes", path="", key=("bike",), join=Join(left=("bike",), right=("bike",))),
    ),
    target=Target(column="late"),
    time="at",
)


def sources() -> dict[str, Table]:
    hours = [SINCE + HOUR * each for each in range(24 * 28)]
    rides = pl.DataFrame(
        {
            "id": range(len(hours)),
            "at": hours,
            "town": ["A" if each % 2 else "B" for each in range(len(hours))],
            "bike": [f"b{each % 5}" for each in range(len(hours))],
            "size": [each % 7 for each in range(len(hours))],
            "late": [each % 2 for each in range(len(hours))],
        }
    )
    sky = pl.DataFrame(
        {
            "town": ["A"] * len(hours) + ["B"] * len(hours),
            "at": hours * 2,
            "pressure": [1000.0 + each % 31 for each in range(2 * len(hours))],
            "sight": ["far" if each % 3 else None for each in range(2 * len(hours))],
        }
    )
    bikes = pl.DataFrame({"bike": [f"b{each}" for each in range(5)], "gears": range(5), "make": list("vwxyz")})
    frames = {"rides": rides, "sky": sky, "bikes": bikes}
    return {each.name: Table(name=each.name, frame=frames[each.name], time=each.time) for each in SPEC.sources}


SOURCES = sources()
JOINED = join_sources(SOURCES, SPEC).frame
TEXTS = [
    "rides.size:null@10",
    "rides.size:freeze@10",
    "rides.size:shift@10",
    "rides.town:category@10",
    "sky.pressure:unit@10",
    "sky.pressure:unit*0.5@11",
    "sky.pressure:freeze@10",
    "sky.sight:null@10",
    "sky:null@10",
    "sky:delay*2@10",
    "sky:delay@10",
    "bikes.gears:shift*-2@10",
    "bikes.make:category@12",
    "bikes:null@10",
    "bikes:delay@10",
]


def fault(text: str, given_sources: Mapping[str, Table] = SOURCES) -> Fault:
    return parse_fault(text, given_sources, SPEC, SINCE, UNTIL)


@pytest.mark.parametrize("text", TEXTS)
def test_rows_outside_the_week_stay_as_they_are(text: str) -> None:
    planted = fault(text)
    table = joined_with(SOURCES, [planted], SPEC).frame
    start, end = planted.span
    slack = timedelta(hours=7)  # what is met as of a moment may be as old as that
    away = (JOINED["at"] < start) | (JOINED["at"] >= end + slack)
    assert table.columns == JOINED.columns
    assert (table["at"] == JOINED["at"]).all()
    for column in JOINED.columns:
        assert table.filter(away)[column].cast(JOINED[column].dtype).equals(JOINED.filter(away)[column])
    assert not table.filter(~away).equals(JOINED.filter(~away))


@pytest.mark.parametrize("text", TEXTS)
def test_only_columns_of_the_source_change_and_what_is_found_by_them(text: str) -> None:
    planted = fault(text)
    table = joined_with(SOURCES, [planted], SPEC).frame
    own = set(SOURCES[planted.source].frame.columns) | {"at_sky"}
    found_by = {"town": {"pressure", "sight", "at_sky"}}.get(planted.column, set())
    changed = {each for each in JOINED.columns if not table[each].cast(JOINED[each].dtype).equals(JOINED[each])}
    assert changed <= own | found_by
    if planted.column:
        assert planted.column in changed


def test_no_fault_changes_nothing_and_neither_does_one_of_the_server() -> None:
    for planted in (fault("none"), fault("server:slow@10"), fault(":error@10")):
        assert plant(SOURCES, [planted], SPEC) == SOURCES
        assert joined_with(SOURCES, [planted], SPEC).frame.equals(JOINED)


def test_what_stands_still_repeats_the_last_value_before_the_week_for_each_place() -> None:
    frame = plant(SOURCES, [fault("sky.pressure:freeze@10")], SPEC)["sky"].frame
    sound = SOURCES["sky"].frame
    for town in "AB":
        rows = frame.filter((pl.col("town") == town) & (pl.col("at") >= MONDAY) & (pl.col("at") < MONDAY + HOUR * 168))
        last = sound.filter((pl.col("town") == town) & (pl.col("at") == MONDAY - HOUR))["pressure"].item()
        assert rows["pressure"].to_list() == [last] * 168


def test_a_late_source_is_met_with_older_rows_and_beyond_the_limit_with_none() -> None:
    inside = (JOINED["at"] >= MONDAY + HOUR * 8) & (JOINED["at"] < MONDAY + HOUR * 168)
    older = joined_with(SOURCES, [fault("sky:delay*2@10")], SPEC).frame.filter(inside)
    assert (older["at"] - older["at_sky"]).unique().to_list() == [HOUR * 3]
    by_hand = SOURCES["sky"].frame.select("town", pl.col("at").alias("at_sky"), "pressure")
    assert (
        older.select("town", "at_sky", "pressure").join(by_hand, on=["town", "at_sky", "pressure"]).height
        == older.height
    )
    gone = joined_with(SOURCES, [fault("sky:delay@10")], SPEC).frame.filter(inside)
    assert gone["pressure"].null_count() == gone.height


def test_another_unit_keeps_the_order_and_words_are_new() -> None:
    week = (SOURCES["sky"].frame["at"] >= MONDAY) & (SOURCES["sky"].frame["at"] < MONDAY + HOUR * 168)
    frame = plant(SOURCES, [fault("sky.pressure:unit@10")], SPEC)["sky"].frame
    assert (frame.filter(week)["pressure"] / SOURCES["sky"].frame.filter(week)["pressure"]).round(
        5
    ).unique().to_list() == [0.02953]
    table = joined_with(SOURCES, [fault("bikes.make:category@10")], SPEC).frame
    inside = (table["at"] >= MONDAY) & (table["at"] < MONDAY + HOUR * 168)
    assert not set(table.filter(inside)["make"]) & set(JOINED["make"])


@settings(max_examples=25, deadline=None)
@given(st.permutations(["rides.size:null@10", "sky.pressure:shift@11", "bikes.gears:unit@12"]))
def test_faults_of_different_columns_may_come_in_any_order(texts: list[str]) -> None:
    one = joined_with(SOURCES, [fault(text) for text in texts], SPEC).frame
    other = joined_with(SOURCES, [fault(text) for text in sorted(texts)], SPEC).frame
    assert one.equals(other)


@pytest.mark.parametrize(
    ("name", "values", "factor"),
    [
        ("pressure", [1000.0, 1013.0, 1020.0], 0.02953),
        ("air_temp", [30.0, 60.0, 90.0], 5 / 9),
        ("miles", [10.0, 200.0], 1.609344),
        ("amount", [1.0, 2.0], 100.0),
    ],
)
def test_a_unit_that_nobody_named_is_chosen_by_name_and_size(name: str, values: list[float], factor: float) -> None:
    assert conversion(pl.Series(name, values))[0] == factor


@pytest.mark.parametrize(
    ("text", "says", "step"),
    [
        ("skyy.pressure:null@10", "no such source", "sky"),
        ("sky.presure:null@10", "no such column", "pressure"),
        ("sky.at:null@10", "no such column", ""),
        ("rides.late:null@10", "no such column", ""),
        ("sky.pressure:nul@10", "no such kind", "null"),
        ("sky.pressure:null@30", "does not hold this week", ""),
        ("sky.pressure:null@ten", "does not hold this week", ""),
        ("sky.pressure:null", "does not hold this week", ""),
        ("sky.pressure", "no fault", ""),
        ("sky.sight:unit@10", "needs numbers", ""),
        ("sky.pressure:category@10", "needs words", ""),
        ("bikes.gears:freeze@10", "no time", ""),
        ("rides:delay@10", "cannot be late", ""),
        ("sky.pressure:slow@10", "cannot be `slow`", "server"),
        ("server:null@10", "can only be slow or fail", ""),
        ("sky.pressure:unit*zero@10", "no number", ""),
        ("sky.pressure:unit*nan@10", "no number", ""),
        ("sky:delay*-3@10", "no number", ""),
        ("sky.pressure:null*3@10", "has no amount", ""),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(text: str, says: str, step: str) -> None:
    with pytest.raises(RequestError) as refused:
        fault(text)
    assert says in refused.value.what
    assert refused.value.allowed
    assert step in str(refused.value)


def test_a_fault_tells_its_week_its_place_and_itself() -> None:
    planted = fault("sky.pressure:unit*0.02953@10")
    assert planted.span == (MONDAY, MONDAY + timedelta(weeks=1))
    assert (planted.week, planted.amount, planted.named) == (10, 0.02953, "sky.pressure")
    assert planted.says == "sky.pressure comes in another unit in week 10"
    assert fault(":slow@12").named == "server"
    assert fault("sky.pressure:delay@10").named == "sky"
    assert fault("none").says == "nothing"
