"""Models of runs, looked up as a data scientist would."""

import warnings
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from mlflow import MlflowClient
from mlflow.entities import Run
from numpy.typing import NDArray

from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.project import Project
from shipworthy.workflow.rows import holdout_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    # it warns of its own type hints
    mlflow: Any = import_module("mlflow")
    pyfunc: Any = import_module("mlflow.pyfunc")


def run_of(client: MlflowClient, project: Project, name: str) -> Run:
    """The newest run of a candidate."""
    experiment = client.get_experiment_by_name(project.document.project)
    assert experiment is not None
    wanted = f"tags.`shipworthy.candidate` = '{name}' and tags.project = '{project.document.project}'"
    return client.search_runs([experiment.experiment_id], wanted, max_results=1)[0]


def model_of(client: MlflowClient, run: Run) -> Any:
    """Its model, loaded by MLflow."""
    mlflow.set_tracking_uri(client.tracking_uri)
    try:
        return pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    finally:
        mlflow.set_tracking_uri(None)


def answers(project: Project, name: str) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """The cases kept aside as a data scientist has them, and what the candidate was measured to say of them."""
    candidates = Candidates(project)
    said = holdout_of(candidates.field([name]).predictions[name]).frame
    study = candidates.study
    names = [each.name for each in study.table.columns if each.role != "target"]
    rows = study.table.frame.select(names)[said["id"].cast(pl.UInt32)]
    return rows.to_pandas(), np.array(said["score"].to_list(), dtype=np.float64)
