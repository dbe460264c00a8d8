from pathlib import Path

import pytest
from mlflow import MlflowClient

from shipworthy.bundle.register import register
from shipworthy.bundle.registry import TAG
from tests.bundle.samples import record


def test_a_bundle_becomes_a_version_of_a_model_that_bears_the_projects_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    first, second = record(), record(threshold=0.5)
    assert register(tmp_path / "1", first, tmp_path / "own") == ()
    assert register(tmp_path / "2", second, tmp_path / "own", "shadow") == ()
    place = f"sqlite:///{tmp_path / 'own' / 'mlflow.db'}"
    client = MlflowClient(place, place)
    assert client.get_registered_model("trips").aliases == {"champion": 1, "shadow": 2}
    assert register(tmp_path / "2", second, tmp_path / "own") == ()
    assert client.get_registered_model("trips").aliases == {"champion": 2, "shadow": 2}
    known = client.get_model_version("trips", "2")
    assert known.source == (tmp_path / "2").as_uri()
    assert known.tags[TAG] == second.digest
    assert capfd.readouterr() == ("", "")


def test_a_registry_that_cannot_be_reached_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secret@127.0.0.1:9")
    (told,) = register(tmp_path / "1", record(), tmp_path / "own")
    assert told.startswith("trips v1 was not registered with MLflow")
    assert "unset it" in told
    assert "secret" not in told
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    (tmp_path / "own").write_text("a file in the way")
    (told,) = register(tmp_path / "1", record(), tmp_path / "own")
    assert "check the disk" in told
