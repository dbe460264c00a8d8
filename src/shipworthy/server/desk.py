"""Where rows are handed in and answers handed out; every protocol only translates to and from here."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter, time_ns
from typing import Any, Final, Protocol

import polars as pl

from shipworthy.bundle.brought import inputs
from shipworthy.foundation.clock import Clock
from shipworthy.foundation.version import __version__
from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Explanation
from shipworthy.records.logged import AS_MEANT, Call, Logged
from shipworthy.server.answers import Answered, Recorded, Status
from shipworthy.server.aside import Aside
from shipworthy.server.asker import Asker
from shipworthy.server.calls import TALLY, Tally
from shipworthy.server.entries import Circumstances, answer, entries
from shipworthy.server.explaining import explain_logged, explain_tried
from shipworthy.server.known import Finder, Known, must_be_same
from shipworthy.server.limits import Limits
from shipworthy.server.live import Live, Serving
from shipworthy.server.metrics import Metrics
from shipworthy.server.outcomes import read_outcomes
from shipworthy.server.refusals import NotReady, TooLarge
from shipworthy.server.room import Counts, Room
from shipworthy.server.routing import Router
from shipworthy.server.scorer import Ready
from shipworthy.server.scoring import Rows, read
from shipworthy.server.shadowing import Shadowing
from shipworthy.server.writer import Log, Writer

_EXPLAIN: Final = 20.0
_Done = tuple[list[Logged], tuple[str, ...]]
"""What is logged, and what the client should know."""


class Looks(Finder, Counts, Protocol):
    """What is looked up in the prediction log."""


class Desk:
    """Answers rows and takes outcomes; what it answered is in the prediction log by then.

    Used from one event loop, in which it has to be made.

    Args:
        live: what answers.
        log: where everything is written.
        looks: the same log, to look into while it is written.
        limits: how long and how much.
        clock: tells when calls come.
        metrics: counts.
    """

    def __init__(self, live: Live, log: Log, looks: Looks, limits: Limits, clock: Clock, metrics: Metrics) -> None:
        self._live = live
        self._limits = limits
        self._clock = clock
        self._metrics = metrics
        self._writer = Writer(log, metrics)
        self._looks = looks
        self._known = Known(looks)
        self._aside = Aside(_EXPLAIN)
        self._asker = Asker(limits.time)
        self._router = Router(self._asker, limits)
        self._room = Room(looks)
        self._shadow = Shadowing(Asker(limits.time), self._writer, Room(looks, "shadow"))
        self._started = clock.now()
        self._rows = 0

    @property
    def bundle(self) -> Bundle:
        """What answers now.

        Raises:
            NotReady: when nothing does.
        """
        return self._serving().champion.bundle

    async def predict(self, rows: Rows, ids: Sequence[str] | None = None) -> Answered:
        """Answers rows; on return they are in the log.

        Args:
            rows: column -> value, of the joined table.
            ids: one for each row, if the client has any; the same row under the same id is answered as before.

        Raises:
            BadRows: values that cannot be answered for; nothing was logged.
            TooLarge: too many rows for one call.
            NotReady: nothing is live.
            LogError: an id was answered already, for another row.
            StorageError: the log cannot be written; the rows count as not answered.
        """
        received, start = self._clock.now(), perf_counter()
        serving = self._serving()
        tally = _tally(len(rows))
        if len(rows) > self._limits.rows:
            raise TooLarge(
                "these are too many rows for one call",
                seen=len(rows),
                allowed=f"{self._limits.rows} rows",
                next_step="send them in several calls, or use `shipworthy score` for a whole file",
            )
        arrival = _Arrival(received, start)
        if ids is None:
            answered, notices = await self._answer(serving, rows, [_new_id() for _ in rows], arrival)
        else:
            async with self._known.claim(ids, len(rows)) as known:
                answered, notices = await self._answer_new(serving, rows, ids, known, arrival)
        tally.newest = max((each.time for each in answered), default=None)
        tally.fallback = sum(each.route not in AS_MEANT for each in answered)
        self._rows += len(answered)
        answers = tuple(answer(each, serving.deployment.level) for each in answered)
        self._metrics.answered(answers)
        bundle = serving.champion.bundle
        return Answered(model=bundle.project, version=bundle.version, answers=answers, notices=notices)

    async def outcomes(self, posted: Sequence[Mapping[str, Any]]) -> tuple[Recorded, ...]:
        """Takes in what turned out; on return it is in the log.

        Args:
            posted: `id`, `outcome` (null takes one back), and `time` if it is known.

        Raises:
            BadRows: when one of them cannot be understood; nothing was written.
            NotReady: nothing is live.
            StorageError: the log cannot be written; nothing was.
        """
        task = self._serving().champion.bundle.task
        turned = read_outcomes(posted, task, self._clock.now())
        fates = await self._writer.write(outcomes=turned)
        return tuple(Recorded(id=each.id, fate=fate) for each, fate in zip(turned, fates, strict=True))

    async def explain(self, *, id: str | None = None, row: Mapping[str, Any] | None = None) -> Explanation:
        """Why a prediction is what it is; nothing is logged.

        Args:
            id: of a prediction that was made here.
            row: that is only tried; looked at when there is no id.

        Raises:
            NotFound: there is no such prediction, or the version that made it is not loaded any more.
            BadRows: the row cannot be answered for.
            BundleError: the bundle brought nothing along to explain with.
            NotReady: nothing is live, or it takes too long.
        """
        if id is not None:
            return await self._aside.do(lambda: explain_logged(self._live, self._looks, id))
        champion = self._serving().champion
        return await self._aside.do(lambda: explain_tried(champion, row or {}))

    def note(self, call: Call) -> None:
        """Writes down how a call went, with what is written next."""
        self._writer.note(call)

    def status(self) -> Status:
        """How the server is."""
        serving = self._live.now
        deployment = self._live.wanted
        log = self._writer.trouble
        troubles = [*self._live.troubles, *([f"the prediction log cannot be written: {log}"] if log else [])]
        if self._asker.resting:
            troubles.append("the model hung again and again; what stands in for it answers until it comes back")
        if self._shadow.skipped:
            troubles.append(
                f"the version in the shadow is too slow; it was not asked about {self._shadow.skipped} calls"
            )
        bundle = serving.champion.bundle if serving else None
        previous = deployment.previous if deployment.previous in self._live.loaded else None
        return Status(
            ready=serving is not None,
            project=deployment.project,
            champion=bundle.version if bundle else None,
            candidate=bundle.candidate if bundle else "",
            previous=previous,
            shadow=serving.shadow.bundle.version if serving and serving.shadow else None,
            level=deployment.level,
            mode=deployment.mode,
            why=deployment.why,
            since=deployment.since,
            started=self._started,
            troubles=tuple(troubles),
            hung=self._asker.hung,
            resting=self._asker.resting,
            log=log or "ok",
            answered=self._rows,
            made_with=__version__,
        )

    async def close(self) -> None:
        """Writes what is left to the log; nothing may be asked after that."""
        await self._shadow.close()
        self._asker.close()
        await self._writer.close()

    def _serving(self) -> Serving:
        serving = self._live.now
        if serving is None:
            raise NotReady(
                "nothing is live that could answer",
                where=self._live.wanted.project,
                seen="; ".join(self._live.troubles),
                next_step="let a bundle answer first, with `shipworthy ship`",
            )
        return serving

    async def _answer(self, serving: Serving, rows: Rows, ids: Sequence[str], arrival: "_Arrival") -> _Done:
        routed = await self._router.route(serving, rows)
        around = Circumstances(
            serving.champion.bundle,
            arrival.received,
            perf_counter() - arrival.start,
            by_model=not routed.why,
            why=routed.why,
        )
        logged = await self._room.hold(around.bundle, entries(routed.scored, ids, around))
        try:
            await self._writer.write(logged)
        except Exception:
            self._room.give_back(around.bundle, logged)
            raise
        if serving.shadow is not None:
            self._shadow.ask(serving.shadow, rows, logged)
        return logged, routed.scored.notices

    async def _answer_new(
        self, serving: Serving, rows: Rows, ids: Sequence[str], known: Mapping[str, Logged], arrival: "_Arrival"
    ) -> _Done:
        """Answers the rows that were not answered before."""
        bundle = serving.champion.bundle
        again = [row for name, row in zip(ids, rows, strict=True) if name in known]
        if again:
            brought = inputs(await asyncio.to_thread(_frame, serving.champion, again), bundle)
            for name, now in zip((each for each in ids if each in known), brought, strict=True):
                must_be_same(known[name], now)
        new = {name: row for name, row in zip(ids, rows, strict=True) if name not in known}
        logged, notices = await self._answer(serving, list(new.values()), list(new), arrival) if new else ([], ())
        found = {**known, **{each.id: each for each in logged}}
        return [found[each] for each in ids], notices


@dataclass(frozen=True)
class _Arrival:
    """When a call came.

    Attributes:
        received: UTC.
        start: the same by `perf_counter`.
    """

    received: datetime
    start: float


def _frame(ready: Ready, rows: Rows) -> pl.DataFrame:
    return read(ready, rows).frame


def _tally(rows: int) -> Tally:
    tally = TALLY.get(None) or Tally()
    tally.asked = True
    tally.rows += rows
    return tally


def _new_id() -> str:
    """Unique, and growing with time, so that the log's index is written at its end."""
    return f"{time_ns():015x}{secrets.token_hex(6)}"
