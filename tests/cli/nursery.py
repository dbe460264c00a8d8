"""Runs the command in processes that are born with all libraries loaded, so that many can be killed in little time.

Started as `python -m tests.cli.nursery VERB…`: loads these verbs, then takes one JSON document a line, `{"arguments":
[...], "variables": {...}, "signal": 2, "after": seconds, "limit": bytes}`, runs it in a child of its own, sends the
signal when it is still running by then (with `"once": path` for `after`: once there is that file), and answers
`{"status": ..., "out": ..., "err": ..., "seconds": ...}`.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class Nursery:
    """A process that gives birth to commands; use it in a `with`."""

    def __init__(self, *verbs: str) -> None:
        paths = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.nursery", *verbs],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )

    def run(self, *arguments: object, **how: Any) -> dict[str, Any]:
        """Runs one command line; see above for what `how` may say."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = {"arguments": [str(one) for one in arguments], **how}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def _bear(task: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            _live(task, out.fileno(), err.fileno())
        status = _watch(child, task, start)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        told = {"out": out.read().decode(), "err": err.read().decode()}
    return {"status": os.waitstatus_to_exitcode(status), "seconds": seconds, **told}


def _live(task: dict[str, Any], out: int, err: int) -> None:
    status = 99
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.update(task.get("variables", {}))
        if "limit" in task:
            resource.setrlimit(resource.RLIMIT_FSIZE, (task["limit"], task["limit"]))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["shipworthy", *task["arguments"]]
        import_module("shipworthy.cli.start").run()
    except SystemExit as leave:
        status = int(leave.code or 0)
    finally:
        os._exit(status)


def _watch(child: int, task: dict[str, Any], start: float) -> int:
    sent = "signal" not in task
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if not sent and (Path(task["once"]).exists() if "once" in task else time.monotonic() - start >= task["after"]):
            os.kill(child, task["signal"])
            sent = True
        time.sleep(0.002)


def serve(verbs: list[str]) -> None:
    """Loads, and answers until nobody asks any more."""
    for verb in verbs:
        import_module(f"shipworthy.cli.{verb}")
    for line in sys.stdin:
        print(json.dumps(_bear(json.loads(line))), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1:])
