"""Every candidate that was measured becomes a run on the user's MLflow server, or the embedded one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shipworthy.foundation.digests import digest
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.tracking import Run, metric_values, track
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.show.pictures import Scale, periods
from shipworthy.workflow.candidates import Candidates, Field
from shipworthy.workflow.run_models import run_models
from shipworthy.workflow.workbench import Workbench


def log_runs(
    bench: Workbench, candidates: Candidates, field: Field, measured: Mapping[str, Evidence]
) -> tuple[str, ...]:
    """Logs what was measured of these candidates.

    Of each: its parameters; metrics, value and gain with their intervals, on the rows kept aside and, as `folds.…`, on
    the folds; the gain of each period as steps and as a picture; what it took; digests of code, data and document; the
    model.

    Returns:
        What the user should know, such as that the server could not be reached.
    """
    parameters = {spec.name: {"estimator": spec.target or spec.kind, **spec.parameters} for spec in candidates.specs}
    runs = [_run(bench, evidence, parameters[name], field.attempts.get(name)) for name, evidence in measured.items()]
    tracked = track(bench.document.project, runs, bench.own, run_models(bench, candidates, measured))
    return tuple(finding.says for finding in tracked.findings)


def _run(bench: Workbench, evidence: Evidence, parameters: dict[str, Any], attempt: Attempt | None) -> Run:
    whole = [one for one in evidence.measurements if not one.slice]
    kept = metric_values(one for one in whole if one.origin == "holdout")
    folds = metric_values(one for one in whole if one.origin == "fold")
    gains = [one for one in evidence.measurements if set(one.slice) == {"period"} and one.name == "gain"]
    steps = tuple(one.value for one in gains if one.value is not None)
    stood = {name: each for name, each in evidence.stands_on.items() if not name.startswith("document:")}
    document = {name: each for name, each in evidence.stands_on.items() if name.startswith("document:")}
    return Run(
        candidate=evidence.candidate,
        digest=digest(evidence.stands_on),
        parameters=parameters,
        metrics={**kept, **{f"folds.{name}": value for name, value in folds.items()}, **_took(attempt)},
        tags={
            "project": bench.document.project,
            "document": digest(document),
            **{name.replace(":", "."): each for name, each in stood.items()},
        },
        steps={"gain_by_period": steps} if steps else {},
        pictures=_pictures(gains),
    )


def _took(attempt: Attempt | None) -> dict[str, float]:
    """Seconds and bytes; today's rule is not fitted and took nothing."""
    if attempt is None:
        return {}
    effort = {
        name: value for name, value in asdict(attempt.effort).items() if value is not None and name != "fit_seconds"
    }
    return {"fit_seconds": attempt.fit_seconds, "predict_seconds": attempt.predict_seconds, **effort}


def _pictures(gains: list[Measurement]) -> dict[str, str]:
    known = [(one.slice["period"], one.value) for one in gains if one.value is not None]
    if len(known) < 2:
        return {}
    unit = gains[0].unit
    return {"gain_by_period.svg": str(periods(known, None, Scale(unit, ""), f"Gain by period, {unit}"))}
