"""Programs that write into a ledger, run in processes of their own."""

import os
from multiprocessing import get_context
from pathlib import Path

from shipworthy.foundation.clock import SystemClock
from shipworthy.store.ledger import Ledger

PROCESSES = get_context("forkserver")
"""Forked from one process that has loaded everything, so that a hundred of them cost seconds."""
PROCESSES.set_forkserver_preload([__name__, "tests.store.loggers", "psycopg"])


def write_until_killed(url: str, acknowledged: Path, run: int) -> None:
    """Appends without end; notes each entry outside the ledger once it has been acknowledged."""
    notes = os.open(acknowledged, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with Ledger.open(url, SystemClock(), wait=30.0) as ledger:
        number = 0
        while True:
            entry = ledger.append("late", "Note", {"run": run, "number": number, "text": "x" * 500}, "a", "asserted")
            os.write(notes, f"{entry.seq} {entry.hash}\n".encode())
            number += 1


def write_some(url: str, writer: int, count: int) -> None:
    with Ledger.open(url, SystemClock(), wait=30.0) as ledger:
        for number in range(count):
            ledger.append("late", "Note", {"writer": writer, "number": number}, "a", "asserted")
