"""Work that may hang, and that nobody else should have to wait for."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TypeVar

from shipworthy.server.refusals import NotReady

R = TypeVar("R")


class Aside:
    """Runs one piece of work at a time, each in a thread that is left behind when it does not come back.

    Args:
        limit: seconds that one piece may take.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._turn = asyncio.Semaphore()

    async def do(self, work: Callable[[], R]) -> R:
        """What the work gives, or raises.

        Raises:
            NotReady: when it takes too long.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()

        def run() -> None:
            try:
                result = work()
            except Exception as error:
                _later(loop, done, partial(done.set_exception, error))
            else:
                _later(loop, done, partial(done.set_result, result))

        try:
            async with asyncio.timeout(self._limit), self._turn:
                Thread(target=run, name="aside", daemon=True).start()
                return await done
        except TimeoutError:
            raise NotReady(
                "this took too long",
                seen=f"nothing within {self._limit:g} s",
                next_step="ask again when the server has less to do; GET /health tells how it is",
            ) from None


def _later(loop: asyncio.AbstractEventLoop, done: "asyncio.Future[R]", settle: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the server has ended meanwhile
        loop.call_soon_threadsafe(lambda: None if done.done() else settle())
