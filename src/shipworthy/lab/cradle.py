"""`python -m shipworthy.lab.cradle`: has loaded what learns, and is copied for every fit.

A process that has loaded the libraries takes seconds to start and milliseconds to copy. This one loads them, never
computes anything, so that no thread of theirs runs in it, and waits for names of folders on its standard input: for
each it makes a copy of itself, which does the job that lies there and ends. What the copy prints goes into a file of
that folder. A line `load NAME` has it load one library more, for the copies that follow. When the standard input ends,
whoever asked is gone: all copies are killed, with all that they started.

With a folder as its argument it does that one job and ends; that is the way of systems where copies are not safe.
"""

import ctypes
import json
import os
import select
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

from shipworthy.lab.job import OUTPUT, do
from shipworthy.lab.nursery import CHANGED, LOAD

_LOADED: Final = ("lightgbm", "sklearn.ensemble", "sklearn.linear_model")


def main() -> int:
    """Serves until its standard input ends."""
    if len(sys.argv) > 1:
        return _work(Path(sys.argv[1]))
    for name in _LOADED:
        _load(name)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    alive: set[int] = set()
    waiting = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _bury(alive)
        if 0 in ready:
            said = os.read(0, 65_536)
            if not said:
                _end(alive)
                return 0
            *lines, waiting = (waiting + said).split(b"\n")
            for line in map(os.fsdecode, lines):
                if line.startswith(LOAD):
                    _load(line.removeprefix(LOAD))
                else:
                    alive.add(_copy(line))


def _load(name: str) -> None:
    # a copy that needs what is not there, or is broken, says so itself
    with suppress(Exception):
        import_module(name)


def _copy(folder: str) -> int:
    """A copy of this process that does a job; its own process group, so that it can be ended with all it started."""
    copy = os.fork()
    if copy:
        _tell("started", copy, folder)
        return copy
    status = 1
    try:
        os.setsid()
        _die_together()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        status = _work(Path(folder))
    finally:
        # not sys.exit: what was loaded for all copies is not tidied up by one of them
        os._exit(status)


def _work(folder: Path) -> int:
    _as_it_is_now(folder / CHANGED)
    output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    do(folder)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _as_it_is_now(changed: Path) -> None:
    """Takes over variables of the environment that were changed after this process had begun, such as by a notebook."""
    if not changed.exists():
        return
    for name, value in json.loads(changed.read_text(encoding="utf-8")).items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _bury(alive: set[int]) -> None:
    """Tells how copies ended, and ends what they left running."""
    while alive:
        try:
            copy, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not copy:
            return
        alive.discard(copy)
        _kill(copy)
        _tell("ended", copy, str(os.waitstatus_to_exitcode(status)))


def _end(alive: set[int]) -> None:
    for copy in alive:
        _kill(copy)


def _kill(copy: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(copy, signal.SIGKILL)


def _tell(what: str, copy: int, more: str) -> None:
    os.write(1, os.fsencode(f"{what} {copy} {more}\n"))


def _die_together() -> None:
    """Linux kills a copy when the process that it was made of dies, however that comes about."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
