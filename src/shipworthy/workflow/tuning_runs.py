"""A search as runs on the user's MLflow server: the search itself, and below it the trials."""

from collections.abc import Sequence

from shipworthy.foundation.digests import digest
from shipworthy.lab.search import Trial
from shipworthy.lab.tracking import Run, metric_values, track
from shipworthy.records.searched import Searched
from shipworthy.workflow.workbench import Workbench

_PARENT = "mlflow.parentRunId"
_MOST = 20
"""Trials that are logged: the best, since every run takes its time."""


def log_search(bench: Workbench, found: Searched, trials: Sequence[Trial]) -> tuple[str, ...]:
    """Logs a search and its best trials.

    Returns:
        What the user should know, such as that the server could not be reached.
    """
    project = bench.document.project
    name = f"{found.candidate} tuning"
    told = [trial for trial in trials if trial.score is not None]
    parent = Run(
        candidate=name,
        digest=digest([project, found.candidate, [[trial.settings, trial.score] for trial in told]]),
        parameters=found.settings,
        metrics={
            "score": found.score,
            "trials": float(found.trials),
            "seconds": found.seconds,
            **({} if found.before is None else {"score_before": found.before}),
            **metric_values([found.gain] if found.gain is not None else []),
            **{f"importance_{knob}": share for knob, share in found.importance.items()},
        },
        tags={"project": project, "unit": found.unit, "ended": found.ended},
    )
    tracked = track(project, [parent], bench.own)
    if name not in tracked.runs:
        return tuple(finding.says for finding in tracked.findings)
    placed = [(place, trial) for place, trial in enumerate(trials) if trial.score is not None]
    best = sorted(placed, key=lambda each: -(each[1].score or 0.0))[:_MOST]
    children = [
        Run(
            candidate=f"{found.candidate} trial {place}",
            digest=digest([parent.digest, place]),
            parameters=trial.settings,
            metrics={"score": trial.score or 0.0, "seconds": trial.seconds},
            tags={"project": project, _PARENT: tracked.runs[name]},
        )
        for place, trial in best
    ]
    return tuple(finding.says for finding in track(project, children, bench.own).findings)
