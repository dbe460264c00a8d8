"""Killed at any moment, an evaluation goes on where it was, and no process is left behind."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.struck import FITS


class Run:
    """One run of the evaluation.

    Attributes:
        lines: what it said, line by line.
        finished: whether it came to its end.
        known: fits that were known when it began.
    """

    def __init__(self, folder: Path, *, kill_at: int | None = None, kill_after: float | None = None) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.lab.struck", str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        began, self.lines, self.left = time.monotonic(), [], set[int]()
        with process:
            for line in process.stdout:
                self.lines.append(line.strip())
                self.left |= children(process.pid)
                late = kill_after is not None and time.monotonic() - began > kill_after
                if late or (kill_at is not None and int(line.split()[0]) >= kill_at):
                    os.kill(process.pid, signal.SIGKILL)
                    break
        self.finished = process.returncode == 0
        self.known = int(self.lines[0].split()[0]) if self.lines else 0

    @property
    def digest(self) -> str:
        return self.lines[-1]


def children(pid: int) -> set[int]:
    """Processes that a process started, and those that they started."""
    found: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            found |= {int(child), *children(int(child))}
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def no_more(pids: set[int]) -> bool:
    """Whether none of them is left, within a minute."""
    for _ in range(1200):
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("undisturbed"))


def test_a_killed_evaluation_goes_on_where_it_was(tmp_path: Path, undisturbed: Run) -> None:
    killed = Run(tmp_path, kill_at=3)
    assert not killed.finished
    assert no_more(killed.left)
    again = Run(tmp_path)
    assert again.finished
    assert 3 <= again.known < FITS
    assert again.digest == undisturbed.digest


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_killed_a_dozen_times_it_ends_with_the_same_answers(tmp_path: Path, undisturbed: Run, seed: int) -> None:
    luck, known = random.Random(seed), 0
    for _ in range(12):
        run = Run(tmp_path, kill_after=luck.uniform(0, 6))
        assert no_more(run.left) or run.finished
        assert not run.lines or run.known >= known
        known = max(known, run.known)
    last = Run(tmp_path)
    assert last.finished
    assert last.digest == undisturbed.digest
