"""Load on one address of this machine, by wrk, and a server's memory meanwhile."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.watch import resident_of_tree

_SCRIPT: Final = Path(__file__).resolve().parent / "contestants" / "serving.lua"
_EVERY: Final = 0.2
"""Seconds between two looks at the server's memory."""


@dataclass(frozen=True)
class Load:
    """What came of it.

    Attributes:
        rate: requests answered a second.
        p50: median of the seconds until an answer, in ms.
        p99: 99th percentile, in ms.
        errors: answers that were no success, and connections that broke or timed out.
        peak: MiB, the most that all processes of the server held at once.
    """

    rate: float
    p50: float
    p99: float
    errors: int
    peak: float


def load(url: str, bodies: Path, pid: int, seconds: int, connections: int) -> Load:
    """Sends the bodies in turn, each connection the next one as soon as it has its answer.

    Args:
        url: on this machine.
        bodies: file with a JSON document a line.
        pid: of the server.
        seconds: how long.
        connections: at the same time.

    Raises:
        FileNotFoundError: when wrk is not installed.
        subprocess.CalledProcessError: when wrk cannot reach the server.
    """
    program = shutil.which("wrk")
    if program is None:
        raise FileNotFoundError("wrk is needed to measure servers: install your system's package `wrk`")
    asks = ["--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "10s"]
    command: Sequence[str] = [program, *asks, "--script", str(_SCRIPT), url, str(bodies)]
    held, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(_EVERY):
            held[0] = max(held[0], resident_of_tree(pid))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ.copy())
    finally:
        over.set()
        looking.join()
    told = json.loads(done.stdout.splitlines()[-1])
    return Load(
        rate=(told["answered"] - told["refused"]) / told["seconds"],
        p50=told["p50"],
        p99=told["p99"],
        errors=told["refused"] + told["broken"],
        peak=held[0] / 2**20,
    )
