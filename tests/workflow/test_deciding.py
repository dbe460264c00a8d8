"""Capacity, guardrails and plausible amounts through the real command: from the document to decisions in a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.deciding import Capacity
from shipworthy.records.evidence import Evidence
from shipworthy.records.predictions import Predictions
from shipworthy.workflow.bundling import Recipe, make_bundle
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.checks import CURVE
from shipworthy.workflow.curves import gather_curve
from shipworthy.workflow.curves_told import curve_told
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, Command

_START = datetime(2024, 1, 1, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "project": "crews",
    "people": {name: {"roles": ["business-owner", "data-scientist"]} for name in ("ada", "bo")},
    "problem": {"status_quo": {"rule": "a > 1.5"}},
    "success": {
        "unit": "USD",
        "value": {
            "outcomes": {"true_positive": 90, "false_positive": -30, "false_negative": 0, "true_negative": 0},
        },
        "criterion": {"gain_over": "status_quo", "per": 100, "at_least": 1},
    },
    "evaluation": {"split": {"time": "at", "period": "week"}, "slices": ["shift"]},
    "data": {
        "sources": {"cases": {"path": "cases.csv", "time": "at"}},
        "target": {"column": "late", "positive": "late > 0.5"},
    },
    "candidates": [LINEAR],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    random = np.random.default_rng(11)
    rows = 60 * 14
    a = random.normal(size=rows)
    pl.DataFrame(
        {
            "at": [(_START + timedelta(days=row // 14, minutes=row % 14)).isoformat() for row in range(rows)],
            "shift": np.where(np.arange(rows) % 14 < 7, "early", "night"),
            "a": a,
            "late": a + random.normal(size=rows),
        }
    ).write_csv(root / "cases.csv")
    write_document(root / "project.yaml", DOCUMENT)
    return root


def opened(root: Path, person: str = "ada") -> Project:
    return open_project(root, person=person)


def acted_a_day(predictions: Predictions) -> list[int]:
    days = predictions.frame.with_columns(day=pl.col("time").dt.date())
    return days.group_by("day").agg((pl.col("decision") == "yes").sum().alias("acted"))["acted"].to_list()


def test_no_attempt_acts_on_more_than_there_is_room_for_and_today_is_counted_as_it_is(
    shipworthy: Command, root: Path
) -> None:
    edit_document(root / "project.yaml", "problem.capacity", "1/day")
    said = shipworthy("evaluate", "--project", root)
    assert said.status == 0, said.err
    assert "what is done today acts on more than 1 a day" in said.flat.lower()
    with opened(root) as project:
        field = Candidates(project).field().predictions
        assert max(acted_a_day(field["linear"])) == 1
        assert max(acted_a_day(field["status_quo"])) > 1
    shipworthy("evaluate", "--project", root)
    edit_document(root / "project.yaml", "problem.capacity", "2/day")
    with opened(root) as project:
        assert set(project.evaluate().fresh) == {"constant", "status_quo", "linear"}
        candidates = Candidates(project)
        field = candidates.field().predictions
        assert max(acted_a_day(field["linear"])) == 2
        (spec,) = (each for each in candidates.specs if each.name == "linear")
        bundle = make_bundle(project, Recipe(candidates.study, spec, field["linear"], field["constant"], {}))
    assert bundle.capacity == Capacity(most=2, per="day")
    asked = field["linear"].frame.filter(pl.col("origin") == "fold")
    assert isinstance(bundle.alone, float)
    assert (asked["score"] >= bundle.alone).sum() <= 2 * asked["time"].dt.date().n_unique()


def test_a_guardrail_that_stands_in_the_way_is_named(shipworthy: Command, root: Path) -> None:
    guard = {"metric": "precision", "by": "shift", "at_least": 0.999}
    edit_document(root / "project.yaml", "guardrails", [guard, {"metric": "recall", "at_least": 0.9}])
    said = shipworthy("compare", "--project", root)
    assert "no threshold of linear keeps to what was asked for" in said.flat.lower()
    edit_document(root / "project.yaml", "guardrails", [{"metric": "recall", "at_least": 0.97}])
    said = shipworthy("compare", "--project", root)
    assert "to keep to the guardrails, the threshold of linear gives up" in said.flat.lower()


def test_over_which_amounts_it_is_better_is_told_and_what_people_said_counts_once_two_have_spoken(
    shipworthy: Command, root: Path
) -> None:
    said = shipworthy("compare", "--project", root)
    assert "linear is better than what you do today as long as a right yes brings between" in said.flat.lower()
    assert "nobody has said yet what is plausible" in said.flat
    edit_document(root / "project.yaml", "success.plausible", {"false_positive": {"low": -45, "high": -10}})
    said = shipworthy("compare", "--project", root)
    assert "between 2 and 9 times what a wrong yes costs: all that was looked at" in said.flat
    for person, low in (("ada", 80), ("bo", 85)):
        with opened(root, person) as project:
            project.estimate("true_positive", low, 100)
            before = len([one for one in project.book.all(Evidence) if one.check == CURVE])
            evidence = gather_curve(project, "linear")
            assert evidence is not None
            assert len([one for one in project.book.all(Evidence) if one.check == CURVE]) == before + (person == "bo")
            told = curve_told(evidence)["linear"]
    assert "2 people estimated" in told


def test_of_numbers_each_amount_with_a_range_is_looked_at(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "data.target", {"column": "late"})
    edit_document(root / "project.yaml", "problem.status_quo", "nothing")
    edit_document(root / "project.yaml", "success.value", {"cost": {"under": 3, "over": 1}})
    edit_document(root / "project.yaml", "success.criterion.gain_over", "constant")
    edit_document(root / "project.yaml", "success.plausible", {"under": {"low": 2, "high": 6}})
    edit_document(root / "project.yaml", "candidates", [{"name": "linear", "estimator": "sklearn.linear_model.Ridge"}])
    said = shipworthy("compare", "--project", root)
    assert said.status == 0, said.err
    told = "linear is better than always giving the same answer for any under between 2 and 6"
    assert told in said.flat.lower()


def test_what_cannot_be_is_refused(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "problem.capacity", "1/day")
    edit_document(root / "project.yaml", "data.target", {"column": "late"})
    edit_document(root / "project.yaml", "success.value", {"cost": {"under": 3, "over": 1}})
    said = shipworthy("evaluate", "--project", root)
    assert said.status == 2
    assert "no yes-or-no question" in said.err
    write_document(root / "project.yaml", {**DOCUMENT, "problem": {"capacity": "1/crew", "status_quo": "nothing"}})
    said = shipworthy("evaluate", "--project", root)
    assert said.status == 2
    assert "problem.capacity" in said.err
    for change in ({"problem": {"capacity": "many"}}, {"success": {"plausible": {"fee": {"low": 1, "high": 2}}}}):
        with pytest.raises(DocumentError, match=r"this does not say how many|a range is stated"):
            write_document(root / "project.yaml", {**DOCUMENT, **change})
