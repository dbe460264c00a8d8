"""The model of a run, put on the user's MLflow server beside it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mlflow import MlflowClient
from mlflow.entities import LoggedModelOutput, LoggedModelStatus
from mlflow.exceptions import MlflowException
from mlflow.models import Model

NAME: Final = "model"
"""What it is called: `runs:/ID/model` is its address."""

_NOT_KNOWN: Final = "ENDPOINT_NOT_FOUND"
_MARK: Final = "MLmodel"

Write = Callable[[Path], None]
"""Writes a model of MLflow into an empty folder."""


def log_model(client: MlflowClient, experiment: str, run: str, write: Write) -> str | None:
    """Puts a model beside its run.

    Args:
        client: of the server.
        experiment: id of the run's experiment.
        run: its id.
        write: writes the model.

    Returns:
        Id of the model; None on a server before MLflow 3, which knows models as files of runs only.

    Raises:
        Exception: of `write`, of MLflow's, or of what it asks.
    """
    with TemporaryDirectory(prefix="shipworthy-model-") as place:
        folder = Path(place) / NAME
        folder.mkdir()
        write(folder)
        try:
            known = client.create_logged_model(experiment, name=NAME, source_run_id=run).model_id
        except MlflowException as error:
            if error.error_code != _NOT_KNOWN:
                raise
            _name(folder, run, None)
            client.log_artifacts(run, str(folder), NAME)
            return None
        _name(folder, run, known)
        try:
            client.log_model_artifacts(known, str(folder))
        except BaseException:
            client.finalize_logged_model(known, LoggedModelStatus.FAILED)
            raise
        client.finalize_logged_model(known, LoggedModelStatus.READY)
        client.log_outputs(run, [LoggedModelOutput(known, step=0)])
        return str(known)


def _name(folder: Path, run: str, known: str | None) -> None:
    """Has the model say which run it is of, as whoever loads it from the server is told."""
    mark = str(folder / _MARK)
    model = Model.load(mark)
    model.run_id, model.model_id = run, known
    model.save(mark)
