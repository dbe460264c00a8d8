"""`python -m benchmarks.promises` plays projects on real tables up to the gate, and looks at what came after."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.environments import PLACE
from benchmarks.promises.play import COSTS, Played, play
from benchmarks.promises.sets import QUESTIONS, cuts_of
from benchmarks.table import put

_HEAD = (
    "| table | predicted | projects | promises | within the range | projects that put something forward "
    "| shipped, of costs tried | earned | shipping always | knowing what comes |"
)


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
    """Plays all, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promises", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"tables; all when left out: {', '.join(QUESTIONS)}")
    parser.add_argument("--keep", type=Path, default=PLACE / "promises.jsonl", help="what was played is kept here")
    parser.add_argument("--write", type=Path, help="also put the table into this page")
    asked = parser.parse_args(arguments)
    found = table(list(_played(asked.name or list(QUESTIONS), asked.keep)))
    print(found)
    if asked.write:
        put(asked.write, "promises", found)


def table(played: Sequence[Played]) -> str:
    """A row for each table and one for all; a promise is held against each period that came after."""
    by_table = {name: [each for each in played if each.source == name] for name in [each.source for each in played]}
    ordered = [each for each in played if not QUESTIONS[each.source].drawn]
    lines = [
        _HEAD,
        "| --- | --- |" + " ---: |" * 8,
        *(_row(name, QUESTIONS[name].says, mine) for name, mine in by_table.items()),
        _row("all", "", played),
        _row("all whose rows know when", "", ordered),
    ]
    return "\n".join(lines)


def _row(name: str, says: str, played: Sequence[Played]) -> str:
    inside = [hit for each in played for hit in _inside(each)]
    earned = np.array([one for each in played for one in _earned(each)]).reshape(-1, 4)
    ships, ours, always, best = earned.sum(axis=0)
    cells = [
        name,
        says,
        str(len(played)),
        str(sum(len(each.promises) for each in played)),
        f"{np.mean(inside):.0%} of {len(inside)}" if inside else "",
        str(sum(bool(each.ships) for each in played)),
        f"{ships:.0f} of {len(earned)}" if len(earned) else "",
        *(f"{number:.1f}" if len(earned) else "" for number in (ours, always, best)),
    ]
    return "| " + " | ".join(cells) + " |"


def _inside(played: Played) -> Iterator[bool]:
    for promise in played.promises:
        if promise.low is not None and promise.high is not None:
            yield from (promise.low <= gain <= promise.high for gain, _ in promise.later)


def _earned(played: Played) -> Iterator[tuple[float, float, float, float]]:
    """For each cost: shipped or not; and what was earned by the gate, by shipping always, by knowing what comes.

    In units of the gain that was promised, so that tables can be added up.
    """
    chosen = next((each for each in played.promises if each.attempt == played.chosen), None)
    if chosen is None or not chosen.later:
        return
    gains, rows = zip(*chosen.later, strict=True)
    came = float(np.average(gains, weights=rows)) / abs(chosen.value)
    for share in COSTS:
        if share in played.ships:
            left, shipped = came - share, played.ships[share]
            yield float(shipped), left * shipped, left, max(left, 0.0)


def _played(names: Sequence[str], keep: Path) -> Iterator[Played]:
    """Every project of these tables; what was played before is read back, so that a run that was ended goes on."""
    lines = keep.read_text().splitlines() if keep.exists() else []
    known = {each.place: each for each in (msgspec.json.decode(line, type=Kept) for line in lines)}
    folder = Path(tempfile.mkdtemp(prefix="promises-"))
    try:
        for name in names:
            for number, (draw, cut) in enumerate(cuts_of(QUESTIONS[name])):
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
