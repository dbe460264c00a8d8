"""Looks at the rows kept aside: each on record, counted, and told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.look import Look
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.looks import looks
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.prototype import CRITERION
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


def test_no_look_is_taken_beyond_what_was_agreed_unless_somebody_says_so(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "timebox", {"looks": 2})
    said = shipworthy("compare", "--project", root, "--as", "owner")
    assert "2 looks at the cases kept aside so far, of 2 agreed, each on record." in said.flat
    assert "Linear was measured on the cases that attempts are chosen by, and not on those kept aside" in said.flat
    assert "these were looked at 2 times, as often as was agreed; agree on more under timebox.looks" in said.flat
    page = shipworthy("report", "--project", root, "--as", "owner")
    assert page.status == 0
    text = next(root.glob("*.html")).read_text()
    assert "Looks at the holdout" in text
    said = shipworthy("evaluate", "--anyway", "--project", root, "--as", "owner")
    assert "looked at 3 times, and 2 were agreed" in said.flat
    said = shipworthy("compare", "--project", root, "--as", "owner")
    assert "3 looks at the cases kept aside so far, of 2 agreed, each on record." in said.flat
    assert "1 of them was taken by owner although no more were agreed." in said.flat
    assert "luck alone made one of them look good is at most 15 %" in said.flat
    edit_document(root / "project.yaml", "timebox", {"looks": 20})
    again = shipworthy("compare", "--project", root, "--as", "owner")
    assert "and 20 were agreed" not in again.flat
    assert "of 20 agreed" in again.flat, "another budget measures nothing anew"


def whole(project: Project, name: str) -> set[str]:
    """Origins of what was measured last of an attempt over all rows."""
    found = [each for each in project.book.all(Evidence) if each.check == EVALUATE and each.candidate == name]
    return {one.origin for one in found[-1].measurements if not one.slice}


def test_the_looks_that_are_left_go_to_what_should_bring_most_for_its_work(do: Do, root: Path) -> None:
    poor = {"effort": "10d", "chance": 0.5, "expect_gain": {"low": 0, "high": 400}}
    rich = {"effort": "1d", "chance": 0.5, "expect_gain": {"low": 0, "high": 400}}
    forest = {**TREE, "name": "forest", "estimator": "sklearn.ensemble.RandomForestClassifier"}
    edit_document(root / "project.yaml", "candidates", [LINEAR, {**TREE, **poor}, {**forest, **rich}])
    edit_document(root / "project.yaml", "timebox", {"looks": 4})
    evaluated = do(lambda project: project.evaluate())
    assert [each.record.candidate for each in do(looks)] == ["constant", "status_quo", "linear", "forest"]
    assert [*evaluated.evidence] == ["constant", "status_quo", "linear", "tree", "forest"], "told as on the roadmap"
    assert evaluated.notices[0] == (
        "measured in this order: constant, status_quo and linear, which the others have to beat; then by what a week "
        "of work on it is expected to bring: forest (500 USD per 1,000 cases) and tree (50 USD)"
    )
    assert do(lambda project: whole(project, "tree")) == {"fold"}
    assert do(lambda project: whole(project, "forest")) == {"fold", "holdout"}
    size = do(lambda project: len(project.ledger.entries()))
    again = do(lambda project: project.evaluate())
    assert again.fresh == ()
    assert any(each.startswith("tree was measured on the cases that attempts are chosen by") for each in again.notices)
    assert do(lambda project: len(project.ledger.entries())) == size, "asking again costs no look, and writes nothing"
    edit_document(root / "project.yaml", "timebox", {"looks": 5})
    assert do(lambda project: project.evaluate()).fresh == ("tree",)
    assert do(lambda project: whole(project, "tree")) == {"fold", "holdout"}
    assert len(do(looks)) == 5


@pytest.mark.slow
def test_a_gate_says_that_no_look_was_left_and_opens_nothing(do: Do, root: Path) -> None:
    edit_document(root / "project.yaml", "timebox", {"looks": 2})
    checked = do(lambda project: project.check("prototype"))
    assert checked.chosen == "linear"
    assert len(do(looks)) == 2
    verdicts = {each.claim: each for gate in checked.gates for each in gate.verdicts}
    assert verdicts[CRITERION].state == "cant_tell"
    assert "linear was measured on the folds only" in verdicts[CRITERION].why
    assert "evaluate --anyway" in verdicts[CRITERION].next_step
    assert do(lambda project: project.check("prototype")).fresh == ()
    for verb in (Project.stress, Project.failures):
        with pytest.raises(RequestError, match="no look at the cases kept aside is left for linear"):
            do(verb)
    do(lambda project: project.evaluate(anyway=True))
    checked = do(lambda project: project.check("prototype"))
    verdicts = {each.claim: each for gate in checked.gates for each in gate.verdicts}
    assert "folds only" not in verdicts[CRITERION].why
    assert [each.record.beyond for each in do(looks)] == [False, False, True]
