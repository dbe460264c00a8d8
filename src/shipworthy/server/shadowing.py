"""The version in the shadow: asked after the answer was given, logged, never heard."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import UserError
from shipworthy.records.logged import Logged
from shipworthy.server.asker import Asker
from shipworthy.server.entries import Circumstances, entries
from shipworthy.server.refusals import BadRows
from shipworthy.server.room import Room
from shipworthy.server.scorer import Ready
from shipworthy.server.scoring import NoAnswerError, Rows
from shipworthy.server.writer import Writer

_MOST: Final = 1000


class Shadowing:
    """Asks the shadow in the background, with a worker of its own, so that it cannot hold up anybody.

    Args:
        asker: for shadows only.
        writer: takes its predictions.
        room: that its yes has, apart from that of what answers.
    """

    def __init__(self, asker: Asker, writer: Writer, room: Room) -> None:
        self.skipped = 0
        """Calls that the shadow was not asked about because it was too far behind."""
        self._asker = asker
        self._writer = writer
        self._room = room
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, ready: Ready, rows: Rows, answered: Sequence[Logged]) -> None:
        """Asks about rows that were answered; returns at once."""
        if len(self._tasks) >= _MOST:
            self.skipped += 1
            return
        task = asyncio.ensure_future(self._log(ready, rows, answered))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Waits for what is under way."""
        await asyncio.gather(*self._tasks)
        self._asker.close()

    async def _log(self, ready: Ready, rows: Rows, answered: Sequence[Logged]) -> None:
        start = asyncio.get_running_loop().time()
        try:
            scored = await self._asker.ask(ready, rows)
        except (NoAnswerError, BadRows) as error:
            logged = [_silent(each, ready, str(error).splitlines()[0]) for each in answered]
        else:
            seconds = asyncio.get_running_loop().time() - start
            around = Circumstances(ready.bundle, answered[0].received, seconds, origin="shadow")
            logged = entries(scored, [each.id for each in answered], around)
        with suppress(UserError):
            # a full disk is told by those who wait for an answer
            await self._writer.write(await self._room.hold(ready.bundle, logged))


def _silent(answered: Logged, ready: Ready, why: str) -> Logged:
    """The row that the shadow had nothing to say to."""
    return structs.replace(
        answered, version=ready.bundle.version, origin="shadow", route="review", why=why, score=None, decision=None
    )
