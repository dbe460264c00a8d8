"""Forecast and gate speak with one voice: nothing is to be shipped that the gate of the trial holds back."""

from pathlib import Path

import pytest

from shipworthy.plan.writing import edit_document, write_document
from tests.workflow.project import LINEAR, Command, table
from tests.workflow.test_engine import DOCUMENT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: size > 0).write_csv(root / "orders.csv")
    success = {**DOCUMENT["success"], "volume": "20000/month"}
    success["criterion"] = {"gain_over": "constant", "per": 1000, "at_least": 1}
    problem = {**DOCUMENT["problem"], "action": "they are called"}
    write_document(
        root / "project.yaml",
        {**DOCUMENT, "problem": problem, "success": success, "candidates": [LINEAR]},
    )
    return root


@pytest.mark.slow
def test_shipping_waits_for_the_gate_and_both_say_so(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "guardrails", [{"metric": "recall", "at_least": 0.999}])
    gate = shipworthy("check", "prototype", "--project", root, "--json").document["gates"][-1]
    assert gate["advice"] != "go"

    said = shipworthy("forecast", "--project", root)

    assert "Do not ship yet" in said.flat
    assert "End of the trial" not in said.flat
    advice = shipworthy("forecast", "--project", root, "--json").document["advice"]
    assert advice["does"] == "ship"
    assert advice["held_back"].startswith("the gate at the end of the trial says")
    assert "Do not ship yet" in shipworthy("week", "--project", root).flat


def test_what_keeps_all_questions_open_is_told_once(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "success.criterion", None)
    said = shipworthy("forecast", "--project", root)
    assert said.flat.lower().count("nobody said what the target is") == 1
    assert "Would more cases help?" not in said.flat
