"""An evaluation that goes on when the terminal is closed: begun, asked about, and ended. Loads nothing that learns."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.files import write_text
from shipworthy.records.record import Record
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.folder import OWN

MODULE: Final = "shipworthy.workflow.evaluating"
_FOLDER: Final = "background"
_PATIENCE: Final = 10.0


_BEGUN: Final["list[subprocess.Popen[bytes]]"] = []
"""Begun by this process, which may outlive them, and is told by the system when they end."""


class Underway(Record, frozen=True):
    """How far an evaluation in the background is.

    Attributes:
        pid: of its process.
        began: when, ISO 8601, UTC.
        names: candidates that were asked for; empty is the whole roadmap.
        state: `running`, `finished`, `failed`, `cancelled`, or `interrupted` when its process is gone without a word.
        done: fits that are done.
        total: fits there are.
        says: what it did last, or why it failed.
        log: file with what was printed meanwhile.
    """

    pid: int
    began: str
    names: tuple[str, ...] = ()
    state: Literal["running", "finished", "failed", "cancelled", "interrupted"] = "running"
    done: int = 0
    total: int = 0
    says: str = ""
    log: str = ""

    @property
    def sentence(self) -> str:
        """The same in words."""
        what = ", ".join(self.names) or "the whole roadmap"
        on = "the same command goes on from there"
        far = f"{self.done} of {self.total} fits" if self.total else "reading"
        told = {
            "running": f"An evaluation of {what} has been running since {self.began}: {far}; {self.says}".rstrip("; "),
            "finished": f"The evaluation of {what} is finished; `shipworthy evaluate` shows it.",
            "failed": f"The evaluation of {what} failed: {self.says}",
            "cancelled": f"The evaluation of {what} was cancelled after {far}; {on}.",
            "interrupted": f"The evaluation of {what} was interrupted after {far}; {on}.",
        }
        return told[self.state]


def begin(
    root: Path, names: Sequence[str], person: str, *, jobs: int | None, on: str, anyway: bool = False
) -> Underway:
    """Starts an evaluation in a process that stays when this one ends.

    Raises:
        RequestError: when there is no project, or one is under way.
        StorageError: when the project's folder may not be written.
    """
    find_document(root.absolute())
    known = underway(root)
    if known is not None and known.state == "running":
        raise RequestError(
            "an evaluation is under way already",
            where=str(root),
            seen=f"process {known.pid}, since {known.began}",
            next_step="shipworthy evaluate --background tell says how far it is, --background cancel ends it",
        )
    log = place_of(root).with_name("log.txt")
    log.parent.mkdir(parents=True, exist_ok=True)
    asked = {"names": list(names), "person": person, "jobs": jobs, "on": on, "anyway": anyway}
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(root.absolute()), json.dumps(asked)],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    began = datetime.now(UTC).isoformat(timespec="seconds")
    _BEGUN.append(process)
    told = Underway(pid=process.pid, began=began, names=tuple(names), log=str(log))
    put(root, told)
    return told


def underway(root: Path) -> Underway | None:
    """How far the evaluation in the background is; None when there never was one."""
    try:
        told = msgspec.json.decode(place_of(root).read_bytes(), type=Underway)
    except (OSError, msgspec.DecodeError):
        return None
    for process in _BEGUN:
        process.poll()
    if told.state == "running" and not _runs(told.pid):
        return msgspec.structs.replace(told, state="interrupted")
    return told


def cancel(root: Path) -> Underway:
    """Ends the evaluation in the background, and every process that it started.

    Raises:
        RequestError: when none is under way.
    """
    told = underway(root)
    if told is None or told.state != "running":
        raise RequestError(
            "no evaluation is under way in the background",
            where=str(root),
            next_step="shipworthy evaluate --background start begins one",
        )
    with suppress(ProcessLookupError):
        os.kill(told.pid, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    while _runs(told.pid) and time.monotonic() < until:
        underway(root)
        time.sleep(0.05)
    ended = msgspec.structs.replace(underway(root) or told, state="cancelled")
    put(root, ended)
    return ended


def put(root: Path, told: Underway) -> None:
    """Takes down how far it is."""
    write_text(place_of(root), json.dumps(told.to_dict()))


def place_of(root: Path) -> Path:
    """The file that tells how far it is."""
    return root.absolute() / OWN / _FOLDER / "state.json"


def _runs(pid: int) -> bool:
    """Whether the process is there, and is still ours: the system gives numbers again."""
    try:
        if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return False
        return MODULE in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        if Path("/proc/self/stat").exists():
            return False
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return MODULE in done.stdout
