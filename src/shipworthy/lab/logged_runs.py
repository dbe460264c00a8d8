"""Runs that people logged in MLflow themselves: who, when, what they measured, and which model came of it."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from shipworthy.bundle.mlflow_server import in_short
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.foundation.figures import figure
from shipworthy.lab.logged_model import tracking_server
from shipworthy.records.record import Record

_OURS: Final = "shipworthy.candidate"
_HISTORY: Final = "mlflow.log-model.history"
_NEWEST: Final = 200


class LoggedRun(Record, frozen=True):
    """One run of a person.

    Attributes:
        id: of the run.
        name: of the run, as its author called it.
        by: who logged it; empty when the server does not say.
        at: when it was begun, UTC.
        metrics: name -> number, as they were logged.
        model: address of the model that came of it; empty when none was logged.
    """

    id: str
    name: str
    by: str
    at: datetime
    metrics: dict[str, float]
    model: str = ""

    @property
    def says(self) -> str:
        """Who logged it, when, and what was measured there."""
        told = ", ".join(f"{name} {figure(number)}" for name, number in sorted(self.metrics.items())) or "no metric"
        return f"logged{f' by {self.by}' if self.by else ''} on {self.at:%Y-%m-%d}: {told}"


def logged_runs(experiment: str, own: Path) -> tuple[LoggedRun, ...]:
    """Finished runs of an experiment that people logged, the newest first; those of this program are left out.

    Args:
        experiment: its name.
        own: the project's `.shipworthy`, whose database is asked unless `MLFLOW_TRACKING_URI` names a server.

    Raises:
        RequestError: when there is no such experiment, or the server cannot be reached.
    """
    try:
        with tracking_server(own) as place:
            client = import_module("mlflow").MlflowClient()
            found = client.get_experiment_by_name(experiment) if experiment else None
            if found is None:
                raise _unknown(experiment, [each.name for each in client.search_experiments()], place)
            runs = client.search_runs([found.experiment_id], "status = 'FINISHED'", max_results=_NEWEST)
            return tuple(_run(client, run) for run in runs if _OURS not in run.data.tags)
    except RequestError:
        raise
    except Exception as error:
        # whatever a server or its driver comes up with
        step = "check that the server of MLFLOW_TRACKING_URI runs"
        raise RequestError(f"MLflow cannot be asked: {in_short(error)}", seen=experiment, next_step=step) from error


def _run(client: Any, run: Any) -> LoggedRun:
    return LoggedRun(
        id=run.info.run_id,
        name=run.info.run_name or run.info.run_id[:8],
        by=run.data.tags.get("mlflow.user", ""),
        at=datetime.fromtimestamp(run.info.start_time / 1000, UTC),
        metrics={name: float(value) for name, value in run.data.metrics.items()},
        model=_model(client, run),
    )


def _model(client: Any, run: Any) -> str:
    """Address of the newest model of a run; MLflow 3 keeps models beside runs, earlier ones within."""
    made = run.outputs.model_outputs if run.outputs else []
    if made:
        return f"runs:/{run.info.run_id}/{client.get_logged_model(made[-1].model_id).name}"
    with suppress(ValueError, KeyError, IndexError, TypeError):
        return f"runs:/{run.info.run_id}/{json.loads(run.data.tags[_HISTORY])[-1]['artifact_path']}"
    return ""


def _unknown(experiment: str, known: list[str], place: str) -> RequestError:
    near = nearest(experiment, known)
    what = "no experiment of this name is on the MLflow server" if experiment else "which experiment is meant"
    step = f"did you mean {near}?" if near else "name one of them, or the right server in MLFLOW_TRACKING_URI"
    return RequestError(what, where=place, seen=experiment or None, allowed=known, next_step=step)
