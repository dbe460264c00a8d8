"""The verb `adopt`: models that people logged in MLflow themselves become candidates of the roadmap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.lab.logged_runs import LoggedRun, logged_runs
from shipworthy.plan.roadmap import CandidateEntry
from shipworthy.plan.writing import edit_document
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.bench import Bench, find_document
from shipworthy.workflow.checks import EVALUATE


@dataclass(frozen=True)
class Beside:
    """A run, and what is known of it here.

    Attributes:
        run: as it was logged.
        candidate: its name on the roadmap; empty when it has no model, or was not asked for.
        added: True when it was put there just now.
        here: what was measured of it here on the cases kept aside, of the metrics that were logged and the gain.
    """

    run: LoggedRun
    candidate: str
    added: bool
    here: tuple[Measurement, ...]


@dataclass(frozen=True)
class Adopted:
    """What came of it.

    Attributes:
        experiment: name of the experiment.
        runs: its runs, the newest first.
    """

    experiment: str
    runs: tuple[Beside, ...]

    @property
    def says(self) -> str:
        """How many were put on the roadmap, and what to do next."""
        added = [one.candidate for one in self.runs if one.added]
        if added:
            return f"on the roadmap now: {', '.join(added)}; measure them with `shipworthy evaluate`"
        if not self.runs:
            return f"nobody has logged a finished run in {self.experiment}"
        return "nothing new: every run with a model that was asked for is on the roadmap"

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "experiment": self.experiment,
            "runs": [
                {
                    **one.run.to_dict(),
                    "candidate": one.candidate,
                    "added": one.added,
                    "here": [each.to_dict() for each in one.here],
                }
                for one in self.runs
            ],
        }


def adopt(bench: Bench, experiment: str, *, names: Sequence[str] = (), trained_until: str = "") -> Adopted:
    """Puts runs with a model on the roadmap, each once; those that are there are shown beside what was measured here.

    Args:
        bench: the project; its document is changed.
        experiment: name of the experiment on the user's tracking server, or in the project's own database.
        names: of runs, or their ids; none means every run with a model.
        trained_until: the newest row that they learned from, if all are alike in that.

    Raises:
        RequestError: when there is no such experiment or run, or the server cannot be reached.
        DocumentError: when the document cannot be changed.
    """
    runs = logged_runs(experiment, bench.own)
    _check_names(names, runs)
    known = {entry.mlflow: entry.name for entry in bench.document.candidates if entry.mlflow}
    taken = {entry.name for entry in bench.document.candidates}
    beside, entries = [], []
    for run in runs:
        asked = bool(run.model) and (not names or run.name in names or run.id in names)
        added = asked and run.model not in known
        if added:
            known[run.model] = _free(run.name, taken)
            taken.add(known[run.model])
            entries.append(_entry(known[run.model], run, trained_until))
        name = known.get(run.model, "")
        beside.append(Beside(run, name, added, _here(bench, name, run)))
    if entries:
        kept = [entry.model_dump(mode="json", exclude_unset=True) for entry in bench.document.candidates]
        place = find_document(bench.root)
        if not kept:
            edit_document(place, "candidates", entries)
        else:
            for at, entry in enumerate(entries, start=len(kept)):
                edit_document(place, ["candidates", str(at)], entry)
    return Adopted(experiment, tuple(beside))


def _entry(name: str, run: LoggedRun, trained_until: str) -> Mapping[str, Any]:
    entry = {"name": name, "mlflow": run.model, "note": run.says}
    entry |= {"trained_until": trained_until} if trained_until else {}
    CandidateEntry.model_validate(entry)
    return entry


def _free(name: str, taken: set[str]) -> str:
    """A name that no candidate has: the run's own, numbered from 2 when it is taken."""
    if name not in taken:
        return name
    return next(fresh for number in range(2, len(taken) + 3) if (fresh := f"{name} {number}") not in taken)


def _here(bench: Bench, name: str, run: LoggedRun) -> tuple[Measurement, ...]:
    """What was measured of a candidate here, of the gain and of what was logged of it."""
    found = bench.book.latest_by_check().get((EVALUATE, name)) if name else None
    if found is None:
        return ()
    plain = {_plain(metric) for metric in run.metrics}
    return tuple(
        one
        for one in found.measurements
        if one.origin == "holdout" and not one.slice and one.kind != "predictive" and one.value is not None
        if _plain(one.name) in plain or one.name == "gain"
    )


def _plain(metric: str) -> str:
    """A metric by scikit-learn's name, as people write it: `val_roc_auc_score` is `roc_auc`."""
    name = metric.lower().replace(" ", "_").replace("-", "_")
    for prefix in ("val_", "valid_", "validation_", "test_", "eval_", "holdout_"):
        name = name.removeprefix(prefix)
    return {"auc": "roc_auc", "mae": "mean_absolute_error"}.get(name, name.removesuffix("_score"))


def _check_names(names: Sequence[str], runs: Sequence[LoggedRun]) -> None:
    known = [*(run.name for run in runs), *(run.id for run in runs)]
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise RequestError(
                "there is no finished run of this name in the experiment",
                seen=name,
                allowed=[run.name for run in runs],
                next_step=f"did you mean {near}?" if near else "name one of these, or its id",
            )
        if not any(run.model for run in runs if name in (run.name, run.id)):
            step = "log one with it: mlflow.sklearn.log_model(…), or the like"
            raise RequestError("no model came of this run, so it cannot be asked", seen=name, next_step=step)
