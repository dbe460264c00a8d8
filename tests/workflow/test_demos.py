"""A demo is made, told in five forms, tried before anything is shipped, and answered by those who saw it."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shipworthy.board.asking import Server, explained
from shipworthy.foundation.errors import BundleError
from shipworthy.plan.writing import write_document
from shipworthy.records.bundle import Bundle
from shipworthy.records.comment import Comment
from shipworthy.records.demo import Demo
from shipworthy.records.explanation import Explanation
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.known import know
from shipworthy.workflow.project import open_project
from shipworthy.workflow.trial import TrialServers, inside, trial_of
from tests.workflow.project import LINEAR, RIDGE, Command, signal, table

DOCUMENT: dict[str, Any] = {
    "project": "shown",
    "people": {"ann": {"roles": ["lead"]}, "ben": {"roles": ["business-owner"]}},
    "problem": {"decision": "which orders are called back", "action": "somebody calls"},
    "success": {
        "unit": "EUR",
        "value": {"outcomes": {"true_positive": 9, "false_positive": -4, "false_negative": 0, "true_negative": 0}},
    },
    "data": {
        "sources": {"orders": {"path": "orders.csv"}},
        "target": {"column": "target", "positive": "target = 'yes'"},
        "personal": ["c"],
    },
    "timebox": {"every": "2w"},
    "candidates": [LINEAR],
}


def write(folder: Path, target: Any, **changes: Any) -> Path:
    folder.mkdir()
    table(target, rows=600).write_csv(folder / "orders.csv")
    write_document(folder / "project.yaml", {**DOCUMENT, **changes}, "Written by hand.")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "project", lambda size: ["yes" if each > 0 else "no" for each in size])


@pytest.mark.slow
def test_a_demo_shows_cases_kept_aside_and_lets_the_attempt_be_tried(shipworthy: Command, root: Path) -> None:
    assert shipworthy("compare", "--project", root).status == 0
    assert shipworthy("report", "--demo", "--project", root).status == 0
    (page,) = root.glob("demo-*.html")
    text = page.read_text(encoding="utf-8")
    for word in ("As a label", "As a number", "Counted", "As a sentence", "squares are filled", "the answer was wrong"):
        assert word in text
    assert "<script" not in text
    with open_project(root) as project:
        (demo,) = project.book.all(Demo)
        known = know(project)
        # nothing of it is shipped
        assert project.book.all(Bundle) == ()
        own = project.own
    rows = pl.read_csv(root / "orders.csv")
    assert demo.aside == 120
    assert [one.right for one in demo.cases].count(True) == 3
    for one in demo.cases:
        assert set(one.known) == {"a", "b"}
        assert one.outcome == rows["target"][int(one.id)]
        said, was = one.answered.answer, one.outcome
        assert one.brought == {("yes", "yes"): 9, ("yes", "no"): -4}.get((said, was), 0)
    trial = trial_of(own)
    assert trial is not None
    assert known.asked == trial
    # the cases kept aside are as new to it as any
    assert trial.rows == 480
    assert [each["a"] for each in known.examples] == pytest.approx([rows["a"][int(one.id)] for one in demo.cases])
    assert all(each.get("c") is None for each in known.examples)
    with TrialServers() as servers:
        address = servers.at(own)
        assert servers.at(own) == address
        told = explained(Server(address), {"a": 3.0, "b": 0.0})
        assert isinstance(told, Explanation)
        assert told.answer == "yes"
        assert isinstance(explained(Server(address), known.examples[0]), Explanation)
    logged = list((inside(own) / "log").rglob("*.parquet"))
    assert logged == []
    # made again from the same, the same bundle stays
    assert shipworthy("report", "--demo", "--project", root).status == 0
    assert bundle_folder(inside(own), 1).is_dir()
    assert not bundle_folder(inside(own), 2).exists()


def test_comments_on_a_demo_come_back_in_the_week(shipworthy: Command, root: Path) -> None:
    assert shipworthy("report", "--demo", "--project", root).status == 0
    with open_project(root) as project:
        (demo,) = project.book.all(Demo)
    wrong = shipworthy("comment", "Nice.", "--about", "demo:1999-01-01", "--as", "ben", "--project", root)
    assert wrong.status == 2
    assert shipworthy("comment", "Nice.", "--about", demo.about, "--as", "ben", "--project", root).status == 0
    with open_project(root) as project:
        assert project.book.all(Comment)[-1].about == demo.about
    week = shipworthy("week", "--project", root).flat
    assert "What was said" in week
    assert "The demo of" in week
    assert "Nice." in week


def test_before_any_model_answers_are_made_up_and_say_so(shipworthy: Command, root: Path) -> None:
    assert shipworthy("report", "--demo", "--project", root, "--out", root / "made.html").status == 0
    text = (root / "made.html").read_text(encoding="utf-8")
    assert "no model was asked" in text
    assert "As the number says; not measured." in text
    assert "squares are filled" in text
    with open_project(root) as project:
        (demo,) = project.book.all(Demo)
        assert demo.made_up
        assert know(project).asked is None
        with TrialServers() as servers, pytest.raises(BundleError, match="no attempt to try"):
            servers.at(project.own)
    due = pl.Series([demo.day, demo.due]).str.to_date()
    assert (due[1] - due[0]).days == 14


@pytest.mark.slow
def test_numbers_and_several_classes_are_shown_as_well(shipworthy: Command, tmp_path: Path) -> None:
    data = {**DOCUMENT["data"], "target": {"column": "target"}}
    numbers = write(
        tmp_path / "n", lambda size: size * 10 + 50, project="numbers", data=data, success={}, candidates=[RIDGE]
    )
    classes = [("low", "mid", "high")[int(each > -0.5) + int(each > 0.5)] for each in signal(600)["size"]]
    several = write(tmp_path / "s", classes, project="several", data=data, success={})
    for folder in (numbers, several):
        assert shipworthy("compare", "--project", folder).status == 0
        assert shipworthy("report", "--demo", "--project", folder).status == 0
    with open_project(numbers) as project:
        (demo,) = project.book.all(Demo)
        assert demo.wrong is None
        assert all(one.answered.sure and one.answered.sure.low is not None for one in demo.cases)
        assert [one.answered.score for one in demo.cases] == sorted(one.answered.score for one in demo.cases)
    with open_project(several) as project:
        (demo,) = project.book.all(Demo)
        assert {one.answered.label for one in demo.cases} <= {"low", "mid", "high"}
        assert all(one.answered.label == one.answered.answer for one in demo.cases)
