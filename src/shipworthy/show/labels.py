"""Names beside the dots of a picture: on the side that has room, and not over each other."""

import math
from typing import Any, Final

from shipworthy.show.drawing import INK, Values

_ROOM: Final = 0.55
"""Share of the width up to which a name has room on the right of its dot."""
_LINE: Final = 15
_LETTER: Final = 7
"""Height of a line of a name, and about how wide a letter is, in units of the picture."""
_BESIDE: Final = 8
_ABOVE: Final = 8


def name_layers(points: Values, x: dict[str, Any], y: dict[str, Any], width: float, height: float) -> Values:
    """Layers of text, a line for each point, moved apart where names would lie over each other.

    Args:
        points: with `x`, `y`, the ends `low` and `high`, and `name`.
        x: how the picture encodes `x`.
        y: how it encodes `y`.
        width: of the plotting area.
        height: of it.
    """
    log = x["scale"].get("type") == "log"
    across = _shares([math.log(point["x"]) if log else point["x"] for point in points])
    low, high = min(point["low"] for point in points), max(point["high"] for point in points)
    step = (high - low) / height
    placed: list[tuple[float, float, float]] = []
    for place in sorted(range(len(points)), key=lambda place: -points[place]["y"]):
        point, right = points[place], across[place] <= _ROOM
        at = point["y"] + _ABOVE * step
        start, end = _extent(point["name"], across[place] * width, right=right)
        for left_end, right_end, taken in placed:
            if start < right_end and left_end < end and abs(taken - at) < _LINE * step:
                at = taken - _LINE * step
        placed.append((start, end, at))
        point.update(right=right, label=at)
    where = {"x": x, "y": {**y, "field": "label"}, "text": {"field": "name", "type": "nominal"}}
    return [
        {
            "data": {"values": [point for point in points if point["right"] is right]},
            "mark": {
                "type": "text",
                "align": "left" if right else "right",
                "dx": _BESIDE if right else -_BESIDE,
                "fontSize": 12,
            },
            "encoding": {**where, "color": {"value": INK}},
        }
        for right in (True, False)
    ]


def _extent(name: str, at: float, *, right: bool) -> tuple[float, float]:
    """From where to where a name reaches."""
    long = _LETTER * len(name)
    return (at + _BESIDE, at + _BESIDE + long) if right else (at - _BESIDE - long, at - _BESIDE)


def _shares(values: list[float]) -> list[float]:
    """Each as a share of the way from the lowest to the highest."""
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]
