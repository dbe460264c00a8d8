"""`compare` beside value: what attempts take, who is beaten, and whether the metric matters."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mlflow import MlflowClient

from shipworthy.measure.effort_names import FRONT, METRIC_OF, RISES, ROW, SLOPE, THOUSAND, TRAINING
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.glass_box import no_glass_box
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, Command, table
from tests.workflow.test_engine import DOCUMENT, TREE

STUMP = {"name": "stump", "estimator": "sklearn.tree.DecisionTreeClassifier", "parameters": {"max_depth": 1}}
BAYES = {"name": "bayes", "estimator": "sklearn.naive_bayes.GaussianNB"}
RULE = {"name": "by a", "rule": "a > 0.3"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("compared") / "project"
    root.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine"), rows=900).write_csv(root / "orders.csv")
    document = {**DOCUMENT, "candidates": [LINEAR, STUMP, TREE, BAYES, RULE]}
    write_document(root / "project.yaml", document)
    return root


def opened(root: Path, step: Any) -> Any:
    with open_project(root, person="owner", environment={"SHIPWORTHY_HOME": str(root.parent / "home")}) as project:
        return step(project)


@pytest.fixture(scope="module")
def story(root: Path, tracking: str) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", tracking)

        def compared(project: Project) -> Any:
            project.compare()
            return project.story()

        return opened(root, compared)


def test_each_attempt_tells_what_it_takes(story: Any) -> None:
    by = {(one.candidate, one.name): one for one in story.costs}
    for name in ("linear", "stump", "tree", "bayes"):
        assert 0 < by[name, ROW].value < by[name, THOUSAND].value * 10 < 10
        assert by[name, TRAINING].value > 0
        assert by[name, "memory"].unit == "MiB"
        assert (by[name, "sources"].value, by[name, "features"].value) == (1, 3)
    assert (by["by a", "features"].value, by["constant", "sources"].value) == (1, 0)
    assert "status_quo" not in {one.candidate for one in story.costs}, "what is done today is not fitted"


def test_somebody_is_on_the_front_and_whoever_is_not_is_beaten_by_one_that_is_there(story: Any) -> None:
    front = {one.candidate: one for one in story.costs if one.name == FRONT}
    assert front["constant"].value == 1.0, "nothing takes less than nothing"
    values = {one.candidate: one.value for one in story.compared_values}
    for name, one in front.items():
        assert one.value == float(not one.against)
        assert not one.against or values[one.against] >= values[name]


def test_whether_the_metric_matters_is_told_with_its_chance(story: Any) -> None:
    told = {one.name: one for one in story.matters}
    assert told[SLOPE].n == 5
    assert told[SLOPE].unit == "USD"
    assert told[SLOPE].low < told[SLOPE].value < told[SLOPE].high
    assert 0 <= told[RISES].value <= 1
    assert {one.candidate for one in story.matters if one.name == METRIC_OF} == {
        "linear",
        "stump",
        "tree",
        "bayes",
        "by a",
    }


def test_few_attempts_say_nothing_and_nothing_is_ranked_by_small_differences(
    root: Path, shipworthy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(root.parent / "home"))
    first = shipworthy("compare", "--project", root)
    assert first.status == 0
    assert "average precision" in first.flat
    assert "takes no more time, memory or sources" in first.flat
    entries = opened(root, lambda project: len(project.book.all(Evidence)))
    assert shipworthy("compare", "--project", root).out == first.out
    assert opened(root, lambda project: len(project.book.all(Evidence))) == entries, "nothing is measured again"
    edit_document(root / "project.yaml", "candidates", [LINEAR, TREE])
    few = shipworthy("compare", "--project", root)
    assert "cannot be told from 2 attempts" in few.flat
    assert "not ranked" in few.flat


def test_each_attempt_is_a_run_with_intervals_folds_effort_and_digests(root: Path, story: Any, tracking: str) -> None:
    assert story.costs
    client = MlflowClient(tracking)
    experiment = client.get_experiment_by_name("late-orders")
    assert experiment is not None
    (run, *_) = client.search_runs([experiment.experiment_id], "tags.mlflow.runName = 'stump'")
    assert {"gain", "gain_low", "folds.gain", "average_precision_high", "row_seconds", "peak_bytes"} <= set(
        run.data.metrics
    )
    assert {"code", "document", "data.orders", "project"} <= set(run.data.tags)
    assert run.data.params["max_depth"] == "1"


def test_a_roadmap_that_nobody_can_read_is_told_of() -> None:
    boxes = [CandidateSpec(name="constant", kind="constant", glass_box=True), CandidateSpec(name="a", kind="module")]
    assert "glass_box" in no_glass_box(boxes)[0]
    assert no_glass_box([*boxes, CandidateSpec(name="b", kind="rule", glass_box=True)]) == ()
    assert no_glass_box(boxes[:1]) == ()


def test_a_notebook_shows_decision_curve_and_calibration_of_what_was_compared(
    root: Path, story: Any, tracking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    curve, believed = opened(root, lambda project: (project.decision_curve(), project.calibration()))
    assert f"{story.chosen.capitalize()} is " in repr(curve)
    assert "times what a wrong yes costs" in repr(curve)
    assert {one.candidate for one in curve.measurements} >= {story.chosen, "always yes", "never yes"}
    assert curve._repr_html_().count("<svg") == 1
    assert "turned out" in repr(believed)
    assert {one["name"] for one in believed.to_dict()["measurements"]} >= {"told", "turned_out"}
    shown = believed._repr_html_()
    assert "What was told beside what turned out" in shown
    assert "calibration slope" in shown
    assert not any(words in shown for words in ("<script", " href=", " id="))
