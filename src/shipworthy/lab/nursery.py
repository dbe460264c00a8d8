"""Processes for single fits: asked for, watched and ended; see `lab.cradle` for what happens in them."""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from shipworthy.foundation.files import write_text

_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
_COPIES: Final = sys.platform == "linux"
_LOST: Final = -1_000
LOAD: Final = "load "
"""Begins a line that names a library to load, where others name the folder of a job."""
CHANGED: Final = "environment.json"
"""File of a job: variables of the environment that were changed since what is copied had begun."""


class Child:
    """One process that does one job.

    Attributes:
        pid: of the process; 0 until it has started.
        status: it ended with; negative is the signal that ended it, None while it runs.
    """

    def __init__(self) -> None:
        self.pid = 0
        self.status: int | None = None
        self._ended = threading.Event()

    @property
    def lost(self) -> bool:
        """Whether nobody can tell how it ended, for the process that it was made of is gone."""
        return self.status == _LOST

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time."""
        return self._ended.wait(seconds)

    def end(self, status: int) -> None:
        """Takes down how it ended."""
        self.status = status
        self._ended.set()

    def kill(self) -> None:
        """Ends it, and all that it started; nothing happens when it has ended."""
        if self.pid and self.status is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)


class Nursery:
    """Makes processes that have loaded what learns; used by several threads at once.

    On Linux they are copies of one that never computes, made in milliseconds; elsewhere each is started anew, for there
    the system's own libraries do not take being copied.
    """

    def __init__(self, *, copies: bool = _COPIES) -> None:
        self._copies = copies
        self._lock = threading.Lock()
        self._cradle: subprocess.Popen[bytes] | None = None
        self._began_in: dict[str, str] = {}
        self._loaded: set[str] = set()
        self._asked: dict[str, Child] = {}
        self._running: dict[int, Child] = {}

    def warm(self) -> None:
        """Begins to load what learns, so that it is there when the first fit is asked for."""
        if self._copies:
            with self._lock:
                self._ready()

    def start(self, folder: Path, library: str = "") -> Child:
        """Has the job of a folder done.

        Args:
            folder: of the job.
            library: that it will need and most others will not; loaded once, before the first process that needs it.
        """
        child = Child()
        if not self._copies:
            self._anew(folder, child)
            return child
        with self._lock:
            cradle = self._ready()
            if changed := _changed(self._began_in, _environment()):
                write_text(folder / CHANGED, json.dumps(changed))
            self._asked[str(folder)] = child
            assert cradle.stdin is not None
            try:
                if library and library not in self._loaded:
                    cradle.stdin.write(f"{LOAD}{library}\n".encode())
                    self._loaded.add(library)
                cradle.stdin.write(os.fsencode(folder) + b"\n")
            except BrokenPipeError:
                self._asked.pop(str(folder), None)
                child.end(_LOST)
        return child

    def close(self) -> None:
        """Ends every process that was made here."""
        with self._lock:
            cradle, self._cradle = self._cradle, None
            running = list(self._running.values())
        for child in running:
            child.kill()
        if cradle is None or cradle.stdin is None:
            return
        with suppress(OSError):
            cradle.stdin.close()
        try:
            cradle.wait(2)
        except subprocess.TimeoutExpired:
            # it is still loading, so nobody was copied from it
            cradle.kill()
            cradle.wait()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._cradle is None or self._cradle.poll() is not None:
            self._began_in = _environment()
            self._cradle = subprocess.Popen(
                [sys.executable, "-m", "shipworthy.lab.cradle"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=self._began_in,
                bufsize=0,
                start_new_session=True,
            )
            self._loaded.clear()
            # what was asked of one that is gone is no matter of the next one
            self._asked = {}
            threading.Thread(target=self._listen, args=(self._cradle, self._asked), daemon=True).start()
        return self._cradle

    def _listen(self, cradle: "subprocess.Popen[bytes]", asked: dict[str, Child]) -> None:
        """Takes down what the cradle tells of what it was asked, until it is gone."""
        assert cradle.stdin is not None
        assert cradle.stdout is not None
        mine: dict[int, Child] = {}
        for line in cradle.stdout:
            what, number, more = os.fsdecode(line).rstrip("\n").split(" ", 2)
            pid = int(number)
            with self._lock:
                if what == "started":
                    child = mine[pid] = self._running[pid] = asked.pop(more)
                    child.pid = pid
                else:
                    self._running.pop(pid, None)
                    mine.pop(pid).end(int(more))
        cradle.stdout.close()
        with self._lock:
            cradle.stdin.close()
            if self._cradle is cradle:
                # it may take a moment to end, in which it takes what it is asked, and will never answer
                self._cradle = None
            lost = [*mine.values(), *asked.values()]
            asked.clear()
            for pid in mine:
                self._running.pop(pid, None)
        for child in lost:
            child.kill()
            child.end(_LOST)
        cradle.wait()

    def _anew(self, folder: Path, child: Child) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "shipworthy.lab.cradle", str(folder)],
            stdin=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        child.pid = process.pid
        with self._lock:
            self._running[process.pid] = child

        def wait() -> None:
            status = process.wait()
            with self._lock:
                self._running.pop(process.pid, None)
            child.end(status)

        threading.Thread(target=wait, daemon=True).start()


@cache
def nursery() -> Nursery:
    """The nursery of this process; what it loaded stays loaded until the process ends."""
    made = Nursery()
    atexit.register(made.close)
    return made


def _environment() -> dict[str, str]:
    """One native thread a process, for as many processes as there are cores learn at a time."""
    quiet = {
        # threads of memory allocators would not survive being copied
        "_RJEM_MALLOC_CONF": "background_thread:false,dirty_decay_ms:0,muzzy_decay_ms:0",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), **quiet}


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """Variables that were set since, and None for those that are gone."""
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return {name: now.get(name) for name in names}
