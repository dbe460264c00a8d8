"""Small real projects with something live, and real servers over them."""

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl

from shipworthy.bundle.build import build
from shipworthy.model.constant import Constant
from shipworthy.model.fitted import Fitted
from shipworthy.model.learning import fit_features
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.deployment import Deployment
from shipworthy.records.record import Record
from shipworthy.records.spec import StatusQuo, Task
from shipworthy.store.deployments import bundle_folder, write_deployment

TASK = Task(kind="binary", classes=("no", "yes"))
ROW = {"size": 3.0, "colour": "red", "at": "2024-05-01T06:00:00+00:00", "owner": "Ada"}
INPUTS = (
    Input(name="size", kind="number", source="boats", required=True, low=1, high=9),
    Input(name="colour", kind="category", source="boats", levels=("red", "blue")),
    Input(name="at", kind="time", use="context", zone="UTC"),
    Input(name="owner", kind="text", use="context", personal=True),
)
LEARNED = pl.DataFrame({"size": [1.0, 2.0, 3.0, 4.0], "colour": ["red", "blue", "red", "blue"]})


def own(project: Path) -> Path:
    return project / ".shipworthy"


def ship(project: Path, version: int, share: float, extras: Mapping[str, Record] = {}, **changes: Any) -> None:
    """Builds a bundle whose model answers `share` for every row."""
    features, matrix = fit_features(LEARNED)
    constant = Constant(TASK)
    answers = np.zeros(100, dtype=np.int64)
    answers[: round(100 * share)] = 1
    constant.fit(matrix, answers)
    fields: dict[str, Any] = {
        "project": "boats",
        "version": version,
        "candidate": f"constant-{version}",
        "task": TASK,
        "threshold": 0.5,
        "inputs": INPUTS,
        "time": "at",
        "group": "day",
        "status_quo": StatusQuo(kind="rule", rule="size > 2"),
        "fallback": "status_quo",
        "fallback_says": "the old rule",
        **changes,
    }
    example = pl.DataFrame([ROW]).with_columns(pl.col("at").str.to_datetime(time_zone="UTC"))
    fitted = Fitted(features, constant, TASK, LEARNED.schema)
    with warnings.catch_warnings():
        # MLflow warns of its own type hints while it is loaded
        warnings.simplefilter("ignore")
        build(bundle_folder(own(project), version), Bundle(**fields), fitted, example=example, extras=extras)


def deploy(project: Path, **fields: Any) -> None:
    write_deployment(own(project), Deployment(project="boats", since=datetime.now(UTC), **fields))


def make_project(folder: Path, *shares: float, **fields: Any) -> Path:
    """A project with a bundle for each share, the first one live."""
    for version, share in enumerate(shares, start=1):
        ship(folder, version, share)
    deploy(folder, **{"champion": 1, **fields})
    return folder


class Process(Protocol):
    """What is needed of a process."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


@dataclass
class Running:
    """A server in a process of its own."""

    process: Process
    address: str
    said: Path

    @property
    def place(self) -> tuple[str, int]:
        host, _, port = self.address.removeprefix("http://").rpartition(":")
        return host, int(port)

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}) -> tuple[int, Any]:
        with Line(self) as line:
            return line.ask(method, path, body, headers)

    def predict(self, *rows: Mapping[str, Any], ids: Sequence[str] | None = None) -> tuple[int, Any]:
        return self.ask("POST", "/predict", {"rows": list(rows), **({"ids": list(ids)} if ids else {})})

    def health(self) -> dict[str, Any]:
        return dict(self.ask("GET", "/health")[1])

    def send(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.send(number)
        return self.process.wait(60)

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8", errors="replace")


class Line:
    """One connection that is kept."""

    def __init__(self, server: Running) -> None:
        self._http = HTTPConnection(*server.place, timeout=60)

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}) -> tuple[int, Any]:
        self.send(method, path, body, headers)
        return self.receive()

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}) -> None:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body)
        self._http.request(method, path, body=content, headers=dict(headers))

    def receive(self) -> tuple[int, Any]:
        answer = self._http.getresponse()
        told = answer.read()
        kind = answer.headers.get("content-type", "")
        return answer.status, json.loads(told) if "json" in kind else told.decode()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()


@contextmanager
def serve(project: Path, start: Callable[[Sequence[str], Path], Process], *arguments: str) -> Iterator[Running]:
    """A server on a free port, answering by the time the block begins; killed when it ends, if it still runs."""
    stamp = time.monotonic_ns()
    announced, said = project / f"{stamp}.json", project / f"{stamp}.txt"
    process = start(["--project", str(project), "--port", "0", "--announce", str(announced), *arguments], said)
    try:
        until = time.monotonic() + 60
        while not announced.exists():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until, said.read_text()
            time.sleep(0.005)
        yield Running(process, json.loads(announced.read_text())["address"], said)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()


def afresh(arguments: Sequence[str], said: Path) -> Process:
    """A new interpreter."""
    with said.open("wb") as words:
        return subprocess.Popen([sys.executable, "-m", "shipworthy.server", *arguments], stdout=words, stderr=words)


def eventually(check: Any, seconds: float = 60.0) -> Any:
    """What `check` gives, once it is true."""
    until = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)
    return found
