"""The evaluation put to the test at the gate: a sound one passes, one that would let pass anything does not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.verdict import Verdict
from shipworthy.workflow.checks import CONTROLS
from shipworthy.workflow.controls import Controlled, in_words
from shipworthy.workflow.project import open_project
from tests.workflow.project import table
from tests.workflow.test_engine import DOCUMENT

CLAIM = "evaluation.controls"
OWN_CHECKS = "the evaluation passes its own checks"


def test_what_speaks_against_the_goal_is_not_told_as_numbers_that_cannot_be_believed() -> None:
    goal = Controlled(False, "always giving the same answer would reach the goal too", of_goal=True)
    leak = Controlled(False, "a column went unnoticed")
    assert in_words((goal,)) == "the goal asks too little: always giving the same answer would reach the goal too"
    assert in_words((goal, leak)).startswith("the numbers cannot be believed: always giving")
    assert in_words((Controlled(True, "nothing was learned"),)) == "nothing was learned"


@pytest.mark.slow
def test_a_goal_that_knowing_nothing_reaches_is_sent_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine"), rows=600).write_csv(root / "orders.csv")
    harder = {**DOCUMENT["success"], "criterion": {"gain_over": "status_quo", "per": 1000, "at_least": 12_000}}
    write_document(root / "project.yaml", {**DOCUMENT, "success": harder, "problem": {"status_quo": {"rule": "a > 1"}}})

    def check() -> tuple[Verdict, Any, Evidence]:
        with open_project(root, person="owner", environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as project:
            gate = project.check("prototype").gates[-1]
            found = [each for each in project.book.all(Evidence) if each.check == CONTROLS]
        return next(each for each in gate.verdicts if each.claim == CLAIM), gate, found[-1]

    sound, _, tried = check()
    assert sound.state == "holds", sound.why
    assert {one.name for one in tried.measurements} == {"dealt_outcomes", "useless_gain"}
    # today nobody is called, and calling everybody would already bring more than is asked for
    edit_document(root / "project.yaml", "problem.status_quo.rule", "a > 99")
    edit_document(root / "project.yaml", "success.value.outcomes.false_positive", -1)
    edit_document(root / "project.yaml", "success.criterion.at_least", 1_000)
    broken, gate, tried = check()
    assert broken.state == "fails"
    assert "always giving the same answer would reach the goal too" in broken.why
    assert "if that little is enough, no model is needed" in broken.next_step
    assert gate.advice == "back"
    assert any(reason.startswith(f"{OWN_CHECKS}: the goal asks too little") for reason in gate.reasons)
    assert [each.severity for each in tried.findings] == ["blocker"] * len(tried.findings)
