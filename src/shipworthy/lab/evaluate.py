"""Every candidate on every fold, the same way; what is finished is kept, what fails stops no other."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import polars as pl
from msgspec import structs

from shipworthy.foundation.errors import CandidateError, UserError
from shipworthy.foundation.memory import give_back
from shipworthy.lab.answers import Answers
from shipworthy.lab.crew import Task, crew
from shipworthy.lab.effort import UNKNOWN, Effort, effort_of
from shipworthy.lab.keys import Keys
from shipworthy.lab.school import School
from shipworthy.lab.study import Cache, Study
from shipworthy.lab.together import asked_rows, predictions
from shipworthy.lab.tuning import Fitted, Settled, settle
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec


@dataclass(frozen=True, eq=False)
class Attempt:
    """What came of one candidate.

    Attributes:
        spec: the candidate.
        predictions: of all folds and the holdout; None when it failed.
        failure: why it failed; None when it did not.
        notes: what the user should know about how it answers.
        fit_seconds: time to learn, all folds together; of the run that computed them.
        predict_seconds: time to answer, all folds together.
        digest: names all that its predictions stand on: data, folds, features, parameters, code.
        draws: what it says with each seed, where it learns with several; `predictions` is their mean.
        effort: what its last fit took; of the run that computed it.
    """

    spec: CandidateSpec
    predictions: Predictions | None
    failure: UserError | None
    notes: tuple[str, ...]
    fit_seconds: float
    predict_seconds: float
    digest: str
    draws: tuple[Predictions, ...] = ()
    effort: Effort = UNKNOWN


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What came of all candidates.

    Attributes:
        attempts: in the order of the roadmap.
        left_out: columns that nothing was learned from, and why.
    """

    attempts: tuple[Attempt, ...]
    left_out: tuple[str, ...]


def evaluate(
    study: Study,
    specs: Sequence[CandidateSpec],
    *,
    progress: Callable[[int, int, str], None],
    cache: Cache | None = None,
) -> Evaluation:
    """Fits every candidate on every fold and asks it about the rows of that fold.

    Every fit runs in a process of its own, on one thread, several at the same time; features are made once a fold, and
    all read them from the same files. Whatever interrupts it, what was finished by then is in the cache, and the next
    call goes on from there. A candidate that fails, in whatever way, is reported as failed; the others go on.

    Args:
        study: rows, outcomes, folds.
        specs: the candidates, without the status quo, which is measured and not fitted.
        progress: told, from the calling thread, how many fits are done, of how many, and what was done last.
        cache: keeps what each candidate answered on each fold; None keeps nothing.

    Raises:
        StorageError: when the cache cannot be written.
    """
    run = _Run(study, specs, progress, cache)
    run.all()
    return run.evaluation()


def settled(
    study: Study, fold: Fold, spec: CandidateSpec, progress: Callable[[int, int, str], None], cache: Cache | None
) -> Settled:
    """What a candidate learns with on one fold: its own settings, or those that were best within what it learns from.

    Args:
        study: rows and outcomes.
        fold: what it learns from.
        spec: the candidate.
        progress: told how many trials are done, and the best so far.
        cache: keeps what each trial answered; None keeps nothing.

    Raises:
        CandidateError: when it is to be tuned, and no trial could be measured.
    """

    def fit(within: Study, trial: CandidateSpec) -> Fitted:
        (found,) = evaluate(within, [trial], progress=lambda done, total, words: None, cache=cache).attempts
        return Fitted(found.predictions, found.fit_seconds + found.predict_seconds, found.failure)

    return settle(study, fold, spec, fit, progress)


class _Run:
    """One evaluation under way."""

    def __init__(
        self,
        study: Study,
        specs: Sequence[CandidateSpec],
        progress: Callable[[int, int, str], None],
        cache: Cache | None,
    ) -> None:
        self._study = study
        self._specs = specs
        self._progress = progress
        self._cache = cache
        self._keys = Keys(study)
        self._answered: dict[str, dict[int, Answers]] = {spec.name: {} for spec in specs}
        self._failed: dict[str, UserError] = {}
        self._settled: dict[tuple[str, int], Settled] = {}
        self._done = 0

    def all(self) -> None:
        """Has everything done that is not known yet."""
        place = self._study.place
        missing = [self._missing(number, fold) for number, fold in enumerate(self._study.folds)]
        if not any(missing):
            return
        self._settle(missing)
        with (
            School(self._study, self._keys) as school,
            crew(place.on, place.workers, school.place) as work,
            closing(work(self._tasks(school, missing), self._take)) as done,
        ):
            for task in done:
                self._done += 1
                self._tell(f"{task.job.spec.name}, {task.job.fold}")
        give_back()

    def evaluation(self) -> Evaluation:
        """What came of it."""
        self._progress(self._total, self._total, "evaluated")
        rows = asked_rows(self._study)
        attempts = tuple(self._attempt(rows, spec) for spec in self._specs)
        last = [answers[max(answers)].left_out for answers in self._answered.values() if answers]
        return Evaluation(attempts, tuple(dict.fromkeys(note for notes in last for note in notes)))

    @property
    def _total(self) -> int:
        return len(self._study.folds) * len(self._specs)

    def _missing(self, number: int, fold: Fold) -> list[tuple[CandidateSpec, str]]:
        """Candidates whose answers on a fold are not kept, the most complex first, and the keys to keep them under."""
        missing = []
        for spec in sorted(self._specs, key=lambda spec: -spec.complexity):
            key = self._keys.of(spec, fold) if self._cache is not None else ""
            kept = self._cache.get(key, Answers) if self._cache is not None else None
            if kept is None:
                missing.append((spec, key))
            else:
                self._answered[spec.name][number] = kept
                self._done += 1
        return missing

    def _settle(self, missing: Sequence[Sequence[tuple[CandidateSpec, str]]]) -> None:
        """Tunes those that are to be, one after the other: each search has all cores to itself."""
        for number, fold in enumerate(self._study.folds):
            for spec, _ in missing[number]:
                if not spec.tune or spec.name in self._failed:
                    continue
                try:
                    self._settled[spec.name, number] = settled(self._study, fold, spec, self._progress, self._cache)
                except CandidateError as error:
                    self._failed[spec.name] = error

    def _tasks(self, school: School, missing: Sequence[Sequence[tuple[CandidateSpec, str]]]) -> Iterator[Task]:
        """Features of the next fold are made here while the candidates of this one already learn."""
        for number, fold in enumerate(self._study.folds):
            for spec, key in missing[number]:
                self._tell(f"features, {fold.name}")
                if spec.name not in self._failed:
                    known = self._settled.get((spec.name, number))
                    yield Task(school.job(known.spec if known else spec, fold, key), number, key)

    def _take(self, task: Task, outcome: Answers | CandidateError) -> None:
        """Keeps what came of a task; called by whoever it happened to."""
        name = task.job.spec.name
        if isinstance(outcome, CandidateError):
            self._failed.setdefault(name, outcome)
            return
        known = self._settled.get((name, task.fold))
        if known is not None and known.note:
            outcome = structs.replace(outcome, notes=(*outcome.notes, known.note))
        self._answered[name][task.fold] = outcome
        if self._cache is not None:
            self._cache.put(task.key, outcome)
            if task.job.checkpoints:
                # of a fit that failed they stay: with a wider limit it goes on from there
                shutil.rmtree(task.job.checkpoints, ignore_errors=True)

    def _attempt(self, rows: pl.DataFrame, spec: CandidateSpec) -> Attempt:
        failure = self._failed.get(spec.name)
        answered = [answers for _, answers in sorted(self._answered[spec.name].items())]
        return Attempt(
            spec=spec,
            predictions=None if failure else predictions(self._study, rows, spec, answered),
            failure=failure,
            notes=tuple(dict.fromkeys(note for answers in answered for note in answers.notes)),
            fit_seconds=sum(answers.fit_seconds for answers in answered),
            predict_seconds=sum(answers.predict_seconds for answers in answered),
            digest=self._keys.of_all(spec),
            effort=effort_of(answered[-1]) if answered else UNKNOWN,
        )

    def _tell(self, words: str) -> None:
        self._progress(self._done, self._total, words)
