"""A value by a function of the project: what is wrong with it stops what it stops, and no more."""

from pathlib import Path

import numpy as np
import pytest

from shipworthy.plan.writing import edit_document
from shipworthy.workflow.project import open_project
from tests.workflow.project import LINEAR, Command, table

SURE = {"name": "sure", "estimator": "sklearn.tree.DecisionTreeClassifier"}
MODULE = """\
def worth(frame):
    if frame["score"].is_in([0.0, 1.0]).all() and frame.height > 20:
        raise ValueError("nobody is that sure")
    return (frame["decision"] == frame["outcome"]) * {column} * 1.0
"""


@pytest.fixture
def root(tmp_path: Path, shipworthy: Command) -> Path:
    table(lambda size: np.where(size > 0, "late", "fine")).write_csv(tmp_path / "table.csv")
    folder = tmp_path / "project"
    assert shipworthy("init", folder, "--data", tmp_path / "table.csv", "--target", "target").status == 0
    edit_document(folder / "project.yaml", "candidates", [LINEAR, SURE])
    edit_document(folder / "project.yaml", "success.unit", "EUR")
    edit_document(folder / "project.yaml", "success.value", {"function": "value:worth"})
    return folder


@pytest.mark.slow
def test_one_that_fails_on_an_attempt_fails_that_attempt_and_the_others_go_on(root: Path, shipworthy: Command) -> None:
    missing = shipworthy("evaluate", "--project", root)
    assert missing.status == 2
    assert "there is no file of this name beside the document" in missing.err

    (root / "value.py").write_text(MODULE.format(column='frame["aa"]'))
    wrong = shipworthy("evaluate", "--project", root)
    assert wrong.status == 2
    for words in ("the value function fails", f"{root / 'value.py'}:4 (worth)", "write 'a'"):
        assert words in wrong.err.replace("\n", " ")

    (root / "value.py").write_text(MODULE.format(column='frame["a"].abs()'))
    found = shipworthy("evaluate", "--project", root, "--json").document
    assert set(found["candidates"]) == {"constant", "linear"}
    assert found["failures"]["sure"]["what"] == "the value function fails: nobody is that sure"
    assert found["failures"]["sure"]["where"] == f"{root / 'value.py'}:3 (worth)"

    with open_project(root) as project:
        assert project.evaluate(["linear"]).fresh == ()
    (root / "value.py").write_text(MODULE.format(column='frame["b"].abs()'))
    with open_project(root) as project:
        assert set(project.evaluate(["linear"]).fresh) == {"constant", "linear"}
