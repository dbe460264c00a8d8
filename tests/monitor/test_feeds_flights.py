"""Broken feeds among real flights: nothing is named in half a year, and what is planted is found, dated and named."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import polars as pl
import pytest

from shipworthy.data.join import join_sources
from shipworthy.data.read import read_source
from shipworthy.monitor.drift import drift
from shipworthy.monitor.feed_day import split_days
from shipworthy.monitor.feeds import Broken, Day, broken, summarise
from shipworthy.monitor.reference import Reference, ages, links, reference
from shipworthy.plan.reading import read_document
from shipworthy.plan.specs import data_spec
from shipworthy.records.bundle import Input
from shipworthy.records.spec import DataSpec
from shipworthy.records.table import Table
from shipworthy.workflow.demo.data import fetch
from shipworthy.workflow.demo.fault_text import parse_fault
from shipworthy.workflow.demo.faults import joined_with

CUT = datetime(2013, 7, 1, tzinfo=UTC)
END = datetime(2013, 12, 30, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOOK_BACK = timedelta(days=28)
RATE = 1 / 13

TUNED = (29, 45)
APART = (28, 32, 40, 44, 48, 49)
"""Weeks that were not looked at while the method was made."""

FAULTS = (
    *(f"weather.pressure:{kind}" for kind in ("unit", "null", "freeze", "shift")),
    *(f"weather.temp:{kind}" for kind in ("unit", "null", "freeze", "shift")),
    *(f"weather.wind_speed:{kind}" for kind in ("unit", "freeze", "shift")),
    *("weather.humid:freeze", "weather.dewp:unit", "weather.wind_dir:freeze", "weather.visib:unit"),
    *("weather:null", "weather:delay", "weather:delay*3"),
    *("flights.carrier:category", "flights.carrier:null", "flights.origin:category", "flights.hour:shift"),
    *("flights.tailnum:null", "flights.tailnum:category", "flights.dest:category", "flights.dest:freeze"),
    *("flights.sched_dep_time:shift", "flights.sched_dep_time:unit*0.01", "flights.distance:unit"),
    *("planes:null", "planes.seats:null", "planes.seats:unit*10", "planes.type:category"),
    *("airports.lat:null", "airports.name:category"),
)
QUICK = (
    *(
        "weather.pressure:unit@29",
        "weather.pressure:freeze@40",
        "weather.pressure:shift@48",
    ),
    *(
        "weather.temp:unit@45",
        "weather.temp:shift@51",
    ),
    *("weather.humid:freeze@49", "weather:delay*3@32", "flights.carrier:category@37"),
    *(
        "flights.dest:category@46",
        "flights.sched_dep_time:shift@39",
        "planes.seats:null@42",
        "airports.name:category@33",
    ),
)


@dataclass(frozen=True)
class Flights:
    """The demo's sources, what is natural in its first half year, and the days of the second."""

    sources: dict[str, Table]
    spec: DataSpec
    known: Reference
    days: dict[datetime, Day]

    def found(self, days: dict[datetime, Day], start: datetime, end: datetime) -> tuple[Broken, ...]:
        some = [day for at, day in days.items() if start - LOOK_BACK <= at < end]
        return broken(some, self.known, start, end, false_alarms_per_window=RATE)

    def summed(self, frame: pl.DataFrame, start: datetime, end: datetime) -> dict[datetime, Day]:
        rows = frame.filter((pl.col(self.known.time) >= start) & (pl.col(self.known.time) < end))
        days = [summarise(part, self.known) for _, part in split_days(rows, self.known.time)]
        return {day.start: day for day in days}


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Flights:
    root = tmp_path_factory.mktemp("flights")
    path = root / "project.yaml"
    path.write_bytes(files("shipworthy.workflow.demo").joinpath("project.yaml").read_bytes())
    document = read_document(path)
    fetch(document, root)
    spec = data_spec(document)
    sources = {source.name: read_source(source, root) for source in spec.sources}
    table = join_sources(sources, spec)
    aged = ages(spec, table.columns)
    inputs = [
        Input(
            name=column.name,
            kind="number" if column.kind in ("number", "constant") else "time" if column.kind == "time" else "category",
            source=column.source,
        )
        for column in table.columns
        if column.role == "feature" or column.name in (spec.time, *aged.values())
    ]
    known = reference(table.frame.filter(pl.col(spec.time) < CUT), inputs, spec.time, links=links(spec), ages=aged)
    made = Flights(sources, spec, known, {})
    return Flights(sources, spec, known, made.summed(table.frame, CUT, END + WEEK))


def check(flights: Flights, text: str) -> None:
    """One cause, rightly named, dated to the day give or take one, over when it is over, and silence afterwards."""
    fault = parse_fault(text, flights.sources, flights.spec, CUT, END)
    start, end = fault.span
    table = joined_with(flights.sources, [fault], flights.spec)
    days = {**flights.days, **flights.summed(table.frame, start - DAY, end + DAY)}
    (one,) = flights.found(days, start, end)
    assert one.where == fault.named
    assert abs(one.since - start) <= DAY
    for week in range(6):
        after = end + week * WEEK
        if after + WEEK <= END:
            for each in flights.found(days, after, after + WEEK):
                assert each.where == fault.named
                assert each.until is not None
                assert abs(each.until - end) <= DAY


def test_no_feed_is_called_broken_in_half_a_year(flights: Flights) -> None:
    weeks = [CUT + week * WEEK for week in range(26)]
    assert {start: found for start in weeks if (found := flights.found(flights.days, start, start + WEEK))} == {}


def test_the_real_end_of_the_weather_is_found(flights: Flights) -> None:
    (one,) = flights.found(flights.days, END, END + WEEK)
    assert (one.where, one.kind, one.since) == ("weather", "late", datetime(2013, 12, 31, tzinfo=UTC))


@pytest.mark.parametrize("text", QUICK)
def test_what_is_planted_is_found_dated_and_named(flights: Flights, text: str) -> None:
    check(flights, text)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("week", [*TUNED, *APART])
def test_every_fault_is_found_in_weeks_looked_at_and_in_weeks_kept_apart(flights: Flights, week: int) -> None:
    for text in FAULTS:
        check(flights, f"{text}@{week}")


def test_the_vendors_change_of_unit_is_put_into_words(flights: Flights) -> None:
    fault = parse_fault("weather.pressure:unit@33", flights.sources, flights.spec, CUT, END)
    start, end = fault.span
    days = flights.summed(joined_with(flights.sources, [fault], flights.spec).frame, start, end)
    (one,) = flights.found({**flights.days, **days}, start, end)
    assert one.kind == "outside"
    assert "inches of mercury came instead of hectopascals" in one.says


def test_summer_and_autumn_are_news_and_no_faults(flights: Flights) -> None:
    told = drift(
        [day for at, day in flights.days.items() if CUT <= at < CUT + WEEK],
        flights.known,
        false_alarms_per_window=RATE,
    )
    assert {each.severity for each in told.findings} <= {"info"}
    assert "weather.temp" in {each.where for each in told.findings} | {
        f"weather.{each.slice['column']}" for each in told.measurements
    }
