"""Ids that clients give: the same row again gets the same answer, another row under the same id is refused."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol

import msgspec

from shipworthy.bundle.fields import FieldError
from shipworthy.foundation.errors import LogError
from shipworthy.records.logged import Logged
from shipworthy.server.refusals import BadRows

_LONGEST: Final = 200


class Finder(Protocol):
    """What is asked of the prediction log."""

    def find(self, id: str) -> Logged | None:
        """The prediction of that id, a live one before others."""
        ...

    def find_all(self, ids: Sequence[str]) -> dict[str, Logged]:
        """The same for each id that is known."""
        ...


class Known:
    """Looks ids up, and lets one call at a time have an id; used from one event loop.

    Args:
        log: to look into; used by one thread at a time.
    """

    def __init__(self, log: Finder) -> None:
        self._log = log
        self._claimed: set[str] = set()
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def claim(self, ids: Sequence[str], rows: int) -> AsyncIterator[dict[str, Logged]]:
        """Holds the ids until the block ends, and gives those that were answered before.

        Raises:
            BadRows: when an id is no text, empty, too long or given twice, or there are not as many as rows.
        """
        _must_be_ids(ids, rows)
        mine = set(ids)
        async with self._freed:
            await self._freed.wait_for(lambda: not mine & self._claimed)
            self._claimed |= mine
        try:
            yield await asyncio.to_thread(self._find, ids)
        finally:
            self._claimed -= mine
            async with self._freed:
                self._freed.notify_all()

    def _find(self, ids: Sequence[str]) -> dict[str, Logged]:
        return {name: logged for name, logged in self._log.find_all(ids).items() if logged.origin == "live"}


def must_be_same(logged: Logged, inputs: Mapping[str, Any]) -> None:
    """Refuses another row under an id that was answered before.

    Args:
        logged: what was answered.
        inputs: what the row brings now, personal columns left out.

    Raises:
        LogError: when they differ in a column that both have.
    """
    now = msgspec.json.decode(msgspec.json.encode(inputs))
    different = next((name for name in now if name in logged.inputs and now[name] != logged.inputs[name]), None)
    if different is not None:
        raise LogError(
            f"a prediction of the id {logged.id!r} was answered already, for another row",
            where=different,
            seen=now[different],
            allowed=logged.inputs[different],
            next_step="give every row an id of its own, or send the same row again",
        )


def _must_be_ids(ids: Sequence[Any], rows: int) -> None:
    if len(ids) != rows:
        raise BadRows([FieldError(row=0, field="ids", what="there are not as many ids as rows", seen=str(len(ids)),
                                  allowed=str(rows))])  # fmt: skip
    allowed = f"text of 1 to {_LONGEST} characters"
    wrong = [
        FieldError(row=row, field="ids", what="this is no id", seen=repr(each)[:100], allowed=allowed)
        for row, each in enumerate(ids)
        if not isinstance(each, str) or not (1 <= len(each) <= _LONGEST)
    ]
    first: dict[str, int] = {}
    wrong += [
        FieldError(row=row, field="ids", what="two rows have the same id", seen=each, allowed="an id for each row")
        for row, each in enumerate(ids)
        if isinstance(each, str) and first.setdefault(each, row) != row
    ]
    if wrong:
        raise BadRows(wrong)
