"""MLflow runs, on the user's tracking server or in a database of the project's own."""

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Final

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from msgspec import field

from shipworthy.bundle.mlflow_server import in_short, own_database, quiet, without_password
from shipworthy.lab.tracked_model import Write, log_model
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record

DIGEST: Final = "shipworthy.digest"
"""Tag by which a run is known again."""

_LONGEST_PARAMETER: Final = 500


class Run(Record, frozen=True):
    """What is to be logged of one candidate.

    Attributes:
        candidate: name of the run.
        digest: names all that its numbers stand on; a run with the same digest is not logged twice.
        parameters: of the candidate.
        metrics: name -> number, as `metric_values` gives them.
        tags: other digests and facts; never names of personal columns.
        steps: name -> number of each fold, in order.
        pictures: name of the file -> SVG.
    """

    candidate: str
    digest: str
    parameters: dict[str, str | float | int | bool | None] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    steps: dict[str, tuple[float, ...]] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tracked:
    """What came of logging.

    Attributes:
        place: where the runs are: address of the server, or the file.
        runs: candidate -> id of its run.
        findings: why nothing was logged, when nothing was, or a run has no model.
    """

    place: str
    runs: dict[str, str]
    findings: tuple[Finding, ...] = ()


def metric_values(measurements: Iterable[Measurement]) -> dict[str, float]:
    """Numbers of all rows together, with the ends of their intervals; no slices, no unknown numbers.

    >>> gain = Measurement(name="gain", value=2.0, low=1.0, high=3.0)
    >>> metric_values([gain, Measurement(name="recall", value=None)])
    {'gain': 2.0, 'gain_low': 1.0, 'gain_high': 3.0}
    """
    values: dict[str, float] = {}
    for item in measurements:
        if item.slice:
            continue
        name = f"{item.name}_promised" if item.kind == "predictive" else item.name
        for end, value in (("", item.value), ("_low", item.low), ("_high", item.high)):
            if value is not None and math.isfinite(value):
                values[name + end] = value
    return values


def track(project: str, runs: Sequence[Run], folder: Path, models: Mapping[str, Write] = {}) -> Tracked:
    """Logs runs under an experiment that bears the project's name.

    `MLFLOW_TRACKING_URI` says where; without it, `mlflow.db` in the folder. A server that cannot be reached
    is a finding and not an error: the project goes on.

    Args:
        project: name of the experiment.
        runs: one for each candidate.
        folder: the project's `.shipworthy`.
        models: candidate -> what writes its model; asked only for runs that are not logged yet.
    """
    asked = os.environ.get("MLFLOW_TRACKING_URI", "")
    place = without_password(asked) if asked else str(folder / "mlflow.db")
    try:
        with quiet():
            client = MlflowClient(asked or own_database(folder))
            # a database alone keeps no files, and MLflow would put them into whatever folder one stands in
            alone = not asked or asked.startswith("sqlite:")
            experiment = _experiment(client, project, (folder / "mlflow").resolve().as_uri() if alone else "")
            findings: list[Finding] = []
            logged = {run.candidate: _log(client, experiment, run, models, findings) for run in runs}
            return Tracked(place, logged, tuple(findings))
    except Exception as error:
        # whatever a server or its driver comes up with must not stop the project
        says = f"no run was logged to {place}: {in_short(error)}"
        step = "check that the server of MLFLOW_TRACKING_URI runs, or unset it" if asked else "check the disk"
        return Tracked(place, {}, (Finding(check="tracking", says=says, severity="note", next_step=step),))


def _experiment(client: MlflowClient, name: str, artifacts: str) -> str:
    found = client.get_experiment_by_name(name)
    if found is None:
        return str(client.create_experiment(name, artifact_location=artifacts or None))
    if found.lifecycle_stage == "deleted":
        client.restore_experiment(found.experiment_id)
    return str(found.experiment_id)


def _log(client: MlflowClient, experiment: str, run: Run, models: Mapping[str, Write], findings: list[Finding]) -> str:
    known = client.search_runs([experiment], f"tags.`{DIGEST}` = '{run.digest}' and status = 'FINISHED'", max_results=1)
    if known:
        return str(known[0].info.run_id)
    made = client.create_run(experiment, run_name=run.candidate, tags={"shipworthy.candidate": run.candidate})
    model, now = None, int(time() * 1000)
    if run.candidate in models:
        try:
            model = log_model(client, experiment, made.info.run_id, models[run.candidate])
        except Exception as error:
            # what is measured of a model matters more than a copy of it
            findings.append(_without(run, error))
    client.log_batch(
        made.info.run_id,
        metrics=[
            Metric(_key(name), value, now, step, model_id=model)
            for name, value, step in _points(run)
            if math.isfinite(value)
        ],
        params=[Param(_key(name), str(value)[:_LONGEST_PARAMETER]) for name, value in run.parameters.items()],
        tags=[RunTag(_key(name), value) for name, value in {**run.tags, DIGEST: run.digest}.items()],
    )
    for name, picture in run.pictures.items():
        client.log_text(made.info.run_id, picture, name)
    client.set_terminated(made.info.run_id)
    return str(made.info.run_id)


def _without(run: Run, error: Exception) -> Finding:
    says = f"the run of {run.candidate} was logged without its model: {in_short(error)}"
    return Finding(check="tracking", says=says, severity="note")


def _points(run: Run) -> Iterator[tuple[str, float, int]]:
    """Every number with its step: that of the fold, or 0."""
    yield from ((name, value, 0) for name, value in run.metrics.items())
    yield from ((name, value, step) for name, each in run.steps.items() for step, value in enumerate(each))


def _key(name: str) -> str:
    """A name that MLflow takes."""
    return re.sub(r"[^\w\-. /]", "_", name, flags=re.ASCII)[:250]
