"""Plays all worlds and writes the figures into docs/choosing.md.

`python -m benchmarks.choosing [--runs 400] [--final]`. Rules are chosen by the seeds of development; `--final` takes
others, which nothing was chosen by, and writes.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Final

from benchmarks.choosing.play import play
from benchmarks.choosing.rules import RULES
from benchmarks.choosing.worlds import WORLDS
from benchmarks.table import put

DEVELOPMENT: Final = 1_000_000
FINAL: Final = 9_000_000
_PAGE: Final = Path(__file__).parents[2] / "docs" / "choosing.md"


def main(arguments: Sequence[str]) -> int:
    """Plays, and prints or writes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.choosing", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--final", action="store_true")
    asked = parser.parse_args(arguments)
    seed = FINAL if asked.final else DEVELOPMENT
    # a forked Polars waits for threads that are not there
    with get_context("spawn").Pool() as pool:
        played = pool.map(partial(play, runs=asked.runs, seed=seed), WORLDS, chunksize=1)
    by_world = {world.name: found for world, found in zip(WORLDS, played, strict=True)}
    text = "\n\n".join(
        _table(
            head, {world: {rule: getattr(one, name) for rule, one in each.items()} for world, each in by_world.items()}
        )
        for head, name in (("worth given up, %", "given_up"), ("needlessly complex, %", "needless"))
    )
    if asked.final:
        put(_PAGE, "choosing", text)
    else:
        print(text)
    return 0


def _table(head: str, found: Mapping[str, Mapping[str, float | None]]) -> str:
    """A row for each world and one for their mean, a column for each rule."""
    lines = ["| " + " | ".join([head, *RULES]) + " |", "| --- |" + " ---: |" * len(RULES)]
    known = {world: [by_rule[name] for name in RULES] for world, by_rule in found.items()}
    told = {world: [one for one in cells if one is not None] for world, cells in known.items() if None not in cells}
    told["**mean**"] = [fmean(column) for column in zip(*told.values(), strict=True)]
    lines += [f"| {world} | " + " | ".join(f"{one:.1f}" for one in row) + " |" for world, row in told.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
