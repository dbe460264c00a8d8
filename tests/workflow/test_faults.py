"""Faults planted into real flights, through bundle, log, watch and deployment: each is caught, named and dated."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shipworthy.records.deployment import Deployment
from shipworthy.records.incident import Incident
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.project import open_project
from tests.workflow.flights import Course, make_live, play

DAY = timedelta(days=1)
Played = Callable[..., tuple[Course, tuple[Fault, ...]]]


@pytest.fixture(scope="module")
def tracking(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('tracking') / 'mlflow.db'}"


def _player(tracking: str, made: Path, tmp_path: Path) -> Played:
    def played(*faults: str, weeks: int) -> tuple[Course, tuple[Fault, ...]]:
        root = shutil.copytree(made, tmp_path / "flights")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MLFLOW_TRACKING_URI", tracking)
            return play(root, faults, weeks=weeks)

    return played


@pytest.fixture(scope="module")
def some_flights(tmp_path_factory: pytest.TempPathFactory, tracking: str) -> Path:
    """Every fourth flight."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", tracking)
        return make_live(tmp_path_factory.mktemp("some"), every=4)


@pytest.fixture(scope="module")
def all_flights(tmp_path_factory: pytest.TempPathFactory, tracking: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", tracking)
        return make_live(tmp_path_factory.mktemp("all"))


@pytest.fixture
def few(tracking: str, some_flights: Path, tmp_path: Path) -> Played:
    return _player(tracking, some_flights, tmp_path)


@pytest.fixture
def whole(tracking: str, all_flights: Path, tmp_path: Path) -> Played:
    return _player(tracking, all_flights, tmp_path)


def assert_caught(course: Course, fault: Fault) -> Incident:
    """Told by the last day of its week, under its name, from and until the right day."""
    start, end = fault.span
    cause = "system" if fault.of_server else "data"
    found = [each for each in course.of(cause) if abs(each.since - start) <= DAY]
    assert len(found) == 1, [each.says for each in course.incidents.values()]
    (incident,) = found
    assert incident.named == ("system" if fault.of_server else f"data: {fault.named}")
    assert course.caught[incident.id] < (end + DAY).date()
    assert incident.until is not None
    assert abs(incident.until - end) <= DAY
    return incident


def assert_stood_in(course: Course, fault: Fault) -> None:
    """What stands in for the model answered from when it was told until all was well again."""
    start, end = (each.date() for each in fault.span)
    during = [(day, mode) for day, mode in course.modes if start <= day <= end + 2 * DAY]
    assert [mode for _, mode in during] == ["fallback", "model"], course.modes
    (engaged, _), (lifted, _) = during
    assert start <= engaged < end <= lifted + DAY
    assert lifted <= end + DAY


def test_broken_feeds_and_a_slow_server_are_told_apart_within_their_weeks(few: Played) -> None:
    asked = ("weather.pressure:unit*0.02953@29", "flights.carrier:category@31", "server:slow@32")
    course, faults = few(*asked, weeks=7)
    told = [assert_caught(course, fault) for fault in faults]
    for fault in faults[:2]:
        assert_stood_in(course, fault)
    assert {each.id for each in course.of("data", "system")} == {each.id for each in told}
    assert [mode for _, mode in course.modes] == ["fallback", "model"] * 2


FEEDS = (
    "weather.pressure:unit*0.02953@29",
    "weather.temp:null@30",
    "weather.temp:unit@31",
    "weather.humid:freeze@30",
    "weather.wind_dir:null@31",
    "weather.visib:unit@30",
    "weather:delay*24@31",
    "weather:null@30",
    "flights.carrier:category@30",
    "flights.distance:unit@31",
    "flights.distance:null@30",
    "planes.manufacturer:category@30",
    "planes.seats:null@31",
    "planes.year:shift*10@30",
    "planes:null@30",
    "airports.lat:shift@31",
    "airports.tzone:category@30",
)


@pytest.mark.slow
@pytest.mark.parametrize("text", FEEDS)
def test_every_kind_of_broken_feed_is_named_and_stood_in_for(text: str, whole: Played) -> None:
    course, (fault,) = whole(text, weeks=6)
    incident = assert_caught(course, fault)
    assert_stood_in(course, fault)
    assert [each.id for each in course.of("data", "system")] == [incident.id]
    assert incident.next_step


@pytest.mark.slow
@pytest.mark.parametrize(("text", "kind"), [("server:slow@30", "slow"), ("server:error@31", "errors")])
def test_a_sick_server_is_no_matter_of_the_data(text: str, kind: str, whole: Played) -> None:
    course, (fault,) = whole(text, weeks=6)
    incident = assert_caught(course, fault)
    assert incident.kind == kind
    assert [each.id for each in course.of("data", "system")] == [incident.id]
    # the model is sound, and goes on answering
    assert course.modes == []


@pytest.mark.slow
def test_half_a_year_in_which_nothing_broke_raises_no_alarm_and_the_autumn_is_the_models(
    whole: Played, tmp_path: Path
) -> None:
    course, _ = whole("none", weeks=26)
    assert course.of("data", "system") == []
    assert course.modes == []
    falls = course.of("model")
    assert falls
    assert any(9 <= each.since.month <= 11 for each in falls)
    with open_project(tmp_path / "flights", person="dispatcher") as project:
        assert len(project.book.all(Deployment)) == 1
