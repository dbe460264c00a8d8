"""How calls went: noted once they are answered, whatever protocol they came in."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shipworthy.foundation.clock import Clock
from shipworthy.records.logged import Call


@dataclass
class Tally:
    """What one call was about; filled in by whoever answers it.

    Attributes:
        asked: True once rows were asked about; other calls are not noted.
        rows: asked about.
        fallback: that the model did not answer.
        newest: newest moment among them.
    """

    asked: bool = False
    rows: int = 0
    fallback: int = 0
    newest: datetime | None = None


TALLY: Final[ContextVar[Tally]] = ContextVar("tally")


class Calls:
    """Notes each call that asked about rows, after its answer was sent.

    Args:
        app: that answers.
        note: takes the record; not waited for.
        clock: tells when a call came.
    """

    def __init__(self, app: ASGIApp, note: Callable[[Call], None], clock: Clock) -> None:
        self._app = app
        self._note = note
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, and notes how it went."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        received, start, status, tally = self._clock.now(), perf_counter(), 500, Tally()

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        TALLY.set(tally)
        try:
            await self._app(scope, receive, noticed)
        finally:
            if tally.asked:
                self._note(
                    Call(
                        time=tally.newest or received,
                        received=received,
                        seconds=perf_counter() - start,
                        status=status,
                        rows=tally.rows,
                        fallback=tally.fallback,
                        path=scope["path"],
                    )
                )
