"""The mistakes to come: examples on the page, accepted by name, and out of date when there are clearly more."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.workflow.workbench import Workbench
from tests.workflow.project import LINEAR, Command, table

CLAIM = "brief.mistakes"
DOCUMENT: dict[str, Any] = {
    "project": "mistaken",
    "risk": "medium",
    "people": {"ann": {"roles": ["business-owner"]}, "ben": {"roles": ["lead"]}},
    "problem": {"decision": "which orders are called", "status_quo": {"rule": "a > 1"}},
    "success": {"value": "none"},
    "evaluation": {"slices": ["c"]},
    "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "target"}, "personal": ["b"]},
    "candidates": [LINEAR],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    table(lambda size: ["yes" if each > 0 else "no" for each in size]).write_csv(folder / "orders.csv")
    write_document(folder / "project.yaml", DOCUMENT)
    return folder


def verdict(shipworthy: Command, root: Path) -> Any:
    document = shipworthy("check", "prototype", "--project", root, "--json").document
    return next(one for gate in document["gates"] for one in gate["verdicts"] if one["claim"] == CLAIM)


def test_mistakes_are_shown_with_examples_accepted_by_name_and_more_of_them_are_not_accepted(
    shipworthy: Command, root: Path
) -> None:
    early = shipworthy("sign", "mistakes", "--as", "ann", "--project", root)
    assert early.status != 0
    assert "there are no mistakes to accept yet" in early.err

    assert verdict(shipworthy, root)["state"] == "cant_tell"
    assert shipworthy("sign", "mistakes", "--as", "ben", "--project", root).status != 0
    signed = shipworthy("sign", "mistakes", "--as", "ann", "--project", root)
    assert signed.status == 0
    assert "the mistakes to come are accepted (missed, of those that matter: " in signed.flat
    assert verdict(shipworthy, root)["state"] == "holds"

    shipworthy("report", "--project", root)
    page = (root / "report.html").read_text(encoding="utf-8")
    assert "Missed: " in page
    assert "said no, was yes (" in page

    with Workbench(root) as bench:
        latest = bench.book.latest_by_check()["evaluate", "linear"]
        assert all(" b " not in text for each in latest.findings for text in each.examples)
        missing = [
            structs.replace(one, value=0.1, low=0.05, high=0.15)
            if one.name == "recall" and one.origin == "holdout" and not one.slice
            else one
            for one in latest.measurements
        ]
        bench.book.put(structs.replace(latest, measurements=tuple(missing), time=None))
    told = verdict(shipworthy, root)
    assert told["state"] == "stale"
    assert "missed, of those that matter: 90 in 100 now" in told["why"]


def test_without_a_word_on_risk_nobody_is_asked_to_accept_mistakes(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "risk", None)
    said = shipworthy("sign", "mistakes", "--as", "ann", "--project", root)
    assert "nothing of this name waits for a signature" in said.err
