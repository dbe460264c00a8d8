"""Asking a model that may hang: in a thread of its own, several calls at once, and never longer than agreed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Final

from shipworthy.server.breaker import Breaker
from shipworthy.server.scorer import Ready
from shipworthy.server.scoring import NoAnswerError, Rows, Scored, score_together

_MOST_HUNG: Final = 12
_REST: Final = 5  # times the limit
_MOST_ROWS: Final = 512


@dataclass(eq=False)
class _Job:
    ready: Ready
    rows: Rows
    done: "asyncio.Future[Scored]"
    dropped: bool = False


class Asker:
    """Asks models in one worker thread; used from one event loop.

    Calls that wait are scored together, as the fixed cost of a frame is most of the cost of a row. A worker that does
    not come back within the limit is left behind and replaced; after several of them in a row the model rests.

    Args:
        limit: seconds that a call may take, waiting included.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._breaker = Breaker(monotonic, rest=_REST * limit)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._left_behind: list[_Worker] = []
        self._worker = self._hire()

    @property
    def hung(self) -> int:
        """Workers that were left behind and have not come back."""
        self._left_behind = [worker for worker in self._left_behind if worker.is_alive()]
        return len(self._left_behind)

    @property
    def resting(self) -> bool:
        """True while the model is not asked because it hung too often."""
        return self._breaker.open

    async def ask(self, ready: Ready, rows: Rows) -> Scored:
        """The model's scores and decisions for the rows of one call.

        Raises:
            BadRows: when rows cannot be read.
            NoAnswerError: when the model raised, hung, gave no numbers, or rests.
        """
        if self.hung >= _MOST_HUNG or not self._breaker.may_ask():
            raise NoAnswerError("the model did not come back several times and is left alone for a while")
        job = _Job(ready, rows, self._loop.create_future())
        self._jobs.put(job)
        try:
            async with asyncio.timeout(self.limit):
                scored = await job.done
        except TimeoutError:
            self._give_up()
            raise NoAnswerError(f"the model did not answer within {self.limit:g} s") from None
        except NoAnswerError:
            self._breaker.came_back()
            raise
        finally:
            job.dropped = True
        self._breaker.came_back()
        return scored

    def close(self) -> None:
        """Lets the worker end once it has answered; one that hangs ends with the process."""
        self._jobs.put(None)

    def _hire(self) -> "_Worker":
        worker = _Worker(self._jobs, self._loop)
        worker.start()
        return worker

    def _give_up(self) -> None:
        """Replaces the worker when it hangs; one that is only behind with its work goes on."""
        since = self._worker.since
        if since is not None and monotonic() - since >= self.limit / 2:
            self._breaker.hung()
            self._worker.retired = True
            self._left_behind.append(self._worker)
            self._worker = self._hire()


class _Worker(Thread):
    """Scores what waits until it is retired, or told to end."""

    def __init__(self, jobs: "SimpleQueue[_Job | None]", loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="model", daemon=True)
        self.since: float | None = None
        """When it began what it is doing; None when it is waiting."""
        self.retired = False
        self._jobs = jobs
        self._loop = loop

    def run(self) -> None:
        """Works until retired or told to end."""
        while not self.retired:
            jobs, ends = self._take()
            for together in _by_bundle(jobs):
                self.since = monotonic()
                _answer(together, self._loop)
                self.since = None
            if ends:
                return

    def _take(self) -> tuple[list[_Job], bool]:
        """Everything that waits, up to a number of rows; True when it was told to end."""
        jobs: list[_Job] = []
        count = 0
        job = self._jobs.get()
        while job is not None:
            if not job.dropped:
                jobs.append(job)
                count += len(job.rows)
            if count >= _MOST_ROWS:
                return jobs, False
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return jobs, False
        return jobs, True


def _by_bundle(jobs: Sequence[_Job]) -> list[list[_Job]]:
    groups: dict[int, list[_Job]] = {}
    for job in jobs:
        groups.setdefault(id(job.ready), []).append(job)
    return list(groups.values())


def _answer(jobs: Sequence[_Job], loop: asyncio.AbstractEventLoop) -> None:
    try:
        answers = score_together(jobs[0].ready, [job.rows for job in jobs])
    except Exception as error:
        # whatever it was, nobody waits for ever
        answers = [error] * len(jobs)
    with suppress(RuntimeError):  # the server has ended meanwhile
        loop.call_soon_threadsafe(_tell, list(zip(jobs, answers, strict=True)))


def _tell(answered: Sequence[tuple[_Job, Scored | Exception]]) -> None:
    for job, answer in answered:
        if job.done.done():
            continue
        if isinstance(answer, Scored):
            job.done.set_result(answer)
        else:
            job.done.set_exception(answer)
