"""Every kind of candidate on one real table: compared, made into a bundle, asked about new rows, explained."""

import os
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from mlflow import MlflowClient
from vega_datasets import local_data

from shipworthy.bundle.load import load
from shipworthy.explain.of_bundle import explain_row
from shipworthy.foundation.errors import CandidateError
from shipworthy.plan.reading import read_document
from shipworthy.plan.writing import edit_document
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.bundling import make_bundle
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.ship import recipe_of
from tests.workflow.project import LINEAR, Command
from tests.workflow.run_models import answers, model_of, run_of

CODE = """
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

def letters(rows):
    return np.array([[len(name), len(city)] for name, city in zip(rows["name"], rows["city"])])

def build(seed=0):
    return make_pipeline(FunctionTransformer(letters), LogisticRegression(random_state=seed))

def spanish(rows):
    return [0.9 if city.split()[0] in ("San", "Santa", "Los", "El") else 0.3 for city in rows["city"]]
"""
NET = """
from torch import nn

def net(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, 4), nn.ReLU(), nn.Linear(4, outputs))
"""
KINDS = [
    LINEAR,
    {"name": "drawn", "estimator": "sklearn.tree.ExtraTreeClassifier", "parameters": {"max_depth": 3}},
    {"name": "factory", "factory": "mine:build"},
    {"name": "function", "function": "mine:spanish", "trained_until": "never"},
    {"name": "rule", "rule": "city LIKE 'San %' OR city LIKE 'Santa %'"},
    {"name": "column", "column": "guess"},
    {"name": "file", "predictions": "theirs.csv", "trained_until": "never"},
    {"name": "logged", "mlflow": "logged", "trained_until": "never"},
    {"name": "second", "estimator": "sklearn.linear_model.LogisticRegression", "after": ["linear", "function"]},
]
TORCH = {"name": "module", "module": "net:net", "parameters": {"epochs": 2}}


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    # it warns of its own type hints
    mlflow: Any = import_module("mlflow")
    PythonModel: Any = import_module("mlflow.pyfunc").PythonModel


class ByLength(PythonModel):  # type: ignore[misc]
    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> Any:
        del context, params
        length = model_input["name"].str.len()
        return 1 / (1 + np.exp((length - 15) / 5))


def airports() -> pd.DataFrame:
    table = local_data.airports().dropna(subset=["name", "city"])
    west = (table.longitude < -100).map({True: "yes", False: "no"})
    guess = table.city.str.startswith(("San", "Los", "Las"))
    made: pd.DataFrame = table[["iata", "name", "city"]].assign(guess=guess, west=west)[::3]
    return made


@pytest.fixture
def root(tmp_path: Path, shipworthy: Command) -> Path:
    table = airports()
    table.to_csv(tmp_path / "airports.csv", index=False)
    folder = tmp_path / "project"
    done = shipworthy("init", folder, "--data", tmp_path / "airports.csv", "--target", "west")
    assert done.status == 0, done.err
    (folder / "mine.py").write_text(CODE)
    score = table.city.str.len().rank(pct=True)
    table.assign(score=score)[["iata", "score"]].to_csv(folder / "theirs.csv", index=False)
    mlflow.pyfunc.save_model(str(folder / "logged"), python_model=ByLength(), pip_requirements=["numpy"])
    kinds = list(KINDS)
    if find_spec("torch"):
        (folder / "net.py").write_text(NET)
        kinds.append(TORCH)
    document = folder / "project.yaml"
    base = read_document(document).base
    assert base is not None
    edit_document(document, f"data.sources.{base[0]}.key", "iata")
    edit_document(document, "candidates", kinds)
    edit_document(document, "evaluation.seeds", 2)
    return folder


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning:mlflow")
def test_every_kind_is_compared_and_answers_for_new_rows(root: Path) -> None:
    with open_project(root) as project:
        found = project.evaluate()
        assert not found.failures, found.told
        wanted = {str(each["name"]) for each in project.document.model_dump()["candidates"]}
        assert wanted <= set(found.evidence)
        with pytest.raises(CandidateError, match="answer for the cases in the file and no new one"):
            recipe_of(project, "file")
        for name in sorted(wanted - {"file"}):
            _shipped(project, name)
        client = MlflowClient(os.environ["MLFLOW_TRACKING_URI"])
        for name in sorted(wanted - {"file", "logged"}):
            rows, scores = answers(project, name)
            said = np.asarray(model_of(client, run_of(client, project, name)).predict(rows))
            np.testing.assert_allclose(said.reshape(scores.shape), scores, rtol=1e-6, err_msg=name)


def _shipped(project: Project, name: str) -> None:
    recipe = recipe_of(project, name)
    bundle = make_bundle(project, recipe)
    loaded = load(bundle_folder(project.own, bundle.version))
    rows = [{"iata": "X1", "name": "San Vicente", "city": "San Vicente", "guess": True, "west": None}]
    read = loaded.door.rows([{each.name: rows[0][each.name] for each in bundle.inputs}])
    assert not read.errors, (name, read.errors)
    scores = loaded.score(read.frame)
    assert scores.shape == (1,), name
    assert 0 <= scores[0] <= 1, name
    told = explain_row(loaded, read.frame, "")
    amounts = sum(each.amount for each in told.contributions)
    assert told.base + amounts == pytest.approx(float(scores[0]), abs=1e-6), name
    known = recipe.study.table.frame.head(5).select(pl.col(each.name) for each in bundle.inputs)
    assert np.isfinite(loaded.score(loaded.door.rows(known.to_dicts()).frame)).all(), name
