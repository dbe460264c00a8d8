"""The verb `tune`: what it finds, writes, refuses and goes on with."""

import re
from pathlib import Path

import pytest
from mlflow import MlflowClient

from shipworthy.plan.reading import read_document
from shipworthy.plan.writing import edit_document, write_document
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


def test_a_search_is_a_run_with_its_trials_below_it(root: Path, shipworthy: Command, tracking: str) -> None:
    said = shipworthy("tune", "stiff", "--project", root, "--time", "3s", "--json")
    assert said.status == 0, said.err
    found = said.document["found"]
    client = MlflowClient(tracking)
    experiment = client.get_experiment_by_name("late-orders")
    assert experiment is not None
    where = [experiment.experiment_id]
    # all tests share the database
    parents = client.search_runs(where, "attributes.run_name = 'stiff tuning'", order_by=["attributes.start_time DESC"])
    parent = next(run for run in parents if run.data.metrics["seconds"] == found["seconds"])
    assert parent.info.status == "FINISHED"
    assert parent.data.params == {name: str(value) for name, value in found["settings"].items()}
    assert parent.data.metrics["score"] == found["score"]
    assert parent.data.metrics["score_before"] == found["before"]
    assert parent.data.metrics["trials"] == found["trials"]
    # few trials tell no gain
    gain = found["gain"] or {}
    ends = {f"gain{end}": gain.get(end[1:] or "value") for end in ("", "_low", "_high")}
    assert {name: parent.data.metrics.get(name) for name in ends} == ends
    assert parent.data.tags["ended"] == found["ended"]
    children = client.search_runs(where, f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'")
    assert len(children) == min(20, found["trials"] + 1 - found["failed"])
    # several settings may be as good
    top = max(run.data.metrics["score"] for run in children)
    assert parent.data.params in [run.data.params for run in children if run.data.metrics["score"] == top]
    assert top == found["score"]
    assert all(run.data.metrics["seconds"] > 0 for run in children)
    assert {run.info.run_name for run in children} <= {f"stiff trial {each}" for each in range(found["trials"] + 1)}


WEEK = {"budget": "2w", "cost": 8000}


@pytest.mark.slow
def test_a_thorough_search_goes_on_where_a_better_score_is_worth_more_than_the_time(
    root: Path, shipworthy: Command
) -> None:
    table(lambda size: size > 1, 1500).write_csv(root / "orders.csv")
    edit_document(root / "project.yaml", "success.volume", "200000/month")
    edit_document(root / "project.yaml", "timebox", WEEK)
    edit_document(root / "project.yaml", "candidates.0.tune.knobs.min_samples_leaf", {"low": 2, "high": 200})
    quick = shipworthy("tune", "stiff", "--project", root, "--time", "20s", "--json")
    outlook = quick.document["outlook"]
    assert outlook["pays"]
    assert outlook["worth"] > outlook["cost"] > 0
    said = shipworthy("tune", "stiff", "--project", root, "--thorough", "--time", "30s", "--json")
    assert said.status == 0, said.err
    found = said.document["found"]
    assert found["thorough"]
    assert found["trials"] > quick.document["found"]["trials"]
    assert found["score"] >= quick.document["found"]["score"] > found["before"]
    assert found["ended"]
    assert shipworthy("evaluate", found["wrote"], "--project", root).status == 0
    told = shipworthy("compare", "--project", root)
    assert "settings of “stiff” were tried; the best (min_samples_leaf " in told.flat
    assert "It is “stiff-tuned” now." in told.flat


@pytest.mark.slow
def test_a_thorough_search_is_not_begun_where_time_costs_more_than_a_better_score(
    root: Path, shipworthy: Command
) -> None:
    edit_document(root / "project.yaml", "success.volume", "1/month")
    edit_document(root / "project.yaml", "timebox", {"budget": "1w", "cost": 5_000_000})
    before = (root / "project.yaml").read_text()
    said = shipworthy("tune", "stiff", "--project", root, "--thorough", "--time", "40s")
    assert said.status == 2, said.err
    assert "a thorough search does not pay" in said.flat.lower()
    assert "Say --anyway to search all the same." in said.out
    assert (root / "project.yaml").read_text() == before
    anyway = shipworthy("tune", "stiff", "--project", root, "--thorough", "--anyway", "--time", "6s", "--json")
    assert anyway.status == 0, anyway.err
    assert anyway.document["found"]["thorough"]
    assert not anyway.document["outlook"]["pays"]


def test_a_thorough_search_that_there_is_no_time_for_says_how_much_it_needs(root: Path, shipworthy: Command) -> None:
    said = shipworthy("tune", "stiff", "--project", root, "--thorough", "--time", "0.01s")
    assert said.status == 2
    assert "so there is no time for a search after a first look" in " ".join(said.err.split())
    assert re.search(r"give it more time: --time \d+min", said.err)
