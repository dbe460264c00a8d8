"""The demo computes what it says: altered data is told as altered, and the same data is told the same again."""

import contextlib
import io
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from shipworthy.cli.main import main
from shipworthy.records.bundle import Bundle
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.workflow.demo.play import prepare
from shipworthy.workflow.project import open_project

EVERY = 24
"""One flight in so many is kept, so that the journey takes seconds."""
LOST_PLANES = 1000
REPEATED_HOURS = 7
GONE = "UA"


@dataclass(frozen=True)
class Told:
    root: Path
    status: int
    text: str
    flights: pl.DataFrame
    planes: pl.DataFrame
    airports: pl.DataFrame

    @property
    def flat(self) -> str:
        """The text without line breaks and columns."""
        return re.sub(r"\s+", " ", self.text)


def alter(root: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    data = root / "data"
    flights = pl.read_csv(data / "flights.csv", infer_schema=False)
    flights = flights.filter(pl.col("carrier") != GONE).gather_every(EVERY)
    planes = pl.read_csv(data / "planes.csv", infer_schema=False)[LOST_PLANES:]
    weather = pl.read_csv(data / "weather.csv", infer_schema=False)
    flights.write_csv(data / "flights.csv")
    planes.write_csv(data / "planes.csv")
    pl.concat([weather, weather[:REPEATED_HOURS]]).write_csv(data / "weather.csv")
    return flights, planes, pl.read_csv(data / "airports.csv", infer_schema=False)


def play(root: Path) -> tuple[int, str]:
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        status = main(["demo", str(root), "--no-serve"])
    return status, text.getvalue()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    root = tmp_path_factory.mktemp("altered")
    prepare(root)
    flights, planes, airports = alter(root)
    status, text = play(root)
    return Told(root, status, text, flights, planes, airports)


def number(value: int) -> str:
    return f"{value:,}"


def test_dropped_planes_are_told(told: Told) -> None:
    without = told.flights.join(told.planes, on="tailnum", how="anti").height
    nameless = told.flights.filter(pl.col("tailnum") == "NA").height
    assert f"{number(without)} rows of `flights` without a row of `planes`, {number(nameless)} of them" in told.flat


def test_repeated_weather_hours_are_told(told: Told) -> None:
    # each of the rows written twice, beside the hours that repeat on local time when clocks are turned back
    assert re.search(rf"\b{REPEATED_HOURS}\b[^.]*`weather`", told.flat), told.flat
    assert re.search(r"\b3 keys of `weather`", told.flat), told.flat


def test_airports_that_are_missing_are_told(told: Told) -> None:
    orphans = told.flights.join(told.airports, left_on="dest", right_on="faa", how="anti")
    expected = f"{number(orphans.height)} rows of `flights` with {orphans['dest'].n_unique()} values of `dest` missing"
    assert expected in told.flat


def test_missing_outcomes_are_told(told: Told) -> None:
    unknown = told.flights.filter(pl.col("arr_delay") == "NA").height
    assert f"{number(unknown)} rows without an outcome" in told.flat


def test_a_carrier_that_is_gone_is_in_no_group(told: Told) -> None:
    with open_project(told.root) as project:
        groups = {one.slice["carrier"] for one in project.story().slices if "carrier" in one.slice}
    assert groups
    assert not any(GONE in group.split(", ") for group in groups)


def test_every_step_left_evidence(told: Told) -> None:
    with open_project(told.root) as project:
        story = project.story()
        assert {gate.stage for gate in story.gates} >= {"ideation", "data", "prototype", "transfer", "monitoring"}
        assert story.forecast is not None
        assert [each.goalpost for each in project.book.all(SignOff)] == [True, False, False]
        assert project.book.all(Decision)[0].stage == "prototype"
        assert story.curve
        assert project.ledger.verify() == ()


def test_simulated_people_are_marked_everywhere(told: Told) -> None:
    with open_project(told.root) as project:
        assert {each.authority for each in project.book.all(SignOff)} == {"simulated"}
        assert {each.authority for each in project.book.all(Decision)} == {"simulated"}
        assert all(gate.rehearsal for gate in project.story().gates)
    assert "(simulated) signed" in told.flat
    assert "(simulated) decided" in told.flat


def test_the_exit_status_follows_the_last_gate(told: Told) -> None:
    with open_project(told.root) as project:
        last = [gate for gate in project.book.all(Gate) if gate.stage == "transfer"][-1]
    assert told.status == (0 if last.advice == "go" else 1)


def test_it_ends_with_a_line_for_each_step(told: Told) -> None:
    lines = told.text[told.text.index("In short") :].splitlines()
    names = [found[1] for line in lines if (found := re.match(r" ?\d+  ([A-Z][a-z]+) ", line))]
    steps = ["Brief", "Data", "Attempts", "Promise", "Gate", "Shipped", "Live", "Watched", "Acted", "Brought"]
    assert names == steps
    with open_project(told.root) as project:
        first, tested = project.book.all(Bundle)[0], project.book.all(Evidence)
    (test,) = [each for each in tested if each.check == "load-test" and each.stands_on["bundle"] == first.digest]
    p99 = next(each.value for each in test.measurements if each.name == "latency_p99")
    assert p99 is not None
    assert f"99 of 100 answers in {1000 * p99:.1f} ms" in told.flat


def test_how_fast_it_answers_counts_for_this_bundle_and_as_often_as_was_asked(told: Told, tmp_path: Path) -> None:
    root = Path(shutil.copytree(told.root, tmp_path / "demo"))
    document = root / "project.yaml"
    with open_project(root) as project:
        before = project.story().verdicts["delivery.latency"].state
        newest = project.book.all(Bundle)[-1]
        assert project.book.latest_by_check()["load-test", ""].stands_on["bundle"] == newest.digest
    document.write_text(document.read_text().replace("peak: 100/s", "peak: 1000/s"))
    with open_project(root) as project:
        assert (before == "stale", project.story().verdicts["delivery.latency"].state) == (False, "stale")


@pytest.mark.slow
def test_the_same_data_is_told_the_same_in_another_folder(told: Told, tmp_path: Path) -> None:
    prepare(tmp_path)
    alter(tmp_path)
    _, text = play(tmp_path)
    # from then on there is time in it; the folder's own name may break lines elsewhere
    ours, theirs = (re.sub(r"\s+", "", each.partition("6  Shipped")[0]) for each in (text, told.text))
    assert ours.replace(str(tmp_path), "") == theirs.replace(str(told.root), "")
    assert gains(tmp_path) == gains(told.root) != []


def gains(root: Path) -> list[tuple[datetime, float | None]]:
    """What each week of the replay brought until the drill, whose moment decides which version answered meanwhile."""
    with open_project(root) as project:
        drill = next(each.seq for each in project.book.placed(Deployment) if each.record.why.startswith("drilled"))
        weeks = [each.record for each in project.book.placed(Window) if each.seq < drill]
        return [(each.start, gain.value) for each in weeks if (gain := each.of("gain"))]


IN_ORDER = r"measured in this order:[^(]*\([^)]*\)(?:(?:,| and)\s+[\w-]+\s+\([^)]*\))*"


def test_a_second_run_says_the_same_numbers_and_only_holds_again_what_was_gone_back_from(told: Told) -> None:
    with open_project(told.root) as project:
        before = len(project.ledger.entries())
    _, text = play(told.root)
    with open_project(told.root) as project:
        added = project.ledger.entries(after=before)
    assert [each.kind for each in added if each.kind != "Standing"] in ([], ["Gate"])
    # the first day is told only while it is played, and the order of the attempts only while they are measured
    once = re.sub(rf"The first day:.*?answered\.|{IN_ORDER}", "", told.text, flags=re.DOTALL)
    told_again, told_once = (set(re.findall(r"[-\d][\d,.]*\d", each)) for each in (text, once))
    assert told_again == told_once


NAMES = ("tailnum", "arr_delay", "dep_delay", "sched_dep", "carrier", "EWR", "JFK", "LGA")
NUMBERS = ("336776", "336,776", "7602", "7,602", "52606", "52,606")


def test_nothing_of_the_flights_stands_in_the_source_outside_the_demos_document() -> None:
    source = Path(main.__code__.co_filename).parents[1]
    found = [
        f"{path.name}: {word}"
        for path in source.rglob("*")
        if path.suffix in (".py", ".html", ".css", ".json")
        for word in (*NAMES, *NUMBERS)
        if re.search(rf"(?<![A-Za-z0-9]){word}(?![0-9])", path.read_text(encoding="utf-8"))
    ]
    assert found == []
