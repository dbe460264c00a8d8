"""Ledgers opened side by side: each once, however many projects write into it."""

import threading
from contextlib import ExitStack
from typing import Self

from shipworthy.foundation.clock import Clock
from shipworthy.store.doors import Doors
from shipworthy.store.ledger import Ledger


class Ledgers:
    """Ledgers by their URL. May be used from several threads. Close it, or use it in a `with`.

    A thousand projects in one database so take one handful of connections, not a thousand.

    Args:
        clock: tells the time of entries.

    >>> from shipworthy.foundation.clock import SystemClock
    >>> with Ledgers(SystemClock()) as ledgers:
    ...     ledgers.at("sqlite://") is ledgers.at("sqlite://")
    True
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: dict[str, Ledger] = {}
        self._doors: dict[str, Doors] = {}
        self._undo = ExitStack()

    def at(self, url: str) -> Ledger:
        """The ledger at a URL; it stays open until all of them are closed.

        Raises:
            LedgerError: as `Ledger.open`.
            StorageError: as `Ledger.open`.
        """
        with self._lock:
            if url not in self._opened:
                self._opened[url] = self._undo.enter_context(Ledger.open(url, self._clock))
            return self._opened[url]

    def doors(self, url: str) -> Doors:
        """The doors in the database of the ledger at a URL; opened when they are first asked for.

        Raises:
            LedgerError: as `Doors.open`.
            StorageError: as `Doors.open`.
        """
        with self._lock:
            if url not in self._doors:
                self._doors[url] = self._undo.enter_context(Doors.open(url, self._clock))
            return self._doors[url]

    def close(self) -> None:
        """Lets go of all of them."""
        self._undo.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
