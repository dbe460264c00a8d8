"""One project as a user would run it: up to the gate on what is known by then, then measured on what came after."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from msgspec import structs
from ruamel.yaml import YAML

import shipworthy
from benchmarks.promises.sets import Question
from shipworthy.lab.roadmap import default_candidates
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import CandidateSpec, Task
from shipworthy.workflow.compare import Compared
from shipworthy.workflow.outlook import gains_by_period, promise_of
from shipworthy.workflow.project import Project

Cut = tuple[str, str, str]

HALF: Final = 0.5
"""Share of what was promised that the gate is asked for."""

BASELINES: Final = ("constant", "status_quo")


@dataclass(frozen=True)
class Promise:
    """What one attempt promised for a period to come, and what came.

    Attributes:
        attempt: its name.
        told: gain expected for one case, in the owner's unit, very likely between its ends (95 %), which are None when
            the periods could not tell.
        later: gain for one case in each period that came after, and its number of cases.
    """

    attempt: str
    told: Measurement
    later: tuple[tuple[float, int], ...]


@dataclass(frozen=True)
class Played:
    """One project.

    Attributes:
        source: name of the table.
        promises: of every attempt but the baselines.
        chosen: what was put forward; a baseline when nothing was better than it.
        gate: claim -> its state at the gate, where the criterion asks for half of what the chosen one promised; empty
            when a baseline was put forward.
    """

    source: str
    promises: tuple[Promise, ...]
    chosen: str
    gate: Mapping[str, str]


def play(name: str, question: Question, draw: int, cut: Cut, place: Path) -> Played:
    """Runs a project in a folder of its own, first as it stood then, and again on what came after.

    The second time it has learned from all that was known by then, as what is shipped has.
    """
    place.mkdir(parents=True)
    _until(question.rows(draw), question.time, cut[2]).write_parquet(place / "rows.parquet")
    aside, after, end = cut
    with _opened(place / "before", question, aside, after) as project:
        compared = project.compare()
        told = _told(project, compared)
        gate = _gate(project, told[compared.chosen].value) if compared.chosen not in BASELINES else {}
    with _opened(place / "after", question, after, end) as project:
        later = {one: _later(found) for one, found in project.evaluate().evidence.items()}
    promises = tuple(
        Promise(one, each, later[one]) for one, each in told.items() if one not in BASELINES and each.value is not None
    )
    return Played(name, promises, compared.chosen, gate)


def _told(project: Project, compared: Compared) -> dict[str, Measurement]:
    months = project.material.months_seen
    return {one: promise_of(project, found, months).promise for one, found in compared.evaluated.evidence.items()}


def _gate(project: Project, expected: float | None) -> dict[str, str]:
    if not expected:
        return {}
    project = project.edit("success.criterion.at_least", round(HALF * abs(expected), 9))
    try:
        return {each.claim: each.state for gate in project.check("prototype").gates for each in gate.verdicts}
    finally:
        project.close()


def _later(measured: Evidence) -> tuple[tuple[float, int], ...]:
    """The gain of each period of the cases kept aside, and its cases."""
    kept = tuple(one for one in measured.measurements if one.origin == "holdout")
    periods = gains_by_period(structs.replace(measured, measurements=kept))
    return tuple((each.value, each.n) for each in periods if each.value is not None)


@contextmanager
def _opened(root: Path, question: Question, aside: str, end: str) -> Iterator[Project]:
    root.mkdir()
    with (root / "project.yaml").open("w") as file:
        YAML().dump(_document(question, aside, end), file)
    home = {**os.environ, "SHIPWORTHY_HOME": str(root / "home")}
    home.pop("SHIPWORTHY_URL", None)
    project = shipworthy.open(root, environment=home)
    try:
        yield project
    finally:
        project.close()


def _document(question: Question, aside: str, end: str) -> dict[str, Any]:
    unknown = question.today == "unknown"
    criterion = {"gain_over": "constant" if unknown else "status_quo", "per": 1, "at_least": 0}
    split = {"time": question.time, "period": question.period, "holdout_from": aside, "holdout_until": end}
    return {
        "project": "promise",
        "people": {"owner": {"roles": ["business-owner"]}},
        "problem": {"status_quo": question.today},
        "success": {"unit": "points", "value": dict(question.value), "criterion": criterion},
        "candidates": [_entry(each) for each in default_candidates(_task(question))],
        "evaluation": {"split": split, **({"group": question.group} if question.group else {})},
        "data": {
            "sources": {"rows": {"path": "../rows.parquet", "time": question.time}},
            "target": dict(question.target),
            "drop": list(question.drop),
        },
    }


def _task(question: Question) -> Task:
    """As far as the choice of attempts hangs on it."""
    classes = "positive" in question.target or question.target.get("kind") == "classification"
    return Task(kind="binary" if classes else "regression", classes=("no", "yes") if classes else ())


def _entry(spec: CandidateSpec) -> dict[str, Any]:
    """What `shipworthy init` would have written of it."""
    if spec.name in BASELINES:
        return {"name": spec.name}
    entry = {"name": spec.name, "estimator": spec.target, "parameters": dict(spec.parameters)}
    return {**entry, "features": spec.features, "glass_box": spec.glass_box, "complexity": spec.complexity}


def _until(frame: pl.DataFrame, time: str, end: str) -> pl.DataFrame:
    return frame.filter(pl.col(time).cast(pl.Datetime("us")) < datetime.fromisoformat(end)).sort(time)
