"""Draws the journey of a project, the picture on the README's first screen: `python -m scripts.journey`.

Two columns that are read downwards: to a decision, and in production. Colours are those of the report.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from scripts.blocks import ROOT

PICTURES: Final = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Step:
    """One step of the journey.

    Attributes:
        name: what is there when it is done.
        says: what happens, in a few words.
        verbs: that do it.
    """

    name: str
    says: str
    verbs: str


DECIDING: Final = (
    Step("Idea", "what a decision is worth", "init · sign"),
    Step("Data", "joined as known by then", "check"),
    Step("Attempts", "side by side, in money", "compare"),
    Step("Promise", "what a month will bring", "forecast"),
    Step("Decision", "go, stay, back or stop", "decide"),
)
RUNNING: Final = (
    Step("Shipped", "verified and drilled", "ship"),
    Step("Live", "every answer is logged", "serve · score · explain"),
    Step("Watched", "money, data, system", "watch"),
    Step("Acted", "put right, learned anew", "rollback · retrain"),
    Step("Board", "for owners and experts", "board · report"),
)

LIGHT: Final = {"ink": "#1d2329", "muted": "#55606a", "line": "#dcd8ce", "accent": "#0b5f7a", "card": "#fbfaf6"}
DARK: Final = {"ink": "#e8e6e1", "muted": "#a4adb6", "line": "#343c44", "accent": "#6cc3de", "card": "#1b2126"}

_WIDTH, _CARD, _HEIGHT, _GAP, _TOP, _EDGE = 480, 218, 84, 22, 36, 2
_RIGHT: Final = _WIDTH - _CARD - _EDGE
_FONT: Final = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
_MONO: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def journey(colours: dict[str, str]) -> str:
    """The picture as SVG, which loads nothing.

    >>> journey(LIGHT).count("<rect") == len(DECIDING) + len(RUNNING)
    True
    """
    tall = _place(len(DECIDING)) - _GAP + _EDGE
    told = "A project's way: " + ", ".join(step.name.lower() for step in (*DECIDING, *RUNNING)) + "."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {tall}" role="img" font-family="{_FONT}">',
        f"<title>{escape(told)}</title>",
        _head("To a decision", _EDGE, colours),
        _head("In production", _RIGHT, colours),
        *_column(DECIDING, _EDGE, colours),
        *_column(RUNNING, _RIGHT, colours),
        _across(colours),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def draw(folder: Path = PICTURES) -> None:
    """Writes `journey-light.svg` and `journey-dark.svg`."""
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        (folder / f"journey-{name}.svg").write_text(journey(colours), encoding="utf-8")


def _place(number: int) -> int:
    """How far down the card of that number begins."""
    return _TOP + number * (_HEIGHT + _GAP)


def _head(says: str, left: int, colours: dict[str, str]) -> str:
    return f'<text x="{left + 2}" y="24" font-size="17" fill="{colours["muted"]}">{says}</text>'


def _column(steps: tuple[Step, ...], left: int, colours: dict[str, str]) -> list[str]:
    cards = [_card(step, left, _place(number), colours) for number, step in enumerate(steps)]
    middle = left + _CARD // 2
    arrows = [_down(middle, _place(number) - _GAP, colours) for number in range(1, len(steps))]
    return [*cards, *arrows]


def _card(step: Step, left: int, top: int, colours: dict[str, str]) -> str:
    inside = left + 12
    return "\n".join(
        (
            f'<rect x="{left}" y="{top}" width="{_CARD}" height="{_HEIGHT}" rx="8" fill="{colours["card"]}" '
            f'stroke="{colours["line"]}" stroke-width="1.5"/>',
            f'<text x="{inside}" y="{top + 27}" font-size="20" font-weight="600" fill="{colours["ink"]}">'
            f"{escape(step.name)}</text>",
            f'<text x="{inside}" y="{top + 49}" font-size="15" fill="{colours["muted"]}">{escape(step.says)}</text>',
            f'<text x="{inside}" y="{top + 71}" font-size="13.5" font-family="{_MONO}" fill="{colours["accent"]}">'
            f"{escape(step.verbs)}</text>",
        )
    )


def _down(middle: int, top: int, colours: dict[str, str]) -> str:
    tip = top + _GAP - 4
    return _line(f"M{middle} {top + 3}V{tip}m-5 -5l5 5l5 -5", colours)


def _across(colours: dict[str, str]) -> str:
    """From the decision up to what is shipped."""
    start, end = _place(len(DECIDING) - 1) + _HEIGHT // 2, _place(0) + _HEIGHT // 2
    middle = _WIDTH // 2
    way = f"M{_EDGE + _CARD + 3} {start}H{middle - 8}q8 0 8 -8V{end + 8}q0 -8 8 -8H{_RIGHT - 4}m-5 -5l5 5l-5 5"
    return _line(way, colours)


def _line(way: str, colours: dict[str, str]) -> str:
    return f'<path d="{way}" fill="none" stroke="{colours["accent"]}" stroke-width="2" stroke-linejoin="round"/>'


if __name__ == "__main__":
    draw()
