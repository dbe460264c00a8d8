import os
import subprocess
import sys
from pathlib import Path

import pytest
from mlflow import MlflowClient

from shipworthy.bundle.mlflow_server import quiet
from shipworthy.lab.tracking import DIGEST, Run, metric_values, track
from shipworthy.records.measurement import Measurement

RUN = Run(
    candidate="linear",
    digest="d1",
    parameters={"C": 0.1, "note": "x" * 9000, "odd[name]": None},
    metrics=metric_values(
        [
            Measurement(name="gain", value=2.0, low=1.0, high=3.0),
            Measurement(name="gain", value=5.0, slice={"who": "Ann"}),
            Measurement(name="gain", value=4.0, low=-1.0, kind="predictive"),
            Measurement(name="recall", value=None),
        ]
    ),
    tags={"data": "abc"},
    steps={"gain_by_period": (1.0, 2.0, -1.0)},
    pictures={"gain.svg": "<svg/>"},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("a project") / ".shipworthy"


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def test_a_run_is_read_back_as_it_was_logged_and_not_logged_twice(
    folder: Path, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    first = track("late flights", [RUN], folder)
    again = track("late flights", [RUN, Run(candidate="other", digest="d2")], folder)
    assert first.findings == again.findings == ()
    assert again.runs["linear"] == first.runs["linear"]
    assert capfd.readouterr() == ("", "")
    client = MlflowClient(f"sqlite:///{folder / 'mlflow.db'}")
    run = client.get_run(first.runs["linear"])
    assert run.data.metrics == {
        "gain": 2.0,
        "gain_low": 1.0,
        "gain_high": 3.0,
        "gain_promised": 4.0,
        "gain_promised_low": -1.0,
        "gain_by_period": -1.0,
    }
    history = client.get_metric_history(first.runs["linear"], "gain_by_period")
    assert [(one.step, one.value) for one in history] == [(0, 1.0), (1, 2.0), (2, -1.0)]
    assert [file.path for file in client.list_artifacts(first.runs["linear"])] == ["gain.svg"]
    assert run.data.params == {"C": "0.1", "note": "x" * 500, "odd_name_": "None"}
    assert run.data.tags[DIGEST] == "d1"
    assert run.data.tags["data"] == "abc"
    assert run.info.run_name == "linear"
    assert run.info.status == "FINISHED"
    experiment = client.get_experiment_by_name("late flights")
    assert experiment is not None
    assert len(client.search_runs([experiment.experiment_id])) == 2
    assert not [warning for warning in recwarn if "mlflow" in str(warning.filename)]


def test_a_server_out_of_reach_is_a_finding_and_shows_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://ann:secret@127.0.0.1:9")
    found = track("p", [RUN], tmp_path)
    assert found.runs == {}
    assert found.place == "http://127.0.0.1:9"
    assert "MLFLOW_TRACKING_URI" in found.findings[0].next_step
    assert "secret" not in str(found)
    assert not (tmp_path / "mlflow.db").exists()


def test_a_folder_that_cannot_be_written_is_a_finding_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = track("p", [RUN], tmp_path / "file" / "inner")
    assert found.runs == {}
    assert "no run was logged" in found.findings[0].says


def test_what_was_set_for_mlflow_is_as_before_afterwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "77")
    track("other", [], folder)
    with quiet():
        # addresses of runs would stand in the midst of what is handed over
        assert os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] == "true"
    assert os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] == "77"
    assert "MLFLOW_HTTP_REQUEST_MAX_RETRIES" not in os.environ
    assert "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT" not in os.environ


def test_nobody_is_told_that_mlflow_is_used() -> None:
    code = "import shipworthy.lab.tracking, mlflow.telemetry.utils as u; print(u.is_telemetry_disabled())"
    clean = {
        name: value for name, value in os.environ.items() if "MLFLOW" not in name and name != "PYTEST_CURRENT_TEST"
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=clean)
    assert done.stdout.strip() == "True"
