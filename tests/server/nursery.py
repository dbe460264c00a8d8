"""Servers that are up at once: a process that has loaded everything forks one for each that is asked for.

Run as a program it takes a JSON list a line: the log for its words, then the arguments of the server.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import TimeoutExpired


class Child:
    """A server that was forked."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            self._status = self._nursery.ask(["wait", str(self.pid)])
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (timeout or 60)
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise TimeoutExpired("server", timeout or 60)
            time.sleep(0.005)
        return status


class Nursery:
    """The process that forks."""

    def __init__(self) -> None:
        # the test's own environment, so that the same source is run
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, arguments: Sequence[str], said: Path) -> Child:
        pid = self.ask([str(said), *arguments])
        assert pid is not None
        return Child(self, pid)

    def ask(self, asked: Sequence[str]) -> int | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(list(asked)) + "\n")
        self._process.stdin.flush()
        told: int | None = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


def _rear() -> None:
    from tests.server.troubled import main  # noqa: PLC0415 - everything is loaded once, before the first fork

    for line in sys.stdin:
        first, *arguments = json.loads(line)
        if first == "wait":
            pid, status = os.waitpid(int(arguments[0]), os.WNOHANG)
            told = None if pid == 0 else os.waitstatus_to_exitcode(status)
        else:
            told = os.fork()
            if told == 0:
                words = os.open(first, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
                os.dup2(words, 1)
                os.dup2(words, 2)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                status = main(arguments)
                sys.stdout.flush()
                os._exit(status)
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    _rear()
