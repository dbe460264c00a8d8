"""One fit and the answers to it, as it is handed to a process of its own and comes back."""

import inspect
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.errors import CandidateError
from shipworthy.foundation.files import write_text
from shipworthy.foundation.memory import most_resident, resident
from shipworthy.lab.answers import Answers, score_frame
from shipworthy.lab.build import build
from shipworthy.lab.calm import calm
from shipworthy.lab.fit import fit_and_ask
from shipworthy.lab.imports import import_named
from shipworthy.lab.kept import keep
from shipworthy.lab.timing import timed
from shipworthy.model.candidate import Candidate
from shipworthy.model.features import FeatureMatrix, Features
from shipworthy.model.torch_module import TorchModule
from shipworthy.records.record import Record
from shipworthy.records.spec import CandidateSpec, Task

JOB: Final = "job.json"
OUTPUT: Final = "output.txt"
_RESULT: Final = "result.json"
_SCORES: Final = "scores.npy"
_CHECKPOINTS: Final = "checkpoints"
_EFFORT: Final = ("fit_seconds", "predict_seconds", "row_seconds", "thousand_seconds", "peak_bytes")
_TRAINING: Final = "training.pt"
TRAIN: Final = "train.npy"
TEST: Final = "test.npy"
FEATURES: Final = "features.pickle"


class Job(Record, frozen=True):
    """What a process has to know; all else stands in files that several of them read at once.

    Attributes:
        spec: the candidate.
        task: what is predicted.
        fold: name of the fold, for messages.
        seed: given to what draws at random.
        folder: of the project, where factories are looked for; empty when there is none.
        features: folder with what was learned about the columns, and both matrices of the `trees` view.
        answers: file with the outcomes of the rows learned from. # (rows learned,)
        places: file with the positions of the rows `learned` from and `asked` about.
        checkpoints: folder where a factory or module keeps what it has learned so far, the same for the same fit;
            empty: none.
        rows: file with the rows of the study as they are; empty for candidates that never ask for them.
        timed: whether it is also asked for few rows, to know how long that takes.
        keep: folder where the fit is put away; empty: none.
    """

    spec: CandidateSpec
    task: Task
    fold: str
    seed: int
    folder: str
    features: str
    answers: str
    places: str
    checkpoints: str = ""
    rows: str = ""
    timed: bool = False
    keep: str = ""


def do(place: Path) -> None:
    """Does the job that lies in a folder, and leaves there what came of it."""
    job = Job.from_dict(json.loads((place / JOB).read_text(encoding="utf-8")))
    before = resident()
    try:
        answers, candidate, features = _answers(job)
    except CandidateError as error:
        write_text(place / _RESULT, json.dumps({"failed": _fields(error)}))
        return
    most = most_resident()
    if job.keep:
        keep(Path(job.keep), features, candidate)
    answers = structs.replace(answers, peak_bytes=None if most is None else max(most - before, 0))
    np.save(place / _SCORES, _scores(answers.frame["score"]))
    fields = {name: value for name, value in structs.asdict(answers).items() if name != "frame"}
    write_text(place / _RESULT, json.dumps({"fields": fields}))


def result(place: Path) -> Answers | None:
    """What a job left behind; None when it did not come to an end.

    Raises:
        CandidateError: that the job ended with.
    """
    try:
        found = json.loads((place / _RESULT).read_text(encoding="utf-8"))
        if "failed" in found:
            failed = found["failed"]
            raise CandidateError(failed.pop("what"), **failed)
        scores = np.load(place / _SCORES, allow_pickle=False)
    except FileNotFoundError:
        return None
    fields = found["fields"]
    return Answers(
        frame=score_frame(scores),
        notes=tuple(fields["notes"]),
        left_out=tuple(fields["left_out"]),
        **{name: fields[name] for name in _EFFORT},
    )


def _answers(job: Job) -> tuple[Answers, Candidate, Features]:
    made = Path(job.features)
    features: Features = pickle.loads((made / FEATURES).read_bytes())
    answers = np.load(job.answers)
    # private to this process as soon as it writes into them, and shared as long as it does not
    train, test = (np.asarray(np.load(made / name, mmap_mode="c")) for name in (TRAIN, TEST))
    learned, asked = _rows(job, "learned"), _rows(job, "asked")
    folder = Path(job.folder) if job.folder else None
    candidate = build(_with_checkpoints(job, folder), job.task, seed=job.seed, folder=folder)
    if job.checkpoints and isinstance(candidate, TorchModule):
        Path(job.checkpoints).mkdir(parents=True, exist_ok=True)
        candidate.checkpoint = Path(job.checkpoints) / _TRAINING
    given = FeatureMatrix(asked, features, test)
    with calm() as notices:
        found = fit_and_ask(
            job.spec, candidate, job.task, FeatureMatrix(learned, features, train), answers, given, notices
        )
        found = timed(job.spec, candidate, job.task, given, found) if job.timed else found
    if isinstance(candidate, TorchModule):
        # the place is this fit's, and of no use to whoever is given the candidate
        candidate.checkpoint = None
    return found, candidate, features


def _with_checkpoints(job: Job, folder: Path | None) -> CandidateSpec:
    """The candidate, whose factory is told where to keep what it has learned so far when it asks for that."""
    if not job.checkpoints or job.spec.kind != "factory":
        return job.spec
    factory = import_named(job.spec, folder)
    if not callable(factory) or _CHECKPOINTS not in inspect.signature(factory).parameters:
        return job.spec
    Path(job.checkpoints).mkdir(parents=True, exist_ok=True)
    return structs.replace(job.spec, parameters={**job.spec.parameters, _CHECKPOINTS: job.checkpoints})


def _rows(job: Job, part: str) -> Callable[[], pl.DataFrame]:
    """The rows as they are, read whenever they are asked for."""

    def read() -> pl.DataFrame:
        with np.load(job.places) as places:
            return pl.read_ipc(job.rows).select(pl.all().gather(places[part]))

    return read


def _fields(error: CandidateError) -> dict[str, Any]:
    told = {"what": error.what, "where": error.where, "next_step": error.next_step}
    words = {name: value for name, value in (("seen", error.seen), ("allowed", error.allowed)) if value is not None}
    return {**told, **{name: list(each) if isinstance(each, tuple) else str(each) for name, each in words.items()}}


def _scores(column: pl.Series) -> NDArray[np.float64]:
    """One row each.

    # (rows,) or (rows, classes)
    """
    return np.array(column.to_list(), dtype=np.float64) if isinstance(column.dtype, pl.List) else column.to_numpy()
