"""Simulates, and prints a table in Markdown: how often 95 % intervals cover the truth.

`python -m benchmarks.covering [--runs 1000] [--final]`. Methods are chosen by the seeds of development; `--final` takes
others, which nothing was chosen by.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from typing import Final

from benchmarks.covering.cover import Seen, cover
from benchmarks.covering.worlds import BINARY, NUMBER, SEVERAL, WORLDS, World
from shipworthy.records.spec import Task

DEVELOPMENT: Final = 1_000_000
FINAL: Final = 9_000_000


def main(arguments: Sequence[str]) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.covering", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--final", action="store_true")
    asked = parser.parse_args(arguments)
    seed = FINAL if asked.final else DEVELOPMENT
    jobs = [(task, world) for task in (BINARY, SEVERAL, NUMBER) for world in _worlds(task)]
    # a forked Polars waits for threads that are not there
    with get_context("spawn").Pool() as pool:
        found = pool.starmap(partial(cover, runs=asked.runs, seed=seed), jobs)
    for task in (BINARY, SEVERAL, NUMBER):
        by_world = {world.name: seen for (of, world), seen in zip(jobs, found, strict=True) if of is task}
        print(_table(task, by_world), end="\n\n")
    return 0


def _worlds(task: Task) -> list[World]:
    left_out = {"regression": "rare yes"}.get(task.kind, "heavy tails")
    return [world for world in WORLDS if world.name != left_out]


def _table(task: Task, found: Mapping[str, Mapping[tuple[str, str], Seen]]) -> str:
    heads = [task.kind, *found]
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * len(found)]
    for name in dict.fromkeys(name for seen in found.values() for name, _ in seen):
        cells = [
            ", ".join(seen[name, kind].text for kind in ("value", "gain") if (name, kind) in seen)
            for seen in found.values()
        ]
        lines.append("| " + " | ".join([f"`{name}`", *cells]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
