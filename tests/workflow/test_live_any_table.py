"""Any table goes live: shipped, decided on, served, scored, watched, retrained, rolled back, explained and shown."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from shipworthy.board.places import place_of
from shipworthy.bundle.load import load
from shipworthy.delivery.client import Client
from shipworthy.delivery.rows import json_rows
from shipworthy.plan.writing import edit_document
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.processes import server_process
from shipworthy.workflow.project import open_project
from tests.board.site import board
from tests.workflow.project import Command, keep_linear, table
from tests.workflow.test_any_table import GOOD, PUBLIC

FEWEST = 260
"""Cases played: enough to retrain from."""
CALL = 65
MINE = """\
from sklearn.linear_model import LogisticRegression, Ridge


def build():
    return {model}
"""
OWN = {"name": "linear", "factory": "mine:build"}
AMOUNTS = {
    "problem.status_quo": {"rule": '"mean radius" > 15'},
    "success.unit": "EUR",
    "success.value": {
        "outcomes": {"true_positive": 9, "false_positive": -2, "false_negative": -5, "true_negative": 0},
    },
    "success.criterion": {"gain_over": "status_quo", "per": 100, "at_least": 1, "confidence": 0.9, "by": "2030-01-01"},
    "delivery.fallback": "status_quo",
    "monitoring": {"window": "1d", "false_alarms": "1/quarter", "automation": "suggest"},
}


SPECIES = ("Adelie", "Chinstrap", "Gentoo")
BY_ROW = {said: {was: "year" if said == was else -500 for was in SPECIES} for said in SPECIES}
POINTS = [{"off": -500, "costs": 90}, {"off": -50, "costs": 0}, {"off": 50, "costs": 0}, {"off": 500, "costs": 9}]
WORTHS = """\
def worth(frame):
    return (frame["decision"] == frame["outcome"]) * frame["year"] * 1.0
"""


@dataclass(frozen=True)
class Case:
    """A table, and what is said of it in the document beside what `init` finds.

    Attributes:
        load: makes the table.
        target: to be predicted.
        edits: field of the document -> value.
        own: code of the candidate; empty keeps one of scikit-learn.
        values: code of the function that says what a decision was worth; empty where amounts do.
    """

    load: Callable[[], Any]
    target: str = "target"
    edits: Mapping[str, Any] = field(default_factory=dict)
    own: str = ""
    values: str = ""


def valued(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says where a decision is worth that."""
    return {
        "success.unit": "EUR",
        "success.value": dict(value),
        "success.criterion": {"gain_over": "constant", "per": 100, "at_least": 1, "confidence": 0.9},
    }


def people() -> pl.DataFrame:
    return table(lambda size: size > 0, 300).with_columns(
        pl.Series("contact", [f"anna{row}@secretmail.example" for row in range(300)]),
        pl.Series("day", [dt.date(2024, 1, 1) + dt.timedelta(days=row // 3) for row in range(300)]),
    )


CASES = {
    "several classes": Case(*PUBLIC["species"]),
    "two classes with amounts and a rule": Case(*PUBLIC["breast cancer"], edits=AMOUNTS),
    "a number": Case(*PUBLIC["penguins"]),
    "a number over time": Case(*PUBLIC["stocks"]),
    "several classes over time": Case(*PUBLIC["weather"]),
    "code of one's own": Case(*PUBLIC["diabetes"], own="Ridge()"),
    "several classes with amounts by row": Case(*PUBLIC["species"], edits=valued({"outcomes": BY_ROW})),
    "a number with costs by points": Case(*PUBLIC["penguins"], edits=valued({"cost": {"points": POINTS}})),
    "so many a day": Case(people, edits=valued({"top": {"k": 1, "per": "day", "hit": 9, "miss": -2}})),
    "a value by function": Case(*PUBLIC["species"], edits=valued({"function": "worths:worth"}), values=WORTHS),
    "no value": Case(*PUBLIC["work"], edits={"success.value": "none"}),
    "personal columns": Case(people),
    "odd names": Case(GOOD["odd names"]),
    "every type": Case(GOOD["every type"]),
    "empty columns": Case(GOOD["empty, constant, infinite and huge"]),
    "counts": Case(*PUBLIC["doctors"]),
}
QUICK = "several classes"


def make(case: Case, root: Path, shipworthy: Command) -> Path:
    """The project of a table; its rows lie beside it."""
    frame = case.load()
    data = root.parent / ("rows.csv" if isinstance(frame, pd.DataFrame) else "rows.parquet")
    if isinstance(frame, pd.DataFrame):
        frame.head(2_000).to_csv(data, index=False)
    else:
        frame.write_parquet(data)
    begun = shipworthy("init", root, "--data", data, "--target", case.target, "--json")
    assert (begun.status, begun.err) == (0, "")
    keep_linear(root, regression=begun.document["task"]["kind"] == "regression")
    if case.own:
        (root / "mine.py").write_text(MINE.format(model=case.own))
        edit_document(root / "project.yaml", "candidates", [OWN])
    if case.values:
        (root / "worths.py").write_text(case.values)
    for name, value in case.edits.items():
        edit_document(root / "project.yaml", name, value)
    return data


def served(root: Path) -> tuple[str, Any]:
    """Has the model server answer every row, and posts what turned out; one id, and one row as it was sent."""
    with open_project(root) as project:
        loaded = load(bundle_folder(project.own, 1))
        asked = [each.name for each in loaded.bundle.inputs]
        rows = json_rows(project.material.table.frame.select(asked))
        turned = project.material.outcomes.labels.to_list()
    times = -(-FEWEST // len(rows))
    rows, turned = (rows * times)[:2_000], (turned * times)[:2_000]
    ids = [f"case-{place}" for place in range(len(rows))]
    with server_process(root) as address, Client(address) as client:
        answers = []
        for start in range(0, len(rows), CALL):
            answers += client.predict(rows[start : start + CALL], ids[start : start + CALL])
        assert [each["id"] for each in answers] == ids
        assert {each["route"] for each in answers} == {"model"}
        assert all(each["decision"] is not None for each in answers)
        told = client.outcomes(
            [{"id": id, "outcome": outcome} for id, outcome in zip(ids, turned, strict=True) if outcome is not None]
        )
        assert told["fates"] == {"recorded": sum(outcome is not None for outcome in turned)}
        by_id, by_row = client.explain(id=ids[0]), client.explain(row=rows[0])
        assert by_id["score"] == pytest.approx(by_row["score"])
    return ids[0], rows[0]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CASES)
def test_any_table_goes_live_and_comes_back(name: str, tmp_path: Path, shipworthy: Command) -> None:
    case, root = CASES[name], tmp_path / "project"
    data = make(case, root, shipworthy)

    def told(*words: object, status: int = 0) -> Any:
        said = shipworthy(*words, "--project", root, "--json")
        assert (said.status, said.err) == (status, ""), said.err or said.out[-1_000:]
        return said.document

    if "problem.status_quo" in case.edits:
        told("sign", "goalpost")
    told("check", status=1)

    shipped = told("ship", status=1)
    assert not shipped["opened"]
    assert shipped["deployment"] is None
    assert "waits for a decision" in shipped["notices"][-1]
    found = {each["check"]: each["holds"] for each in shipped["evidence"]}
    assert found == {"bundle": True, "bad-input": True, "fallback-drill": True, "load-test": None}
    live = told("decide", "go", "--stage", "transfer", "--why", "it was drilled")["live"]
    assert (live["champion"], live["level"]) == (1, "suggest")

    id, row = served(root)

    for ending in ("csv", "parquet"):
        answered = told("score", data, "-o", tmp_path / f"answers.{ending}")
        assert answered["routes"] == {"model": answered["rows"]}
    assert pl.read_parquet(tmp_path / "answers.parquet")["decision"].null_count() == 0
    spoiled = tmp_path / "spoiled.csv"
    wrong = spoil(row)
    pl.DataFrame(wrong, infer_schema_length=None, strict=False).write_csv(spoiled)
    answered = told("score", spoiled, "-o", tmp_path / "some.jsonl")
    assert answered["rows"] == 2

    watched = told("watch", status=1)
    assert watched["incidents"] == []
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=60)).isoformat()
    first = watched["windows"] or told("watch", "--now", later, status=1)["windows"]
    assert first
    assert {"value", "latency_p99"} <= {each["name"] for one in first for each in one["measurements"]}
    again = told("watch", "--now", later, status=1)
    assert again["windows"] == []

    retrained = told("retrain")
    assert retrained["deployment"]["champion"] == 1
    assert retrained["deployment"]["shadow"] == retrained["bundle"]["version"] == 2
    live = told("decide", "go", "--stage", "transfer", "--why", "it watched long enough")["live"]
    assert (live["champion"], live["previous"], live["shadow"]) == (2, 1, 1)
    back = told("rollback", "--why", "a drill")
    assert (back["champion"], back["previous"]) == (1, 2)
    assert told("rollback", "--why", "over")["champion"] == 2

    for what in (id, "1"):
        why = told("explain", what)
        total = why["base"] + sum(each["amount"] for each in why["contributions"])
        assert total == pytest.approx(why["score"], abs=1e-6)
    with board(root) as visitor:
        pages = {page: visitor.get(place_of("project") + page) for page in ("", "/science", "/live", "/try")}
        assert {page: answer.status for page, answer in pages.items()} == dict.fromkeys(pages, 200)
    assert "secretmail" not in "".join(answer.text for answer in pages.values())
    logged = b"".join(path.read_bytes() for path in (root / ".shipworthy" / "log").iterdir())
    assert b"secretmail" not in logged


def spoil(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The row as it is, and with words where numbers stand."""
    name = next((name for name, value in row.items() if isinstance(value, int | float)), None)
    return [dict(row), {**row, name: "many"} if name else dict(row)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_is_sent_away_watches_no_more(tmp_path: Path, shipworthy: Command) -> None:
    root = tmp_path / "project"
    make(CASES[QUICK], root, shipworthy)
    shipworthy("ship", "--project", root)
    shipworthy("decide", "go", "--stage", "transfer", "--why", "it was drilled", "--project", root)
    served(root)
    assert shipworthy("retrain", "--project", root).status == 0
    words = ("decide", "back", "--stage", "transfer", "--to", "prototype", "--why", "it gains nothing")
    live = shipworthy(*words, "--project", root, "--json").document["live"]
    assert (live["champion"], live["shadow"]) == (1, None)
    assert live["authority"] == "asserted"
    refused = shipworthy("rollback", "--project", root)
    assert refused.status == 2
    assert "no earlier version" in refused.err
