"""Servers under load, ours beside peers: the same pipeline, the same rows, one after the other on this machine."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.cases import HERE, SERVING, Served
from benchmarks.environments import OURS, PLACE, environment, version_of
from benchmarks.load import Load, load

_WARM: Final = 3
_LASTS: Final = 10
"""Seconds of load: first unmeasured, then measured."""
_CONNECTIONS: Final = 8
_START: Final = 90.0
_END: Final = 10.0
"""Seconds that a server has to start and to end."""
_ALIKE: Final = 1e-6
"""How far two servers' probabilities of the same row may lie apart."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """How a protocol asks about one row, and where its answer holds the probability.

    Attributes:
        ask: row -> body.
        score: answer -> probability; None where the protocol's answer holds decisions only.
    """

    ask: Callable[[Row], Any]
    score: Callable[[Any], float] | None


def _tensors(row: Row, output: str) -> dict[str, Any]:
    kinds = {str: "BYTES", int: "INT64", float: "FP64"}
    inputs: list[dict[str, Any]] = [
        {"name": name, "shape": [1, 1], "datatype": kinds[type(value)], "data": [value]} for name, value in row.items()
    ]
    for each in inputs:
        if each["datatype"] == "BYTES":
            each["parameters"] = {"content_type": "str"}  # MLServer hands bytes on without it
    return {"inputs": inputs, "outputs": [{"name": output}]}


def _split(row: Row) -> dict[str, Any]:
    return {"dataframe_split": {"columns": list(row), "data": [list(row.values())]}}


FORMS: Final = {
    "rows": Form(lambda row: {"rows": [row]}, lambda answer: answer["score"][0]),
    "predict": Form(lambda row: {"rows": [row]}, lambda answer: answer["predictions"][0]["score"]),
    "tensors": Form(lambda row: _tensors(row, "score"), lambda answer: answer["outputs"][0]["data"][0]),
    "proba tensors": Form(lambda row: _tensors(row, "predict_proba"), lambda answer: answer["outputs"][0]["data"][1]),
    "split": Form(_split, None),
    "proba split": Form(_split, lambda answer: answer["predictions"][0][1]),
}
"""Name in a contestant -> form."""


@dataclass
class Seen:
    """What the rounds of one contestant showed.

    Attributes:
        starts: seconds from the start of the process to its first right answer.
        loads: what each load showed.
        scores: probability of each row asked about; empty where the protocol gives none.
        error: why a round failed; empty when none did.
    """

    starts: list[float] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    error: str = ""


def serving(data: Path) -> tuple[str, bool]:
    """Measures every contestant of the case, in turn.

    Returns:
        The block for the page, and whether a contestant failed.
    """
    work = PLACE / "work" / SERVING.name
    shutil.rmtree(work, ignore_errors=True)
    seen = {one.says: Seen() for one in SERVING.contestants}
    for turn in range(SERVING.rounds):
        for number, one in enumerate(SERVING.contestants):
            assert isinstance(one, Served)
            place = work / str(turn) / str(number)
            place.mkdir(parents=True)
            try:
                _round(one, place, data, seen[one.says])
            except (OSError, subprocess.SubprocessError, http.client.HTTPException, ValueError) as error:
                seen[one.says].error = f"{type(error).__name__}: {error}"
            _say(one, seen[one.says])
    _hold_together(seen)
    return _block(seen), any(each.error for each in seen.values())


def _round(one: Served, place: Path, data: Path, seen: Seen) -> None:
    """Prepares, starts, loads and ends one server."""
    port, form = _free_port(), FORMS[one.form]
    model = PLACE / "models" / f"serve-{one.package}.joblib"
    marks = {"{data}": str(data), "{model}": str(model), "{folder}": str(place / "served"), "{port}": str(port)}
    asked_about = PLACE / "models" / "serve-rows.json"
    if not (model.exists() and asked_about.exists()):
        model.parent.mkdir(parents=True, exist_ok=True)
        files = ("{data}/late_learn.parquet", "{data}/late_ask.parquet", "{model}", str(asked_about))
        _run(one, ("python", str(HERE / "serve_fit.py"), *files), marks, place)
    if one.prepare:
        _run(one, one.prepare, marks, place)
    rows = json.loads(asked_about.read_text(encoding="utf-8"))
    bodies = [json.dumps(form.ask(row)) for row in rows]
    asked = place / "bodies.jsonl"
    asked.write_text("\n".join(bodies) + "\n", encoding="utf-8")
    errors = (place / "errors.txt").open("wb")
    start = time.perf_counter()
    process = subprocess.Popen(
        _filled(one, one.command, marks), cwd=place, env=_private(one, place), stdout=errors, stderr=errors
    )
    try:
        _until_answered(process, port, one.path, bodies[0], place)
        seen.starts.append(time.perf_counter() - start)
        answers = [_post(port, one.path, body) for body in bodies]
        seen.scores = [form.score(answer) for answer in answers] if form.score else []
        url = f"http://127.0.0.1:{port}{one.path}"
        load(url, asked, process.pid, _WARM, _CONNECTIONS)
        seen.loads.append(load(url, asked, process.pid, _LASTS, _CONNECTIONS))
    finally:
        _end(process)
        errors.close()


def _until_answered(process: subprocess.Popen[bytes], port: int, path: str, body: str, place: Path) -> None:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with suppress(OSError, http.client.HTTPException, ValueError):
            _post(port, path, body)
            return
        time.sleep(0.02)
    told = (place / "errors.txt").read_text(encoding="utf-8", errors="replace")
    raise OSError(f"the server ended, or did not answer within {_START:.0f} s:\n{told[-2000:]}")


def _post(port: int, path: str, body: str) -> Any:
    """The answer; a status other than 200 is a ValueError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", path, body.encode(), {"Content-Type": "application/json"})
        response = connection.getresponse()
        told = response.read()
        if response.status != 200:
            raise ValueError(f"{path} answered {response.status}: {told[:500]!r}")
        return json.loads(told)
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the server, and by their ids what it leaves behind."""
    left = _descendants(process.pid)
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END)
    for pid in (process.pid, *left):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found


def _hold_together(seen: Mapping[str, Seen]) -> None:
    """All that give probabilities have to give the same; who does not has not answered the question."""
    scored = {says: each.scores for says, each in seen.items() if each.scores}
    first = next(iter(scored.values()), [])
    for says, scores in scored.items():
        apart = max(abs(one - other) for one, other in zip(first, scores, strict=True))
        if not apart <= _ALIKE:
            seen[says].error = seen[says].error or f"its probabilities lie {apart:.2g} apart from the first's"


def _block(seen: Mapping[str, Seen]) -> str:
    lines = [f"## {SERVING.title}", "", SERVING.says, ""]
    lines += ["|  | requests/s | p50 ms | p99 ms | peak MiB | start s | errors | n |", "| --- |" + " ---: |" * 7]
    lines += [_line(one, seen[one.says]) for one in SERVING.contestants]
    return "\n".join(lines)


def _line(one: Any, seen: Seen) -> str:
    name = one.says + ("" if one.package == OURS else f" ({one.package} {version_of(one.package)})")
    name += f" — failed: {seen.error.splitlines()[0]}" if seen.error else ""
    if not seen.loads:
        return f"| {name} | | | | | | | 0 |"
    rates = [each.rate for each in seen.loads]
    cells = [
        f"{median(rates):,.0f}" + (f" ({min(rates):,.0f} to {max(rates):,.0f})" if len(rates) > 1 else ""),
        f"{median(each.p50 for each in seen.loads):.1f}",
        f"{median(each.p99 for each in seen.loads):.1f}",
        f"{max(each.peak for each in seen.loads):,.0f}",
        f"{median(seen.starts):.1f}",
        f"{sum(each.errors for each in seen.loads)}",
        f"{len(seen.loads)}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def _say(one: Served, seen: Seen) -> None:
    last = f"{seen.loads[-1].rate:,.0f} requests/s" if seen.loads else "nothing"
    print(f"{SERVING.name}, {one.says}: {seen.error or last}", file=sys.stderr)


def _run(one: Served, command: Sequence[str], marks: Mapping[str, str], place: Path) -> None:
    subprocess.run(_filled(one, command, marks), check=True, cwd=place, env=_private(one, place))


def _filled(one: Served, command: Sequence[str], marks: Mapping[str, str]) -> list[str]:
    filled = list(command)
    for mark, value in marks.items():
        filled = [argument.replace(mark, value) for argument in filled]
    return [str(environment(one.package) / filled[0]), *filled[1:]]


def _private(one: Served, place: Path) -> dict[str, str]:
    folder = environment(one.package)
    return {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "SHIPWORTHY_HOME": str(place / "home"),
        "DO_NOT_TRACK": "1",
        "PYTHONWARNINGS": "ignore",
        "MLFLOW_TRACKING_URI": f"sqlite:///{place / 'mlflow.db'}",
    }


def _free_port() -> int:
    """A port that is free now, as the two above it are, which MLServer takes too."""
    while True:
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            with suppress(OSError, OverflowError):
                two.bind(("127.0.0.1", port + 1))
                three.bind(("127.0.0.1", port + 2))
                return port
