"""Many calls' predictions in one transaction: on disk before anybody is answered, and still fast."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from typing import Final, Protocol

from shipworthy.foundation.errors import UserError
from shipworthy.records.logged import Call, Fate, Logged, Turned
from shipworthy.server.metrics import Metrics

_MOST_CALLS: Final = 10_000
_LINGER: Final = 0.5


class Log(Protocol):
    """What the writer asks of the prediction log."""

    def write(
        self, predictions: Sequence[Logged] = (), outcomes: Sequence[Turned] = (), calls: Sequence[Call] = ()
    ) -> tuple[Fate, ...]:
        """Writes all of it, or raises and writes nothing."""
        ...


@dataclass(eq=False)
class _Piece:
    """What one call wants written, and who waits for it."""

    done: "asyncio.Future[tuple[Fate, ...]]"
    predictions: Sequence[Logged] = ()
    outcomes: Sequence[Turned] = ()
    fates: tuple[Fate, ...] = ()
    error: Exception | None = None


class Writer:
    """The one thread that writes the log; whatever waits when it comes round goes into one transaction.

    Used from one event loop. Records of calls go along with what is written next and are never waited for; when
    nothing can be written, 10,000 of them are kept.

    Args:
        log: to write to; the caller closes it after `close`.
        metrics: counts what was written.
    """

    def __init__(self, log: Log, metrics: Metrics) -> None:
        self.trouble = ""
        """Why the last write failed; empty when it did not."""
        self._log = log
        self._metrics = metrics
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._calls: deque[Call] = deque(maxlen=_MOST_CALLS)
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._work, name="prediction log", daemon=True)
        self._thread.start()

    async def write(self, predictions: Sequence[Logged] = (), outcomes: Sequence[Turned] = ()) -> tuple[Fate, ...]:
        """Returns when it is on disk, with what became of the outcomes.

        Raises:
            StorageError: the disk is full or cannot be written; nothing of it was written.
            LogError: an id is in the log with other content, or the log is damaged; nothing of it was written.
        """
        piece = _Piece(self._loop.create_future(), predictions, outcomes)
        self._pieces.put(piece)
        # a client that goes away does not stop what is being written
        return await asyncio.shield(piece.done)

    def note(self, call: Call) -> None:
        """Writes a call down with what comes next, half a second later at the latest."""
        self._calls.append(call)

    async def close(self) -> None:
        """Writes what is left, then ends."""
        self._pieces.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        going_on = True
        while going_on:
            pieces, going_on = self._take()
            calls = self._take_calls()
            if pieces or calls:
                self._commit(pieces, calls)

    def _take(self) -> tuple[list[_Piece], bool]:
        """Everything that waits; nothing when nobody came for a while."""
        pieces: list[_Piece] = []
        try:
            piece = self._pieces.get(timeout=_LINGER)
            while piece is not None:
                pieces.append(piece)
                piece = self._pieces.get_nowait()
        except Empty:
            return pieces, True
        return pieces, False

    def _take_calls(self) -> list[Call]:
        return [self._calls.popleft() for _ in range(len(self._calls))]

    def _commit(self, pieces: list[_Piece], calls: list[Call]) -> None:
        try:
            self._write_together(pieces, calls)
        except Exception as error:
            self._metrics.write_failed()
            self.trouble = _in_short(error)
            self._calls.extendleft(reversed(calls))
            if len(pieces) == 1:
                pieces[0].error = error
            else:
                # what is wrong with one call is no matter of the others
                for piece in pieces:
                    self._write_alone(piece)
        if pieces:
            self._loop.call_soon_threadsafe(_tell, pieces)

    def _write_together(self, pieces: list[_Piece], calls: list[Call]) -> None:
        predictions = [each for piece in pieces for each in piece.predictions]
        outcomes = [each for piece in pieces for each in piece.outcomes]
        before = perf_counter()
        fates = self._log.write(predictions, outcomes, calls)
        self._metrics.written(perf_counter() - before)
        self.trouble = ""
        start = 0
        for piece in pieces:
            piece.fates = fates[start : start + len(piece.outcomes)]
            start += len(piece.outcomes)

    def _write_alone(self, piece: _Piece) -> None:
        try:
            self._write_together([piece], [])
        except Exception as error:
            self.trouble = _in_short(error)
            piece.error = error


def _tell(pieces: list[_Piece]) -> None:
    for piece in pieces:
        if piece.done.done():
            continue
        if piece.error is None:
            piece.done.set_result(piece.fates)
        else:
            piece.done.set_exception(piece.error)


def _in_short(error: Exception) -> str:
    if isinstance(error, UserError):
        return f"{error.what} ({error.where})" if error.where else error.what
    return f"{type(error).__name__}: {error}"
