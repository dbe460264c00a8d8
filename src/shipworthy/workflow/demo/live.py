"""Cases played to a model server that is watched, day after day."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from shipworthy.delivery.client import Client
from shipworthy.records.deployment import Deployment
from shipworthy.records.incident import Incident
from shipworthy.store.deployments import read_deployment
from shipworthy.store.prediction_log import PredictionLog
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.demo.replay import Day, Replay
from shipworthy.workflow.logbook import LOG
from shipworthy.workflow.processes import server_process
from shipworthy.workflow.project import Project
from shipworthy.workflow.troubles import FAULTY, Trouble, write_troubles
from shipworthy.workflow.watch import Watcher

_SLOW: Final = 0.06
_SLOW_EVERY: Final = 3
_FAILS: Final = 0.1
_HURRY: Final = 5.0
_MOMENT: Final = 0.02
_DAYS: Final = 3


@dataclass
class Played:
    """What was seen while cases were played.

    Attributes:
        rows: cases answered.
        requests: calls made.
        incidents: as they were told last, by id.
        did: what was done by itself, dated.
    """

    rows: int = 0
    requests: int = 0
    incidents: dict[str, Incident] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Swap:
    """What a rollback under load came to.

    Attributes:
        seconds: from asking for it until the first answer of the version before.
        asked: requests sent meanwhile.
        answered: of them, answered.
    """

    seconds: float
    asked: int
    answered: int


class Rehearsal:
    """Plays days to a model server, and watches after each of them.

    Args:
        project: whose model is live.
        replay: the days.
        client: of the model server.
    """

    def __init__(self, project: Project, replay: Replay, client: Client) -> None:
        self._project = project
        self._replay = replay
        self._days = iter(replay.days())
        self._client = client
        self._beside = ThreadPoolExecutor(1)
        self._followed: Deployment | None = None
        self._watcher = Watcher(project)
        self.played = Played()
        self.now = datetime.min.replace(tzinfo=UTC)
        self._next = self._prepare()

    @property
    def over(self) -> bool:
        """Whether there is nothing left to play."""
        return self._next.result() is None

    def resume(self) -> int:
        """Passes over the days that were played before, but for the last of them, which may have been cut short.

        Returns:
            Days passed over.
        """
        with PredictionLog.open(self._project.own / LOG) as log:
            span = log.span()
        passed = 0
        while span and (day := self._next.result()) is not None and day.day < span[1].date():
            self._take()
            passed += 1
        return passed

    def _take(self) -> Day | None:
        day, self._next = self._next.result(), self._prepare()
        return day

    def _prepare(self) -> "Future[Day | None]":
        """The next day, made ready while the server works on the one before."""
        return self._beside.submit(next, self._days, None)

    def play(self, *, days: int | None = None, until_cause: str = "") -> bool:
        """Plays on and watches, day by day.

        Args:
            days: to play; None plays to the end.
            until_cause: stops after the day on which something of this cause was told; empty does not.

        Returns:
            Whether something of that cause lasts.
        """
        left = days
        while left is None or left > 0:
            day = self._take()
            if day is None:
                return False
            self._ask(day)
            self._look(day.day)
            left = None if left is None else left - 1
            lasting = [each for each in self.played.incidents.values() if each.until is None]
            if until_cause and any(each.cause == until_cause for each in lasting):
                return True
        return False

    def swap(self) -> Swap:
        """Rolls back while days are being played, and tells how long that took and whether anything was dropped."""
        days = [day for _ in range(_DAYS) if (day := self._take()) is not None]
        before = read_deployment(self._project.own)
        answered: list[tuple[float, int]] = []
        under_way = threading.Event()

        def ask() -> None:
            for batch in (batch for day in days for batch in day.batches):
                answers = self._client.predict(batch.rows, batch.ids)
                answered.append((time.perf_counter(), answers[0]["version"]))
                under_way.set()

        asking = threading.Thread(target=ask)
        asking.start()
        under_way.wait(_HURRY)
        start = time.perf_counter()
        self._project.rollback(why="drilled, to see how long it takes")
        asking.join()
        for day in days:
            self._count(day)
            self._client.outcomes(list(day.outcomes))
        self._look(days[-1].day)
        after = [at - start for at, version in answered if before and version != before.champion]
        return Swap(min(after, default=float("nan")), sum(len(day.batches) for day in days), len(answered))

    def _ask(self, day: Day) -> None:
        self._await_server()
        for batch in day.batches:
            self._client.predict(batch.rows, batch.ids)
        self._count(day)
        self._client.outcomes(list(day.outcomes))

    def _await_server(self) -> None:
        """Waits until the server does what was decided: nights pass in no time here, and it takes a moment."""
        wanted = read_deployment(self._project.own)
        until = time.monotonic() + _HURRY
        while wanted is not None and wanted != self._followed and time.monotonic() < until:
            told = self._client.health()
            if all(told.get(name) == getattr(wanted, name) for name in ("champion", "shadow", "mode")):
                break
            time.sleep(_MOMENT)
        self._followed = wanted

    def _count(self, day: Day) -> None:
        self.played.rows += sum(len(batch.ids) for batch in day.batches)
        self.played.requests += len(day.batches)

    def _look(self, day: date) -> None:
        self.now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(days=1)
        told = self._watcher.watch(self.now)
        self.played.incidents |= {each.id: each for each in told.incidents}
        self.played.did += [f"{self.now:%-d %B}: {each}" for each in told.did]
        self._project.progress(self.played.rows, self._replay.rows, f"live, {day:%-d %B}")


@contextmanager
def model_server(project: Project, faults: Sequence[Fault], folder: Path) -> Iterator[Client]:
    """The project's model server, its model in the troubles that faults of the system ask for."""
    troubles = write_troubles(folder / "troubles.json", [_trouble(each) for each in faults if each.of_server])
    arguments = ["--troubles", str(troubles)]
    with (
        server_process(project.root, module=FAULTY, arguments=arguments) as address,
        Client(address, timeout=60.0) as client,
    ):
        yield client


def _trouble(fault: Fault) -> Trouble:
    since, until = fault.span
    if fault.kind == "slow":
        return Trouble(kind="slow", since=since, until=until, seconds=fault.amount or _SLOW, every=_SLOW_EVERY)
    return Trouble(kind="error", since=since, until=until, every=round(1 / (fault.amount or _FAILS)))
