"""What luck adds to an attempt that was put forward after others had been looked at, and that it is taken off."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.forecast.promise import promise
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.checks import EVALUATE, LUCK, PROMISE
from shipworthy.workflow.luck import attempts_at, less_luck, luck_of
from shipworthy.workflow.outlook import gains_by_period
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.situation import situation_of
from shipworthy.workflow.standing import standing
from tests.workflow.project import LINEAR, table
from tests.workflow.test_engine import DOCUMENT, TREE

Do = Callable[[Callable[[Project], Any]], Any]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine")).write_csv(root / "orders.csv")
    write_document(root / "project.yaml", {**DOCUMENT, "candidates": [TREE]})
    return root


@pytest.fixture
def do(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Do:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)

    def run(step: Callable[[Project], Any]) -> Any:
        with open_project(root, person="owner", environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as project:
            return step(project)

    return run


def evidence(project: Project) -> dict[tuple[str, str], Evidence]:
    return {(each.check, each.candidate): each for each in project.book.all(Evidence)}


def gain(found: Evidence) -> Measurement:
    return next(one for one in found.measurements if one.name == "gain" and one.origin == "holdout" and not one.slice)


@pytest.mark.slow
def test_an_attempt_tried_after_another_was_looked_at_promises_less_than_it_showed(do: Do, root: Path) -> None:
    do(lambda project: project.check("prototype"))
    assert do(lambda project: attempts_at(project, "tree")) == 1
    assert (LUCK, "tree") not in do(evidence), "the first to be looked at was picked by nothing seen there"
    edit_document(root / "project.yaml", "candidates", [LINEAR])
    do(lambda project: project.check("prototype"))
    assert do(lambda project: attempts_at(project, "linear")) == 2
    found = do(evidence)
    luck = do(lambda project: luck_of(project, "linear"))
    assert 0 < luck <= 0.6, "of two attempts, the mean of the larger of two errors"
    measured, promised = gain(found[EVALUATE, "linear"]), gain(found[PROMISE, "linear"])
    assert measured.value is not None and measured.se is not None  # noqa: PT018
    assert promised.value == pytest.approx(measured.value - luck * measured.se)
    assert promised.method.endswith("less what luck adds to the best of several looks")
    assert "that is taken off" in found[LUCK, "linear"].says
    again = do(lambda project: project.check("prototype"))
    assert again.fresh == ()


@pytest.mark.slow
def test_the_chance_of_success_leaves_luck_out_too(do: Do, root: Path) -> None:
    days = pl.date_range(date(2024, 1, 1), date(2024, 8, 27), eager=True)
    table(lambda size: np.where(size > 0.5, "late", "fine")).with_columns(day=days).write_csv(root / "orders.csv")
    edit_document(root / "project.yaml", "data.sources.orders.time", "day")
    do(lambda project: project.check("prototype"))
    edit_document(root / "project.yaml", "candidates", [LINEAR])
    do(lambda project: project.check("prototype"))
    luck, found = do(lambda project: luck_of(project, "linear")), do(evidence)[EVALUATE, "linear"]
    with_it, without = (promise(gains_by_period(found, taken), "linear").value for taken in (0.0, luck))
    assert with_it is not None
    assert without is not None
    assert without < with_it
    readings = do(lambda project: situation_of(project, standing(project)).readings)
    assert [each.value for each in readings] == pytest.approx([without])


def test_what_gets_better_downwards_is_moved_up() -> None:
    error = Measurement(name="mean_absolute_error", value=3.0, low=2.0, high=4.0, se=0.5, direction="down")
    assert less_luck(error, 1.0).value == 3.5
    assert less_luck(error, 0.0) is error
    unknown = Measurement(name="gain", value=None, direction="up", se=1.0)
    assert less_luck(unknown, 1.0) is unknown
