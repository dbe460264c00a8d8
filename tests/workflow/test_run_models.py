"""The model of a run, read back from the server: it says what was measured."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from mlflow import MlflowClient

from shipworthy.bundle.mlflow_server import quiet
from shipworthy.plan.writing import write_document
from shipworthy.workflow.project import open_project
from tests.workflow.project import LINEAR, signal
from tests.workflow.run_models import answers, model_of, run_of
from tests.workflow.test_engine import DOCUMENT

CODE = """
from sklearn.dummy import DummyClassifier

def chance(rows):
    return 1 / (1 + abs(rows["a"].to_numpy()))

def hidden():
    class Local(DummyClassifier):
        pass
    return Local()
"""
KINDS: list[dict[str, Any]] = [
    LINEAR,
    {"name": "boosted", "estimator": "sklearn.ensemble.HistGradientBoostingClassifier", "parameters": {"max_iter": 5}},
    {"name": "function", "function": "ours:chance", "trained_until": "never"},
    {"name": "rule", "rule": "c = 'x' AND count > 2"},
    {"name": "hidden", "factory": "ours:hidden"},
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Path:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    columns = signal(240)
    size = columns.pop("size")
    start = datetime(2024, 1, 1)
    pl.DataFrame(
        {
            **columns,
            "count": [row % 7 for row in range(240)],
            "holes": [None if row % 3 == 0 else row % 5 for row in range(240)],
            "known": [row % 2 == 0 for row in range(240)],
            "day": [start + timedelta(days=row) for row in range(240)],
            "target": np.where(size > 0, "late", "fine"),
        }
    ).write_parquet(tmp_path / "orders.parquet")
    (tmp_path / "ours.py").write_text(CODE)
    data = {**DOCUMENT["data"], "sources": {"orders": {"path": "orders.parquet"}}}
    write_document(tmp_path / "project.yaml", {**DOCUMENT, "data": data, "candidates": KINDS})
    return tmp_path


def test_the_model_of_a_run_says_of_the_cases_kept_aside_what_was_measured(
    root: Path, tracking: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_project(root) as project:
        found = project.evaluate()
        assert capfd.readouterr() == ("", "")
        assert not found.failures, found.told
        client = MlflowClient(tracking)
        for name in ("constant", "linear", "boosted", "function", "rule"):
            rows, scores = answers(project, name)
            model = model_of(client, run_of(client, project, name))
            np.testing.assert_allclose(np.asarray(model.predict(rows)).ravel(), scores, rtol=1e-9)
            assert len(model.predict(model.input_example)) == 5
    assert [each for each in found.notices if "its model" in each] == [
        "the run of hidden was logged without its model: the fit was not kept, or cannot be written down"
    ]
    run = run_of(client, project, "boosted")
    assert run.outputs is not None
    (known,) = run.outputs.model_outputs
    with quiet():
        # MLflow asks its database in a way that is to go
        told = client.get_logged_model(known.model_id).metrics
    assert {metric.key: metric.value for metric in told or []} == run.data.metrics
    kinds = {each.name: each.type.name for each in model.metadata.get_input_schema().inputs}
    assert kinds == {"c": "string", "count": "long"}
