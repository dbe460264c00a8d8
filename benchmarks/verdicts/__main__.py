"""Plays all worlds and writes the figures into docs/verdicts.md: `python -m benchmarks.verdicts`."""

from pathlib import Path
from typing import Final

from benchmarks.table import put
from benchmarks.verdicts.play import come_true, enough, play
from benchmarks.verdicts.worlds import WORLDS

_PAGE: Final = Path(__file__).parents[2] / "docs" / "verdicts.md"
_SAMPLES: Final = 2_000
_AWAY: Final = {
    "gain": (0.6, -0.6, 0.3),
    "share": (0.95, 0.85, 0.99),
    "slices": (0.6, 0.55, 0.4),
    "one group": (0.6, 0.4),
    "promise": (3.0, 2.0, -2.0),
}
"""World -> truths away from its limit."""
_JUST: Final = {"gain": (0.0, 60), "share": (0.9, 400), "slices": (0.5, 400), "one group": (0.5, 400)}
"""World -> the truth that would make the promise just true, and the size of a sample."""
_FIRST: Final = {"gain": 30, "share": 100, "promise": 8}
"""World -> size of a first sample that often cannot tell."""


def main() -> None:
    """Plays and writes."""
    lines = ["| promise | truth | seen | holds | fails | can't tell |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, truths in _AWAY.items():
        lines += [_row(name, truth, enough(name, truth)) for truth in truths]
    lines += ["", "Where the truth lies right at the limit:", ""]
    lines += ["| promise | truth | seen | holds | fails | can't tell |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    lines += [_row(name, truth, size) for name, (truth, size) in _JUST.items()]
    lines += ["", "Whether the chance told of being settled comes true:", ""]
    lines += [
        "| promise | first seen | chance told, mean | settled then | cases |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, size in _FIRST.items():
        found = come_true(name, size, _SAMPLES, "final")
        seen = f"{size} {WORLDS[name].unit}"
        lines.append(f"| {WORLDS[name].says} | {seen} | {found.told:.1%} | {found.settled:.1%} | {found.trials} |")
    put(_PAGE, "verdicts", "\n".join(lines))


def _row(name: str, truth: float, size: int) -> str:
    played, world = play(name, truth, size, _SAMPLES, "final"), WORLDS[name]
    shares = " | ".join(f"{played.share(state):.1%}" for state in ("holds", "fails", "cant_tell"))
    return f"| {world.says} | {truth:g} | {size} {world.unit} | {shares} |"


if __name__ == "__main__":
    main()
