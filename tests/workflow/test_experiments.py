"""What was stated before an experiment ran is kept, and what it brought is measured beyond the best before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.record import Record
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, Command, table
from tests.workflow.test_engine import DOCUMENT

TREE = {"name": "tree", "estimator": "sklearn.tree.DecisionTreeClassifier", "parameters": {"max_depth": 3}}
STATED = {"kind": "model", "owner": "ann", "chance": 0.7, "effort": "2d", "expect_gain": {"low": 0, "high": 400}}
PLANNED = {"name": "more-columns", "kind": "data", "effort": "5d", "expect_gain": {"low": 100, "high": 900}}


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Callable[[Callable[[Project], Any]], Any]:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    root = tmp_path / "project"
    root.mkdir()
    table(lambda size: size > 0).write_csv(root / "orders.csv")
    document = {
        **DOCUMENT,
        "people": {"ann": {"roles": ["data-scientist"]}},
        "candidates": [{**LINEAR, **STATED}, {**TREE, **STATED, "owner": ""}, PLANNED],
    }
    write_document(root / "project.yaml", document)

    def ask(step: Callable[[Project], Any]) -> Any:
        with open_project(root, environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as project:
            return step(project)

    ask.root = root  # type: ignore[attr-defined]
    return ask


def all_of(kind: type[Record]) -> Callable[[Project], Any]:
    return lambda project: project.book.all(kind)


def test_what_was_stated_is_written_down_before_it_runs_and_scored_afterwards(ask: Any) -> None:
    evaluated = ask(lambda project: project.evaluate())

    stated, tried = ask(all_of(Experiment)), ask(all_of(Tried))
    entries = ask(lambda project: [each.kind for each in project.ledger.entries()])
    assert [each.name for each in stated] == ["linear", "tree", "more-columns"]
    first = stated[0]
    assert (first.kind, first.owner, first.chance, first.effort) == ("model", "ann", 0.7, 0.4)
    assert (first.low, first.high, first.unit, first.per) == (0.0, 400.0, "USD", 1000.0)
    assert max(place for place, kind in enumerate(entries) if kind == "Experiment") < entries.index("Evidence")
    assert [(each.stated, each.over) for each in tried] == [(stated[0], "constant"), (stated[1], "linear")]
    gains = {
        name: next(one.value for one in evidence.measurements if one.name == "gain" and one.origin == "fold")
        for name, evidence in evaluated.evidence.items()
    }
    assert tried[0].gain.value == pytest.approx(gains["linear"] - gains["constant"])
    assert tried[1].gain.value == pytest.approx(gains["tree"] - gains["linear"])


def test_what_is_only_planned_is_stated_and_not_measured(ask: Any) -> None:
    assert set(ask(lambda project: project.evaluate()).evidence) == {"constant", "status_quo", "linear", "tree"}


def test_a_figure_given_after_the_result_is_no_prediction(ask: Any) -> None:
    ask(lambda project: project.evaluate())
    edit_document(ask.root / "project.yaml", "candidates.0.expect_gain.high", 5000)
    edit_document(ask.root / "project.yaml", "candidates.0.parameters", {"C": 0.5})
    edit_document(ask.root / "project.yaml", "candidates.2.expect_gain.high", 950)

    ask(lambda project: project.evaluate())

    last = {each.name: each.high for each in ask(all_of(Experiment))}
    assert last == {"linear": 400.0, "tree": 400.0, "more-columns": 950.0}
    assert [each.stated.name for each in ask(all_of(Tried))] == ["linear", "tree"]


def test_what_was_expected_stands_beside_what_came(ask: Any, shipworthy: Command) -> None:
    said = shipworthy("compare", "--project", ask.root)
    (first, second) = ask(all_of(Tried))
    assert (
        "“linear” was expected to bring 0 to 400 USD per 1,000 cases more than “constant”, the best before it, "
        "about 2 in 3 that it brings anything; it brought"
    ) in said.flat
    assert f"“tree” was expected to bring 0 to 400 USD per 1,000 cases more than “{second.over}”" in said.flat
    assert "than was said" in said.flat or "within what was said" in said.flat
    assert "All predictions of the ledger: 2 predictions tell little; 10 would tell more." in said.flat
    document = shipworthy("compare", "--project", ask.root, "--json").document
    assert document["expected"] == [first.to_dict(), second.to_dict()]
