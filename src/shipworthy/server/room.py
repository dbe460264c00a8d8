"""Room for yes: where only so many of a period can be acted on, who comes when it is full is told no."""

import asyncio
from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
import polars as pl
from msgspec import structs

from shipworthy.measure.capacity import CALENDAR
from shipworthy.records.bundle import Bundle
from shipworthy.records.deciding import Capacity
from shipworthy.records.logged import Logged


class Counts(Protocol):
    """What is asked of the prediction log."""

    def decided(self, decision: str, origin: str, since: datetime, until: datetime) -> int:
        """How many rows of that time were decided so."""
        ...

    def decided_by(self, decision: str, origin: str, column: str) -> dict[Any, int]:
        """How many rows were decided so, for each value of a column that they brought along."""
        ...


class Room:
    """Counts every yes of a period, and holds those of the model back once the period is full.

    What is done today, and what stands in for the model, takes room and is never held back: nothing limits it when an
    attempt is measured either. What was answered before a restart is read from the log. Used from one event loop.

    Args:
        log: to read from what was answered before.
        origin: of the predictions that share the room.
    """

    def __init__(self, log: Counts, origin: str = "live") -> None:
        self._log = log
        self._origin = origin
        self._per = ""
        self._taken: dict[Hashable, int] = {}
        self._turn = asyncio.Lock()

    async def hold(self, bundle: Bundle, logged: Sequence[Logged]) -> list[Logged]:
        """The rows, those without room decided no; what has room is counted from now on.

        Of the rows of one call the highest scores come first.

        Raises:
            StorageError: when the log cannot be read.
        """
        limit = limit_of(bundle)
        if limit is None:
            # what is answered meanwhile is not counted here, and read when a limit comes back
            self._taken.clear()
            return list(logged)
        periods = _periods(limit, logged)
        async with self._turn:
            await self._read(limit, bundle.task.positive, {each for each in periods if each not in self._taken})
        return self._fill(bundle, limit, logged, periods)

    def give_back(self, bundle: Bundle, held: Sequence[Logged]) -> None:
        """Takes back the room of rows that could not be written down, and so were not answered."""
        limit = limit_of(bundle)
        if limit is not None:
            for period, each in zip(_periods(limit, held), held, strict=True):
                if period in self._taken:
                    self._taken[period] -= each.decision == bundle.task.positive

    async def _read(self, limit: Capacity, positive: str, new: set[Hashable]) -> None:
        """Counts what the log knows of periods that were not met yet."""
        if limit.per != self._per:
            self._per = limit.per
            self._taken.clear()
        for period in new:
            if isinstance(period, datetime):
                end = pl.Series([period]).dt.offset_by(CALENDAR[limit.per])[0]
                count = await asyncio.to_thread(self._log.decided, positive, self._origin, period, end)
                self._taken[period] = count
        if limit.per not in CALENDAR and not self._taken:
            self._taken = dict(await asyncio.to_thread(self._log.decided_by, positive, self._origin, limit.per))
        for period in new:
            self._taken.setdefault(period, 0)

    def _fill(
        self, bundle: Bundle, limit: Capacity, logged: Sequence[Logged], periods: Sequence[Hashable]
    ) -> list[Logged]:
        negative, positive = bundle.task.classes
        held = list(logged)
        for place in sorted(range(len(held)), key=lambda place: _eagerness(held[place])):
            each, period = held[place], periods[place]
            if each.decision != positive:
                continue
            if each.route == "model" and self._taken[period] >= limit.most:
                why = f"no room is left that {limit.per}: {limit.says} can be acted on"
                held[place] = structs.replace(each, decision=negative, why=why)
            else:
                self._taken[period] += 1
        return held


def limit_of(bundle: Bundle) -> Capacity | None:
    """How many rows of a period can be acted on; None for any number, and where periods may not be logged."""
    top = bundle.worth.top
    limit = bundle.capacity or (Capacity(most=top.k, per=top.per) if top else None)
    if not limit or any(each.name == limit.per and each.personal for each in bundle.inputs):
        return None
    return limit


def _periods(limit: Capacity, logged: Sequence[Logged]) -> list[Hashable]:
    """The period of each row, as the log tells it."""
    if limit.per in CALENDAR:
        moments = pl.Series([each.time for each in logged], dtype=pl.Datetime("us", "UTC"))
        return list(moments.dt.truncate(CALENDAR[limit.per]))
    values = msgspec.json.decode(msgspec.json.encode([each.inputs.get(limit.per) for each in logged]))
    return list(values)


def _eagerness(logged: Logged) -> float:
    return -logged.score if isinstance(logged.score, float) else 0.0
