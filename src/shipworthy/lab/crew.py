"""Where tasks are done: on the cores of this machine, or on a Ray cluster; joblib hands them out."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from joblib import Parallel, delayed, parallel_config

from shipworthy.foundation.errors import CandidateError, MissingExtraError, RequestError
from shipworthy.lab.alone import alone
from shipworthy.lab.answers import Answers
from shipworthy.lab.job import Job
from shipworthy.lab.nursery import nursery

LOCAL: Final = "local"
_RAY: Final = "ray"


@dataclass(frozen=True)
class Task:
    """One candidate on one fold.

    Attributes:
        job: what its process has to know.
        fold: place of the fold in the study.
        key: under which its answers are kept.
    """

    job: Job
    fold: int
    key: str


Outcome = Answers | CandidateError | None
"""What came of a task; None when it was not worth doing any more."""
Take = Callable[[Task, Answers | CandidateError], None]
Crew = Callable[[Iterable[Task], Take], Generator[Task, None, None]]
"""Does tasks, and hands what came of each to whoever keeps it; yields what is done, in any order."""


@contextmanager
def crew(on: str, workers: int, under: Path) -> Iterator[Crew]:
    """Those who do tasks, until the block ends; whatever is under way then is ended.

    Args:
        on: `local`, or `ray://HOST:PORT` of a cluster; `ray` alone starts one here.
        workers: how many tasks at a time, where they are done here.
        under: folder for what passes between processes; a cluster has to see it at the same place.

    Raises:
        RequestError: when there is no such place to work at, or the cluster does not answer.
        MissingExtraError: when a cluster is asked for and Ray is not installed.
    """
    if on == LOCAL:
        with _here(workers, under) as found:
            yield found
    elif on == _RAY or on.startswith(f"{_RAY}://"):
        with _on_ray(on, under) as found:
            yield found
    else:
        raise RequestError(
            "there is no such place for candidates to learn at",
            where="--on",
            seen=on,
            allowed=["local", "ray", "ray://HOST:PORT"],
            next_step="leave --on out to use this machine",
        )


@contextmanager
def _here(workers: int, under: Path) -> Iterator[Crew]:
    stop = threading.Event()
    nursery().warm()

    def work(tasks: Iterable[Task], take: Take) -> Generator[Task, None, None]:
        failed: set[str] = set()
        broken: list[Exception] = []

        def given() -> Iterator[Task]:
            # joblib takes a failing iterator for one that has come to its end
            try:
                yield from tasks
            except Exception as error:
                broken.append(error)

        def do(task: Task) -> Task:
            if not stop.is_set() and task.job.spec.name not in failed:
                outcome = _outcome(task.job, stop, under)
                if isinstance(outcome, CandidateError):
                    failed.add(task.job.spec.name)
                if outcome is not None:
                    # here and not where it is waited for: whatever interrupts the wait, it is kept by then
                    take(task, outcome)
            return task

        parallel = Parallel(
            n_jobs=workers, backend="threading", batch_size=1, pre_dispatch="all", return_as="generator_unordered"
        )
        done = parallel(delayed(do)(task) for task in given())
        try:
            for task in done:  # noqa: UP028 - `yield from` would end joblib before it is stopped
                yield task
        finally:
            # whoever waits no longer does not want the rest; joblib wants it taken all the same
            stop.set()
            with suppress(Exception):
                deque(done, maxlen=0)
        if broken:
            raise broken[0]

    try:
        yield work
    finally:
        stop.set()


@contextmanager
def _on_ray(on: str, under: Path) -> Iterator[Crew]:
    ray = _connected(on)

    def work(tasks: Iterable[Task], take: Take) -> Generator[Task, None, None]:
        for batch in _by_fold(tasks):
            with parallel_config(backend=_RAY, n_jobs=-1):
                outcomes = Parallel(batch_size=1)(delayed(there)(task.job.to_dict(), str(under)) for task in batch)
            for task, outcome in zip(batch, outcomes, strict=True):
                take(task, outcome)
                yield task

    try:
        yield work
    finally:
        ray.shutdown()


def there(job: dict[str, Any], under: str) -> Answers | CandidateError:
    """Does a job on a machine of a cluster, in a process of its own there.

    Args:
        job: as `Job.to_dict` gives it.
        under: folder that the machine sees at the same place as the one that asks.
    """
    outcome = _outcome(Job.from_dict(job), threading.Event(), Path(under))
    assert outcome is not None
    return outcome


def _outcome(job: Job, stop: threading.Event, under: Path) -> Outcome:
    try:
        return alone(job, nursery(), stop, under)
    except CandidateError as error:
        return error


def _by_fold(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """What is finished of a fold is kept before the next begins."""
    batch: list[Task] = []
    for task in tasks:
        if batch and task.fold != batch[0].fold:
            yield batch
            batch = []
        batch.append(task)
    if batch:
        yield batch


def _connected(on: str) -> Any:
    try:
        import ray  # noqa: PLC0415 - an extra that takes seconds
        from ray.util.joblib import register_ray  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError(
            "working on a cluster needs Ray, which is not installed",
            where="--on",
            seen=on,
            next_step="pip install 'shipworthy[ray]', or leave --on out to use this machine",
        ) from error
    try:
        ray.init(address=None if on == _RAY else on, ignore_reinit_error=True, log_to_driver=False)
    except Exception as error:
        raise RequestError(
            "the Ray cluster does not answer",
            where="--on",
            seen=f"{on}: {error}",
            allowed="ray://HOST:10001 of a cluster that runs the same versions of Python and Ray",
            next_step="check the address with `ray status`, or leave --on out to use this machine",
        ) from error
    register_ray()
    return ray
