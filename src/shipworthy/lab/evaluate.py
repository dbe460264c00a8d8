"""Every candidate on every fold, the same way; what is finished is kept, what fails stops no other."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from shipworthy.foundation.errors import CandidateError, UserError
from shipworthy.foundation.memory import give_back
from shipworthy.lab.answers import Answers
from shipworthy.lab.build import build
from shipworthy.lab.calm import Notices, calm
from shipworthy.lab.fit import fit_and_ask
from shipworthy.lab.keys import Keys
from shipworthy.lab.lesson import Lesson
from shipworthy.lab.study import Cache, Study
from shipworthy.lab.together import asked_rows, predictions
from shipworthy.model.candidate import Candidate
from shipworthy.model.threads import native_threads
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec

_Jobs = dict[str, Future[Answers]]


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
    """

    spec: CandidateSpec
    predictions: Predictions | None
    failure: UserError | None
    notes: tuple[str, ...]
    fit_seconds: float
    predict_seconds: float
    digest: str


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

    Features are made once a fold, and several candidates learn from them at the same time, each on one
    thread. Whatever interrupts it, what was finished by then is in the cache, and the next call goes on
    from there. A candidate that fails is reported as failed; the others go on.

    Args:
        study: rows, outcomes, folds.
        specs: the candidates, without the status quo, which is measured and not fitted.
        progress: told, from the calling thread, how many fits are done, of how many, and what was done last.
        cache: keeps what each candidate answered on each fold; None keeps nothing.

    Raises:
        StorageError: when the cache cannot be written.
    """
    run = _Run(study, specs, progress, cache)
    with calm() as notices, _workers(study.place.workers) as pool:
        before: _Jobs = {}
        for fold in study.folds:
            # the next fold's features are made while the candidates of this one still learn
            jobs = run.start(fold, pool, notices)
            run.collect(before)
            before = jobs
        run.collect(before)
    return run.evaluation()


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
        self._answered: dict[str, list[Answers]] = {spec.name: [] for spec in specs}
        self._failed: dict[str, UserError] = {}
        self._done = 0

    def start(self, fold: Fold, pool: ThreadPoolExecutor, notices: Notices) -> _Jobs:
        """Sends every candidate to work on a fold, the most complex first."""
        self._tell(f"features, {fold.name}")
        lesson = Lesson(self._study, fold)
        jobs: _Jobs = {}
        for spec in sorted(self._specs, key=lambda spec: -spec.complexity):
            if spec.name in self._failed:
                continue
            key = self._keys.of(spec, fold) if self._cache is not None else ""
            kept = self._cache.get(key, Answers) if self._cache is not None else None
            if kept is not None:
                jobs[spec.name] = _ready(kept)
                continue
            try:
                candidate = build(spec, self._study.task, seed=self._study.place.seed, folder=self._study.place.folder)
            except CandidateError as error:
                self._failed[spec.name] = error
                continue
            lesson.prepare(candidate.view)
            jobs[spec.name] = pool.submit(self._work, spec, candidate, lesson, notices, key)
        return jobs

    def collect(self, jobs: _Jobs) -> None:
        """Waits for the candidates of a fold."""
        names = {job: name for name, job in jobs.items()}
        for job in as_completed(names):
            name = names[job]
            try:
                self._answered[name].append(job.result())
            except CandidateError as error:
                self._failed[name] = error
            self._done += 1
            self._tell(name)
        give_back()

    def evaluation(self) -> Evaluation:
        """What came of it."""
        total = len(self._study.folds) * len(self._specs)
        self._progress(total, total, "evaluated")
        rows = asked_rows(self._study)
        attempts = tuple(self._attempt(rows, spec) for spec in self._specs)
        last = [answers[-1].left_out for answers in self._answered.values() if answers]
        return Evaluation(attempts, tuple(dict.fromkeys(note for notes in last for note in notes)))

    def _work(self, spec: CandidateSpec, candidate: Candidate, lesson: Lesson, notices: Notices, key: str) -> Answers:
        answers = fit_and_ask(spec, candidate, self._study.task, lesson.train, lesson.answers, lesson.test, notices)
        if self._cache is not None:
            self._cache.put(key, answers)
        return answers

    def _attempt(self, rows: pl.DataFrame, spec: CandidateSpec) -> Attempt:
        answered, failure = self._answered[spec.name], self._failed.get(spec.name)
        return Attempt(
            spec=spec,
            predictions=None if failure else predictions(self._study, rows, spec, answered),
            failure=failure,
            notes=tuple(dict.fromkeys(note for answers in answered for note in answers.notes)),
            fit_seconds=sum(answers.fit_seconds for answers in answered),
            predict_seconds=sum(answers.predict_seconds for answers in answered),
            digest=self._keys.of_all(spec),
        )

    def _tell(self, words: str) -> None:
        self._progress(self._done, len(self._study.folds) * len(self._specs), words)


@contextmanager
def _workers(count: int) -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(count, thread_name_prefix="lab", initializer=native_threads, initargs=(1,))
    try:
        yield pool
    except BaseException:
        # a slow fit must not hold up Ctrl-C
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _ready(answers: Answers) -> Future[Answers]:
    job: Future[Answers] = Future()
    job.set_result(answers)
    return job
