"""What is independent where rows have a time: what the document names, else stretches of time, and the page says so."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.workflow.project import open_project
from shipworthy.workflow.stretches import told_of_stretches
from tests.workflow.project import Command, table
from tests.workflow.test_engine import DOCUMENT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = table(lambda size: np.where(size > 0.5, "late", "fine"), rows=600)
    days = [date(2024, 1, 1) + timedelta(days=number // 2) for number in range(600)]
    root = tmp_path / "project"
    root.mkdir()
    made.with_columns(day=pl.Series(days), key=pl.int_range(pl.len())).write_csv(root / "orders.csv")
    source = {"orders": {"path": "orders.csv", "time": "day", "key": "key"}}
    write_document(root / "project.yaml", {**DOCUMENT, "data": {**DOCUMENT["data"], "sources": source}})
    return root


def groups(root: Path, tmp_path: Path) -> tuple[pl.Series | None, list[str]]:
    with open_project(root, environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as project:
        found, folds = project.material.groups, project.material.folds
        return found, [each.says for each in told_of_stretches(found, folds, "evaluate")]


def test_days_in_a_row_go_together_and_no_day_is_cut(root: Path, tmp_path: Path) -> None:
    found, told = groups(root, tmp_path)
    assert found is not None
    assert (found[::2] == found[1::2]).all()
    assert 8 <= found[-120:].n_unique() <= 65
    assert "cases close in time may be alike" in told[0]


@pytest.mark.parametrize(
    ("place", "said", "many"),
    [("evaluation.group", "key", 600), ("evaluation.split", {"group": "c", "groups": "drawn"}, 3)],
)
def test_what_the_document_names_comes_first(root: Path, tmp_path: Path, place: str, said: Any, many: int) -> None:
    edit_document(root / "project.yaml", place, said)
    found, told = groups(root, tmp_path)
    assert found is not None
    assert found.n_unique() == many
    assert not told


def test_without_a_time_every_row_stands_alone(root: Path, tmp_path: Path) -> None:
    edit_document(root / "project.yaml", "data.sources.orders.time", "")
    assert groups(root, tmp_path) == (None, [])


@pytest.mark.slow
def test_the_command_says_what_ranges_rest_on(shipworthy: Command, root: Path) -> None:
    said = shipworthy("evaluate", "--project", root, "--json")
    told: dict[str, Any] = said.document
    assert any("stretches of time" in notice for notice in told["notices"])
    gains = [one for one in told["candidates"]["linear"]["measurements"] if one["name"] == "gain"]
    whole = next(one for one in gains if one["origin"] == "holdout" and not one.get("slice"))
    assert 8 <= whole["clusters"] < whole["n"]
    findings = told["candidates"]["constant"]["findings"]
    assert any(each["where"] == "evaluation.group" for each in findings)
