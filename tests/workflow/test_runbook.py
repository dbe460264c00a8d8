"""A runbook is a file that is there: what is found out of it stands on what it says."""

from pathlib import Path

import pytest

from shipworthy.plan.kinds.handover import RUNBOOK
from shipworthy.records.verdict import Verdict
from shipworthy.workflow.engine import gather_ideation
from shipworthy.workflow.gates import hold_gates
from shipworthy.workflow.workbench import Workbench
from tests.workflow import briefs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return briefs.write(tmp_path, "shop", risk="high", handover={"runbook": "runbook.md"})


def gathered(root: Path) -> Verdict:
    with Workbench(root, environment={"SHIPWORTHY_HOME": str(root / "home")}) as bench:
        gather_ideation(bench)
    return judged(root)


def judged(root: Path) -> Verdict:
    with Workbench(root, environment={"SHIPWORTHY_HOME": str(root / "home")}) as bench:
        (gate,) = hold_gates(bench, ["transfer"], "")
        return next(each for each in gate.verdicts if each.claim == RUNBOOK)


def test_a_runbook_that_is_not_there_fails(root: Path) -> None:
    found = gathered(root)
    assert found.state == "fails"
    assert found.why == "there is no text that can be read at runbook.md"
    assert "handover.runbook" in found.next_step


def test_an_empty_runbook_is_none(root: Path) -> None:
    (root / "runbook.md").write_text("\n \n", encoding="utf-8")
    assert gathered(root).why == "runbook.md is empty"


def test_a_runbook_that_was_rewritten_has_to_be_looked_at_again(root: Path) -> None:
    book = root / "runbook.md"
    book.write_text("# When it fails\nSwitch it off.\n", encoding="utf-8")
    found = gathered(root)
    assert (found.state, found.why) == ("holds", "the runbook is runbook.md, 2 lines")
    book.write_text("# When it fails\nCall ann.\n", encoding="utf-8")
    stale = judged(root)
    assert stale.state == "stale"
    assert "the file “runbook.md” changed" in stale.why
    assert gathered(root).state == "holds"


def test_a_project_that_names_no_runbook_is_told_so(tmp_path: Path) -> None:
    root = briefs.write(tmp_path, "other", risk="high")
    assert gathered(root).why == "nobody has said it yet"
