"""Looks at the rows kept aside: each on record, counted, and told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.look import Look
from shipworthy.workflow.looks import looks
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, Command, table
from tests.workflow.test_engine import DOCUMENT, TREE

Do = Callable[[Callable[[Project], Any]], Any]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine")).write_csv(root / "orders.csv")
    write_document(root / "project.yaml", DOCUMENT)
    return root


@pytest.fixture
def do(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Do:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)

    def run(step: Callable[[Project], Any]) -> Any:
        environment = {"SHIPWORTHY_HOME": str(tmp_path / "home")}
        with open_project(root, person="owner", environment=environment) as project:
            return step(project)

    return run


def test_each_look_is_an_entry_with_who_what_and_which_rows(do: Do, root: Path) -> None:
    do(lambda project: project.evaluate())
    taken = do(looks)
    assert sorted(each.record.candidate for each in taken) == ["constant", "linear", "status_quo"]
    assert {each.record.by for each in taken} == {"owner"}
    assert len({(each.record.rows, each.record.n) for each in taken}) == 1
    edit_document(root / "project.yaml", "success.value.outcomes.true_positive", 91)
    do(lambda project: project.evaluate())
    known = {each.record.candidate: each.record for each in do(looks)}
    linear = [each for each in do(looks) if each.record.candidate == "linear"]
    assert len(linear) == len({each.record.predictions for each in linear}), "the same answers tell nothing new"
    edit_document(root / "project.yaml", "candidates", [LINEAR, TREE])
    do(lambda project: project.evaluate())
    assert {each.record.candidate for each in do(looks)} == {*known, "tree"}


def test_a_look_is_on_record_before_what_it_found(do: Do) -> None:
    do(lambda project: project.evaluate())
    last = max(each.seq for each in do(looks))
    assert last < min(each.seq for each in do(lambda project: project.book.placed(Evidence)))


def test_other_rows_kept_aside_are_counted_anew(do: Do, root: Path) -> None:
    do(lambda project: project.evaluate())
    edit_document(root / "project.yaml", "evaluation.split", {"holdout_share": 0.4})
    do(lambda project: project.evaluate())
    assert len(do(looks)) == 3
    assert len(do(lambda project: project.book.all(Look))) == 6


def test_more_looks_than_agreed_are_told(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "timebox", {"looks": 2})
    said = shipworthy("compare", "--project", root, "--as", "owner")
    assert "3 looks at the cases kept aside so far, of 2 agreed, each on record." in said.flat
    assert "luck alone made one of them look good is at most 15 %" in said.flat
    assert "were looked at 3 times, and 2 were agreed" in said.flat
    page = shipworthy("report", "--project", root, "--as", "owner")
    assert page.status == 0
    text = next(root.glob("*.html")).read_text()
    assert "Looks at the holdout" in text
    edit_document(root / "project.yaml", "timebox", {"looks": 20})
    again = shipworthy("compare", "--project", root, "--as", "owner")
    assert "and 20 were agreed" not in again.flat
    assert "of 20 agreed" in again.flat, "another budget measures nothing anew"
