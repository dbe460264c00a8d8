"""Models that people logged in MLflow, in a real store: asked as candidates, and shipped with their files."""

import os
import pickle
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from lightgbm import LGBMClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from shipworthy.bundle.build import build
from shipworthy.bundle.inputs import inputs_of
from shipworthy.bundle.mlflow_server import quiet
from shipworthy.bundle.verify import verify
from shipworthy.foundation.errors import CandidateError, RequestError
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.final import fit_final
from shipworthy.lab.logged_model import look_up, model_folder
from shipworthy.lab.logged_runs import logged_runs
from shipworthy.lab.origin import made_of
from shipworthy.lab.study import Study
from shipworthy.model.logged import Logged
from shipworthy.records.bundle import Bundle
from shipworthy.records.spec import CandidateSpec
from tests.lab.samples import REGRESSION, easy, silent, study_of

with quiet():
    # it warns of its own type hints
    mlflow: Any = import_module("mlflow")
    PythonModel: Any = import_module("mlflow.pyfunc").PythonModel


class Doubles(PythonModel):  # type: ignore[misc]
    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> Any:
        del context, params
        return 2 * model_input["size"].to_numpy()


def rows() -> pd.DataFrame:
    frame, _ = easy()
    return pd.DataFrame(
        {"size": frame["size"].to_numpy(), "colour": pd.Series(frame["colour"].to_list(), dtype=object)}
    )


def labels() -> list[str]:
    return easy()[1].to_list()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tracking server's database with what a team logged: three runs, one of them without a model."""
    place = tmp_path_factory.mktemp("theirs")
    address = f"sqlite:///{place / 'mlflow.db'}"
    with quiet():
        before = os.environ.get("MLFLOW_TRACKING_URI")
        mlflow.set_tracking_uri(address)
        try:
            mlflow.create_experiment("delays", artifact_location=(place / "files").as_uri())
            mlflow.set_experiment("delays")
            with mlflow.start_run(run_name="notes only"):
                mlflow.log_metric("roc_auc", 0.5)
            for name, penalty in (("by size", 1.0), ("by size, tighter", 0.01)):
                with mlflow.start_run(run_name=name):
                    mlflow.log_param("C", penalty)
                    mlflow.log_metric("val_roc_auc_score", 0.8)
                    model = LogisticRegression(C=penalty).fit(rows()[["size"]], labels())
                    mlflow.sklearn.log_model(
                        model,
                        name="model",
                        serialization_format="cloudpickle",
                        input_example=rows()[["size"]].head(2),
                        registered_model_name="delays",
                        pip_requirements=["scikit-learn"],
                    )
            mlflow.MlflowClient().set_registered_model_alias("delays", "champion", 1)
        finally:
            mlflow.set_tracking_uri(None)
            os.environ.update({} if before is None else {"MLFLOW_TRACKING_URI": before})
    return address


@pytest.fixture
def study(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", store)
    frame, outcomes = easy()
    return study_of(frame, outcomes, folder=tmp_path)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    # MLflow makes a database where it stands as soon as something is saved
    monkeypatch.chdir(tmp_path)
    return study_of(*easy(), folder=tmp_path)


def logged(target: str) -> CandidateSpec:
    return CandidateSpec(name="theirs", kind="mlflow", target=target, trained_until="never")


def saved(model: Any, place: Path, flavor: Any, **more: Any) -> Path:
    with quiet():
        flavor.save_model(model, path=str(place), pip_requirements=["scikit-learn"], **more)
    return place


def scores(study: Study, target: str) -> pl.Series:
    attempt = evaluate_all(study, [logged(target)], progress=silent).attempts[0]
    assert attempt.predictions is not None, str(attempt.failure)
    return attempt.predictions.frame.sort(pl.col("id").cast(pl.Int64))["score"]


@pytest.mark.slow
def test_a_registered_model_gives_the_probabilities_that_it_gave_at_home(study: Study, store: str) -> None:
    folder = study.place.folder
    assert folder is not None
    direct = LogisticRegression().fit(rows()[["size"]], labels()).predict_proba(rows()[["size"]])[:, 1]
    asked = np.unique(np.concatenate([fold.test for fold in study.folds]))
    assert np.allclose(scores(study, "models:/delays@champion"), direct[asked])
    (run,) = (each for each in logged_runs("delays", folder) if each.name == "by size")
    assert scores(study, run.model).equals(scores(study, "models:/delays/1"))
    assert not scores(study, "models:/delays/2").equals(scores(study, "models:/delays/1"))


@pytest.mark.slow
def test_an_alias_that_moved_is_another_candidate_once_it_was_looked_up(study: Study, store: str) -> None:
    folder, spec = study.place.folder, logged("models:/delays@moves")
    assert folder is not None
    client = mlflow.MlflowClient(store)
    client.set_registered_model_alias("delays", "moves", 1)
    look_up([spec], folder)
    before = made_of(spec, folder)
    client.set_registered_model_alias("delays", "moves", 2)
    assert made_of(spec, folder) == before
    look_up([spec], folder)
    assert made_of(spec, folder) != before


def test_models_of_other_flavours_are_asked_as_they_answer(alone: Study, tmp_path: Path) -> None:
    frame, _ = easy()
    numbers = study_of(frame, frame["size"] * 2, REGRESSION, folder=tmp_path)
    with quiet():
        mlflow.pyfunc.save_model(str(tmp_path / "own"), python_model=Doubles(), pip_requirements=["numpy"])
    asked = np.unique(np.concatenate([fold.test for fold in numbers.folds]))
    assert np.allclose(scores(numbers, "own"), 2 * frame["size"].to_numpy()[asked])
    saved(
        LinearRegression().fit(rows()[["size"]], rows()["size"]),
        tmp_path / "line",
        mlflow.sklearn,
        serialization_format="cloudpickle",
        input_example=rows()[["size"]].head(2),
    )
    assert np.allclose(scores(numbers, "line"), frame["size"].to_numpy()[asked])


@pytest.mark.slow
def test_trees_and_pipelines_are_asked_as_they_answer(alone: Study, tmp_path: Path) -> None:
    asked = np.unique(np.concatenate([fold.test for fold in alone.folds]))
    boosted = LGBMClassifier(n_estimators=5, verbose=-1)
    boosted.fit(rows()[["size"]], np.array(labels()))
    with quiet():
        mlflow.lightgbm.save_model(
            boosted,
            str(tmp_path / "trees"),
            serialization_format="cloudpickle",
            pip_requirements=["lightgbm"],
            input_example=rows()[["size"]].head(2),
        )
    assert np.allclose(scores(alone, "trees"), np.asarray(boosted.predict_proba(rows()[["size"]]))[asked, 1])
    words = make_pipeline(OneHotEncoder(), LogisticRegression()).fit(rows()[["colour"]], labels())
    saved(
        words,
        tmp_path / "words",
        mlflow.sklearn,
        serialization_format="cloudpickle",
        input_example=rows()[["colour"]].head(2),
    )
    assert np.allclose(scores(alone, "words"), words.predict_proba(rows()[["colour"]])[asked, 1])


@pytest.mark.slow
def test_a_model_travels_with_its_files_and_says_what_it_needs(study: Study, tmp_path: Path) -> None:
    place = model_folder(logged("models:/delays/1"), tmp_path)
    model = Logged(place)
    frame, _ = easy()
    packed = pickle.dumps(model)
    shutil.rmtree(place)
    again = pickle.loads(packed)
    assert again(frame).equals(model(frame))
    assert "scikit-learn" in again.needs


@pytest.mark.slow
def test_a_bundle_of_a_logged_model_answers_the_same_in_a_fresh_process(study: Study, tmp_path: Path) -> None:
    fitted = fit_final(study, logged("models:/delays@champion"))
    bundle = Bundle(
        project="p", version=1, candidate="theirs", task=study.task, inputs=inputs_of(study.table, ("when",), ())
    )
    made = build(tmp_path / "bundle", bundle, fitted, example=study.table.frame.head(2))
    assert any(line.startswith("mlflow-skinny==") for line in made.requirements)
    asked = study.table.frame.head(50)
    found = verify(tmp_path / "bundle", asked, fitted.score(asked))
    assert found.holds, found.says


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("models:/delays@nobody", "cannot be fetched"),
        ("models:/dely/1", "cannot be fetched"),
        ("runs:/0123/model", "cannot be fetched"),
        ("broken", "cannot be loaded|needs"),
    ],
)
def test_a_model_that_is_not_there_or_broken_fails_alone(study: Study, tmp_path: Path, target: str, words: str) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "MLmodel").write_text("flavors: {python_function: {loader_module: nowhere_at_all}}\n")
    found = evaluate_all(study, [logged(target), CandidateSpec(name="c", kind="constant")], progress=silent).attempts
    assert found[1].predictions is not None
    with pytest.raises(CandidateError, match=words):
        raise found[0].failure or AssertionError


@pytest.mark.slow
def test_runs_are_told_with_who_when_and_what_was_measured(study: Study, tmp_path: Path) -> None:
    found = logged_runs("delays", tmp_path)
    assert [each.name for each in found] == ["by size, tighter", "by size", "notes only"]
    assert [bool(each.model) for each in found] == [True, True, False]
    assert "val_roc_auc_score 0.8" in found[0].says
    with pytest.raises(RequestError, match="did you mean delays"):
        logged_runs("delay", tmp_path)
