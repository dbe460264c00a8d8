"""Every candidate that was measured becomes a run on the user's MLflow server, or the embedded one."""

from collections.abc import Mapping

from shipworthy.foundation.digests import digest
from shipworthy.lab.tracking import Run, metric_values, track
from shipworthy.records.evidence import Evidence
from shipworthy.workflow.candidates import Candidates, Field
from shipworthy.workflow.workbench import Workbench


def log_runs(
    bench: Workbench, candidates: Candidates, field: Field, measured: Mapping[str, Evidence]
) -> tuple[str, ...]:
    """Logs what was measured of these candidates.

    Returns:
        What the user should know, such as that the server could not be reached.
    """
    parameters = {spec.name: {"estimator": spec.target or spec.kind, **spec.parameters} for spec in candidates.specs}
    runs = []
    for name, evidence in measured.items():
        attempt = field.attempts.get(name)
        seconds = (
            {} if attempt is None else {"fit_seconds": attempt.fit_seconds, "predict_seconds": attempt.predict_seconds}
        )
        kept = [one for one in evidence.measurements if one.origin == "holdout"]
        stood = {
            key.replace(":", "."): value for key, value in evidence.stands_on.items() if not key.startswith("document:")
        }
        runs.append(
            Run(
                candidate=name,
                digest=digest(evidence.stands_on),
                parameters=parameters[name],
                metrics={**metric_values(kept), **seconds},
                tags={"project": bench.document.project, **stood},
            )
        )
    tracked = track(bench.document.project, runs, bench.own)
    return tuple(finding.says for finding in tracked.findings)
