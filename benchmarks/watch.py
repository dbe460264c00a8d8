"""Runs a command once, and says what it took."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_EVERY: Final = 0.1
"""Seconds between two looks at the memory of the processes."""


@dataclass(frozen=True)
class Taken:
    """What one run of a command took.

    Attributes:
        wall: seconds from its start to its end.
        cpu: seconds of processor time, user and system, of the process and all it waited for.
        peak: MiB resident at once: of the largest single process, or of the whole tree where that was seen to be more.
        first: seconds until the line that was looked for; None when it never came.
        status: exit status.
        lines: of standard output.
        errors: standard error.
    """

    wall: float
    cpu: float
    peak: float
    first: float | None
    status: int
    lines: tuple[str, ...]
    errors: str = field(repr=False)


def watch(command: Sequence[str], folder: Path, variables: Mapping[str, str], first: str = "") -> Taken:
    """Runs a command to its end.

    Args:
        command: program and arguments.
        folder: to run it in.
        variables: of its environment, besides those of this process.
        first: regular expression of the line whose time is wanted; empty for none.
    """
    errors_at = folder / ".errors"
    folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    with (
        errors_at.open("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **variables, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        memory = _Memory(process.pid)
        lines, seen = _read(process, start, first)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        most = memory.stop()
    unit = 1 if sys.platform == "darwin" else 1024
    return Taken(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        peak=max(used.ru_maxrss * unit, most) / 2**20,
        first=seen,
        status=process.returncode,
        lines=tuple(lines),
        errors=errors_at.read_text(encoding="utf-8"),
    )


def resident_of_tree(root: int) -> int:
    """Bytes resident in a process and all that come from it; 0 where there is no /proc."""
    return sum(_resident(each) for each in _tree(root)) if Path("/proc/self/statm").is_file() else 0


def _read(process: subprocess.Popen[str], start: float, first: str) -> tuple[list[str], float | None]:
    lines: list[str] = []
    seen = None
    for line in process.stdout or ():
        if first and seen is None and re.search(first, line):
            seen = time.perf_counter() - start
        lines.append(line.rstrip("\n"))
    return lines, seen


class _Memory:
    """Looks at a tree of processes until it is stopped; sees nothing where there is no /proc."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Bytes, the most seen at once."""
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self._most = max(self._most, resident_of_tree(self._root))


def _tree(root: int) -> list[int]:
    """The process and all that come from it."""
    children: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            children.setdefault(_parent(each), []).append(int(each.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _parent(process: Path) -> int:
    try:
        # the name in brackets may hold anything, so what comes before its end is left out
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return -1  # it has ended meanwhile


def _resident(pid: int) -> int:
    """Its share of memory: what several processes hold together counts once over all of them."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(told.split("\nPss:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        return 0
