"""The demo's flights with one model live, and days of them written into its log as a model server would."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from shipworthy.bundle.brought import groups, inputs, times
from shipworthy.bundle.load import Loaded, load
from shipworthy.plan.reading import read_document
from shipworthy.plan.writing import edit_document
from shipworthy.records.bundle import Bundle
from shipworthy.records.deployment import Deployment
from shipworthy.records.incident import Incident
from shipworthy.records.logged import Call, Logged, Turned
from shipworthy.store.deployments import bundle_folder, read_deployment
from shipworthy.store.prediction_log import PredictionLog
from shipworthy.workflow.bundling import make_bundle
from shipworthy.workflow.demo.fault_text import parse_fault
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.demo.play import prepare
from shipworthy.workflow.demo.replay import Batch, Day, Replay, last_moment
from shipworthy.workflow.logbook import LOG
from shipworthy.workflow.opening import put
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.ship import recipe_of
from shipworthy.workflow.watch import Watcher

CANDIDATE = "glass-box"
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
END = datetime(2014, 1, 1, tzinfo=UTC)
QUICK, SLOW = 0.005, 0.08
FAILED = "the model failed with RuntimeError"


def make_live(root: Path, *, every: int = 1) -> Path:
    """The demo's project with its quickest attempt live; `every` keeps one flight in so many."""
    prepare(root)
    flights = root / "data" / "flights.csv"
    if every > 1:
        pl.read_csv(flights, infer_schema=False).gather_every(every).write_csv(flights)
    roadmap = read_document(root / "project.yaml").candidates
    one = next(each for each in roadmap if each.name == CANDIDATE)
    edit_document(root / "project.yaml", "candidates", [one.model_dump(exclude_unset=True)])
    with open_project(root, person="dispatcher") as project:
        project.evaluate([CANDIDATE])
        project.forecast()
        bundle = make_bundle(project, recipe_of(project, CANDIDATE))
        project.book.put(bundle)
        put(project, Deployment(project=bundle.project, champion=bundle.version, since=project.clock.now()))
    return root


@dataclass
class Course:
    """What came of days that were played and watched.

    Attributes:
        incidents: as they were told last, by id.
        caught: id -> the day on which it was first told.
        modes: what answered, where that changed: (day, mode).
        watched: times that it was looked at.
    """

    incidents: dict[str, Incident] = field(default_factory=dict)
    caught: dict[str, date] = field(default_factory=dict)
    modes: list[tuple[date, str]] = field(default_factory=list)
    watched: int = 0

    def of(self, *causes: str) -> list[Incident]:
        return [each for each in self.incidents.values() if each.cause in causes]


def play(root: Path, faults: Sequence[str], *, weeks: int) -> tuple[Course, tuple[Fault, ...]]:
    """Writes weeks of flights with faults planted in them, and two days more, when all that turned out is known.

    It is watched daily while a fault lasts, else weekly, on the day on which the week before can be judged.
    """
    with open_project(root, person="dispatcher") as project:
        planted = tuple(_fault(project, text) for text in faults)
        loaded = load(bundle_folder(project.own, 1))
        watcher, course = Watcher(project), Course()
        with PredictionLog.open(project.own / LOG) as log:
            for number, day in enumerate(_days(project, loaded.bundle, planted, weeks)):
                live = read_deployment(project.own)
                assert live is not None
                log.write(_logged(loaded, day, live, planted), _turned(day), _calls(day, planted))
                if number % 7 == 1 or any(_near(day.day, fault) for fault in planted):
                    _look(watcher, course, day.day)
        return course, planted


def _fault(project: Project, text: str) -> Fault:
    return parse_fault(text, project.material.sources, project.material.spec, last_moment(project), END)


def _days(project: Project, bundle: Bundle, faults: Sequence[Fault], weeks: int) -> Iterator[Day]:
    days = Replay(project, bundle, faults).days()
    return (day for number, day in enumerate(days) if number < 7 * weeks + 2)


def _near(day: date, fault: Fault) -> bool:
    start, end = (each.date() for each in fault.span)
    return bool(fault.start) and start <= day < end + 2 * DAY


def _look(watcher: Watcher, course: Course, day: date) -> None:
    told = watcher.watch(datetime.combine(day, datetime.min.time(), UTC) + DAY)
    course.watched += 1
    for each in told.incidents:
        course.incidents[each.id] = each
        course.caught.setdefault(each.id, day)
    if told.did:
        course.modes.append((day, told.deployment.mode))


def _logged(loaded: Loaded, day: Day, live: Deployment, faults: Sequence[Fault]) -> list[Logged]:
    return [each for place, batch in enumerate(day.batches) for each in _answered(loaded, batch, live, place, faults)]


def _answered(loaded: Loaded, batch: Batch, live: Deployment, place: int, faults: Sequence[Fault]) -> Iterator[Logged]:
    """The rows of one call as a server writes them down."""
    read = loaded.door.rows(batch.rows)
    assert not read.errors
    assert live.champion is not None
    why = FAILED if _fails(batch, place, faults) else live.why if live.mode == "fallback" else ""
    if why:
        told, decisions = [None] * len(batch.ids), loaded.stand_in(read.frame)
    else:
        scores = loaded.score(read.frame)
        told, decisions = scores.tolist(), loaded.decide(scores, read.frame)
    around = times(read.frame, loaded.bundle), groups(read.frame, loaded.bundle), inputs(read.frame, loaded.bundle)
    for id, score, decision, at, group, brought in zip(batch.ids, told, decisions, *around, strict=True):
        assert at is not None
        yield Logged(
            id=id,
            time=at,
            received=batch.at,
            version=live.champion,
            route="fallback" if why else "model",
            why=why,
            score=score,
            decision=decision,
            group=group,
            inputs=brought,
            seconds=QUICK,
        )


def _turned(day: Day) -> list[Turned]:
    moments = [(each["id"], each["outcome"], datetime.fromisoformat(each["time"])) for each in day.outcomes]
    return [Turned(id=id, outcome=outcome, time=at, received=at) for id, outcome, at in moments]


def _calls(day: Day, faults: Sequence[Fault]) -> list[Call]:
    return [_call(batch, place, faults) for place, batch in enumerate(day.batches)]


def _call(batch: Batch, place: int, faults: Sequence[Fault]) -> Call:
    # no two calls take the same time
    seconds = (SLOW if "slow" in _troubles(batch, faults) else QUICK) * (1 + 0.2 * math.sin(7 * place + batch.at.day))
    stood_in = len(batch.ids) if _fails(batch, place, faults) else 0
    return Call(
        time=batch.at,
        received=batch.at,
        seconds=seconds,
        status=200,
        rows=len(batch.ids),
        fallback=stood_in,
        path="/predict",
    )


def _troubles(batch: Batch, faults: Sequence[Fault]) -> set[str]:
    return {fault.kind for fault in faults if fault.of_server and fault.span[0] <= batch.at < fault.span[1]}


def _fails(batch: Batch, place: int, faults: Sequence[Fault]) -> bool:
    """Every tenth call, while that is asked for."""
    return "error" in _troubles(batch, faults) and place % 10 == 0
