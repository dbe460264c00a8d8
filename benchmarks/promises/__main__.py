"""`python -m benchmarks.promises` plays projects on real tables up to the gate, and looks at what came after."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.environments import PLACE
from benchmarks.promises.play import Played, play
from benchmarks.promises.sets import QUESTIONS, cuts_of
from benchmarks.promises.tables import kept, price, reasons
from benchmarks.table import put


@dataclass(frozen=True)
class Kept:
    """A line of the file.

    Attributes:
        place: name of the table and number of the project.
        played: what came of it.
    """

    place: str
    played: Played


def main(arguments: Sequence[str] | None = None) -> None:
    """Plays all, and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promises", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"tables; all when left out: {', '.join(QUESTIONS)}")
    parser.add_argument("--keep", type=Path, default=PLACE / "promises.jsonl", help="what was played is kept here")
    parser.add_argument("--most", type=int, help="projects of each table; all when left out")
    parser.add_argument("--write", type=Path, help="also put the tables into this page")
    asked = parser.parse_args(arguments)
    played = list(_played(asked.name or list(QUESTIONS), asked.keep, asked.most))
    for name, found in (("promises", kept(played)), ("caution", price(played)), ("refused", reasons(played))):
        print(found, end="\n\n")
        if asked.write:
            put(asked.write, name, found)


def _played(names: Sequence[str], keep: Path, most: int | None) -> Iterator[Played]:
    """Every project of these tables; what was played before is read back, so that a run that was ended goes on."""
    lines = keep.read_text().splitlines() if keep.exists() else []
    known = {each.place: each for each in (msgspec.json.decode(line, type=Kept) for line in lines)}
    folder = Path(tempfile.mkdtemp(prefix="promises-"))
    try:
        for name in names:
            for number, (draw, cut) in enumerate(cuts_of(QUESTIONS[name])[:most]):
                place = f"{name}-{number}"
                if place not in known:
                    print(f"{name}, project {number + 1} ...", file=sys.stderr)
                    known[place] = Kept(place, play(name, QUESTIONS[name], draw, cut, folder / place))
                    keep.parent.mkdir(parents=True, exist_ok=True)
                    with keep.open("ab") as file:
                        file.write(msgspec.json.encode(known[place]) + b"\n")
                yield known[place].played
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
