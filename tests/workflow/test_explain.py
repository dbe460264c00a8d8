"""`shipworthy explain` on a project with something live: whatever a row is named by, and what is wrong with a name."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression

from shipworthy.records.deployment import Deployment
from shipworthy.records.logged import Logged, Turned
from shipworthy.store.deployments import bundle_folder, write_deployment
from shipworthy.store.prediction_log import PredictionLog
from tests.explain.bundles import LATE, ROW, frame_of, outcome_of, shipped
from tests.workflow.project import Command

DOCUMENT = """\
project: flights
data:
  sources: {flights: {path: flights.csv, time: at}}
  target: {column: turned, positive: "turned = 'late'"}
  personal: [guest]
"""
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flights")
    frame = frame_of(300)
    frame.with_columns(turned=pl.Series(outcome_of(frame, LATE))).write_csv(folder / "flights.csv")
    (folder / "project.yaml").write_text(DOCUMENT)
    shipped(bundle_folder(folder / ".shipworthy", 1), LATE, LogisticRegression(), threshold=0.5)
    write_deployment(folder / ".shipworthy", Deployment(project="flights", champion=1, since=NOW))
    return folder


def test_a_row_of_the_data_is_explained_by_its_number(shipworthy: Command, root: Path) -> None:
    said = shipworthy("explain", "1", "--project", root)
    first = frame_of(300).row(0, named=True)
    assert said.status == 0
    assert said.out.startswith("The answer is “")
    assert "cases that looked like this, about" in said.flat
    assert first["port"] in said.out
    assert "ignored" not in said.out
    assert first["guest"] not in said.out


def test_a_row_of_ones_own_is_explained_as_json_and_from_a_file_alike(
    shipworthy: Command, root: Path, tmp_path: Path
) -> None:
    text = json.dumps(ROW)
    (tmp_path / "row.json").write_text(text)
    pl.DataFrame([ROW]).write_csv(tmp_path / "row.csv")
    told = [
        shipworthy("explain", what, "--project", root, "--json").document
        for what in (text, tmp_path / "row.json", tmp_path / "row.csv")
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]["model"] == "flights v1"
    assert told[0]["answer"] == "late"
    assert told[0]["base"] + sum(one["amount"] for one in told[0]["contributions"]) == pytest.approx(told[0]["score"])
    assert "Ada" not in json.dumps(told)


def log(root: Path, *outcomes: str, **fields: Any) -> None:
    inputs = {name: value for name, value in ROW.items() if name != "guest"}
    logged = Logged(**{"id": "EV-17", "time": NOW, "received": NOW, "version": 1, "inputs": inputs, **fields})
    with PredictionLog.open(root / ".shipworthy" / "log") as written:
        written.write([logged], [Turned(id=logged.id, outcome=outcome, received=NOW) for outcome in outcomes])


def test_a_prediction_of_the_log_is_explained_by_its_id_with_what_turned_out(shipworthy: Command, root: Path) -> None:
    log(root, "late", score=0.8, decision="late")
    told = shipworthy("explain", "EV-17", "--project", root, "--json").document
    assert told["id"] == "EV-17"
    assert told["notices"] == ["it turned out: late", "guest is personal and not in the log: it counts as not known"]
    own = shipworthy("explain", json.dumps(ROW), "--project", root, "--json").document
    assert told["contributions"] == own["contributions"]


def test_where_something_else_answered_that_is_said(shipworthy: Command, root: Path) -> None:
    log(root, id="EV-18", route="fallback", why="the feed is broken", decision="on time")
    said = shipworthy("explain", "EV-18", "--project", root)
    assert "it did not answer then (the feed is broken)" in said.flat


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("nobody", "no row of that name is found"),
        ("301", "the data no row of that number"),
        ("0", "a number from 1 to 300"),
        ('{"sched_hour": 19', "this row cannot be read"),
        ('{"sched_hour": "late"}', "the row cannot be answered: a number is needed"),
    ],
)
def test_a_row_that_cannot_be_explained_says_why_and_what_to_do(
    shipworthy: Command, root: Path, what: str, told: str
) -> None:
    said = shipworthy("explain", what, "--project", root)
    assert said.status == 2
    assert told in " ".join(said.err.split())
    assert "next:" in said.err


def test_a_file_of_many_rows_is_for_another_verb(shipworthy: Command, root: Path) -> None:
    said = shipworthy("explain", root / "flights.csv", "--project", root)
    assert said.status == 2
    assert "300 rows" in said.err
    assert "shipworthy score" in said.err


def test_before_anything_is_live_it_says_how_to_get_there(shipworthy: Command, root: Path, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    said = shipworthy("explain", "1", "--project", tmp_path)
    assert said.status == 2
    assert "shipworthy ship" in said.err
