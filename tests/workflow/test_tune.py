"""The verb `tune`: what it finds, writes, refuses and goes on with."""

from pathlib import Path

import pytest

from shipworthy.plan.reading import read_document
from shipworthy.plan.writing import write_document
from tests.workflow.project import Command, table
from tests.workflow.test_engine import DOCUMENT

STIFF = {
    "name": "stiff",
    "estimator": "sklearn.tree.DecisionTreeClassifier",
    "parameters": {"min_samples_leaf": 150},
    "tune": {"knobs": {"min_samples_leaf": {"low": 5, "high": 40, "log": True}}, "trials": 3},
}


@pytest.fixture
def root(tmp_path: Path, shipworthy: Command) -> Path:
    del shipworthy  # has homes of their own made
    table(lambda size: size > 1, 300).write_csv(tmp_path / "orders.csv")
    write_document(tmp_path / "project.yaml", {**DOCUMENT, "candidates": [STIFF]}, "Mine.")
    return tmp_path


def test_the_best_settings_become_the_next_attempt_and_comments_stay(root: Path, shipworthy: Command) -> None:
    said = shipworthy("tune", "stiff", "--project", root, "--time", "8s", "--json")
    assert said.status == 0, said.err
    found = said.document["found"]
    assert found["score"] > found["before"]
    assert found["unit"] == "USD a case"
    assert found["gain"]["unit"] == "USD"
    assert found["wrote"] == "stiff-tuned"
    text = (root / "project.yaml").read_text()
    assert text.startswith("# Mine.\n")
    entry = read_document(root / "project.yaml").candidates[-1]
    assert (entry.name, entry.tune) == ("stiff-tuned", None)
    assert entry.parameters == found["settings"]
    assert 5 <= found["settings"]["min_samples_leaf"] <= 40


@pytest.mark.parametrize(
    ("name", "more", "what"),
    [
        ("stif", (), "did you mean stiff?"),
        ("constant", (), "it learns nothing here"),
        ("stiff", ("--time", "0s"), "there is no time to search in"),
        ("stiff", ("--time", "soon"), "this is not a duration"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    root: Path, shipworthy: Command, name: str, more: tuple[str, ...], what: str
) -> None:
    before = (root / "project.yaml").read_text()
    said = shipworthy("tune", name, "--project", root, *more)
    assert said.status == 2
    assert what in said.err
    assert (root / "project.yaml").read_text() == before
