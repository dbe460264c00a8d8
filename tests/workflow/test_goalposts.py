"""A goal that is moved, through the command: who, why, what was known, and who has to agree."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shipworthy.plan.writing import edit_document, write_document
from tests.workflow.project import LINEAR, Command, table

DOCUMENT = {
    "project": "late-orders",
    "people": {
        "ann": {"roles": ["business-owner"]},
        "bob": {"roles": ["reviewer"]},
        "cid": {"roles": ["data-scientist"]},
    },
    "problem": {"decision": "which orders are called", "status_quo": {"rule": "a > 1"}},
    "success": {
        "unit": "USD",
        "value": {"outcomes": {"true_positive": 90, "false_positive": -25, "false_negative": 0, "true_negative": 0}},
        "criterion": {"gain_over": "status_quo", "per": 1000, "at_least": 90000},
    },
    "reviews": {"privacy": {"owner": "bob"}},
    "assumptions": [{"says": "Orders can be called", "owner": "cid"}],
    "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "target"}},
    "candidates": [LINEAR],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine"), rows=600).write_csv(root / "orders.csv")
    write_document(root / "project.yaml", DOCUMENT)
    return root


def criterion(shipworthy: Command, root: Path) -> Any:
    gates = shipworthy("check", "prototype", "--project", root, "--as", "cid", "--json").document["gates"]
    return next(each for each in gates[0]["verdicts"] if each["claim"] == "success.criterion")


def test_a_moved_goal_is_held_until_a_second_person_agrees(shipworthy: Command, root: Path) -> None:
    assert shipworthy("sign", "--project", root, "--as", "ann").status == 0
    assert criterion(shipworthy, root)["state"] == "fails"
    edit_document(root / "project.yaml", "success.criterion.at_least", 1)
    assert criterion(shipworthy, root)["state"] == "stale"
    silent = shipworthy("sign", "--project", root, "--as", "ann")
    assert silent.status == 2
    assert "needs a reason" in silent.err
    assert "90,000" in silent.err, "what was signed is told"
    said = shipworthy("sign", "--project", root, "--as", "ann", "--why", "the desk is smaller than we thought")
    assert said.status == 0
    held = criterion(shipworthy, root)
    assert held["state"] == "cant_tell"
    assert "it passes only since ann moved the goal" in held["why"]
    owed = shipworthy("owed", root, "--as", "bob")
    assert "Agree to the goal that ann moved" in owed.flat
    refused = shipworthy("sign", "--project", root, "--as", "cid")
    assert refused.status == 2
    assert "cid may not agree to the goal" in refused.err
    agreed = shipworthy("sign", "--project", root, "--as", "bob")
    assert "bob agreed to the goal that ann signed" in agreed.flat
    assert criterion(shipworthy, root)["state"] == "holds"
    kinds = [json.loads(line)["kind"] for line in _exported(shipworthy, root)]
    assert kinds.count("GoalSeen") == 1, "the change was noticed once, before anybody signed it"


def test_a_goal_edited_there_and_back_is_current_again(shipworthy: Command, root: Path) -> None:
    shipworthy("sign", "--project", root, "--as", "ann")
    before = criterion(shipworthy, root)
    edit_document(root / "project.yaml", "success.criterion.at_least", 1)
    assert criterion(shipworthy, root)["state"] == "stale"
    edit_document(root / "project.yaml", "success.criterion.at_least", 90000)
    assert criterion(shipworthy, root)["why"] == before["why"]


@pytest.mark.parametrize(
    ("who", "what", "says"),
    [
        ("cid", "goalpost", "ann (business-owner)"),
        ("ann", "privacy", "bob"),
        ("ann", "orders-can-be-called", "cid"),
    ],
)
def test_a_signature_of_somebody_who_may_not_sign_is_refused(
    shipworthy: Command, root: Path, who: str, what: str, says: str
) -> None:
    said = shipworthy("sign", what, "--project", root, "--as", who)
    assert said.status == 2
    assert f"{who} may not sign" in said.err
    assert says in said.err
    assert _exported(shipworthy, root) == []


@pytest.mark.parametrize(("who", "what"), [("bob", "privacy"), ("cid", "orders-can-be-called"), ("ann", "goalpost")])
def test_who_answers_for_it_may_sign(shipworthy: Command, root: Path, who: str, what: str) -> None:
    assert shipworthy("sign", what, "--project", root, "--as", who).status == 0


def _exported(shipworthy: Command, root: Path) -> list[str]:
    file = root / "all.jsonl"
    assert shipworthy("ledger", "export", file, "--project", root).status == 0
    return file.read_text().splitlines()
