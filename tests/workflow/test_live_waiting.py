"""What is said of the promise while the outcomes of the first window are still to come."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.quantities import SECONDS
from shipworthy.monitor.settings import Settings
from shipworthy.plan.writing import write_document
from shipworthy.records.spec import Task
from shipworthy.records.window import Window
from shipworthy.workflow.gates import hold_gates
from shipworthy.workflow.live_evidence import live_evidence
from shipworthy.workflow.project import open_project

START = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_document(
        tmp_path / "project.yaml",
        {
            "project": "calls",
            "success": {
                "unit": "EUR",
                "value": {"cost": {"under": 1, "over": 2}},
                "criterion": {"gain_over": "constant", "at_least": 1},
                "outcome": {"delay": "3d"},
            },
        },
    )
    return tmp_path


def test_until_outcomes_are_in_it_is_said_on_which_day_they_will_be(folder: Path) -> None:
    settings = Settings(task=Task(kind="regression"), delay=3 * SECONDS["d"])
    with open_project(folder, environment={"SHIPWORTHY_HOME": str(folder / "home")}) as project:
        assert live_evidence(project, "first", settings) == ()
        project.book.put(Window(start=START, end=START + timedelta(days=7), rows=40))
        found = live_evidence(project, "first", settings)
        project.book.put_all(found)
        (verdict,) = (one for one in hold_gates(project, ["monitoring"], "")[0].verdicts if one.claim == "live.value")
        assert (verdict.state, verdict.why, verdict.next_step) == (
            "cant_tell",
            "outcomes of the first window are still to come; it can be judged on 2026-03-12",
            "run `shipworthy watch` on 2026-03-12 or later",
        )
        project.book.put(Window(start=START, end=START + timedelta(days=7), rows=60))
        assert live_evidence(project, "first", settings) == ()


def test_before_the_first_window_it_is_said_how_long_outcomes_take(folder: Path) -> None:
    with open_project(folder, environment={"SHIPWORTHY_HOME": str(folder / "home")}) as project:
        claim = project.claim("live.value")
    assert claim is not None
    assert claim.asks.endswith("is over and outcomes had 3 days to come in")
