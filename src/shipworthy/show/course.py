"""Pictures of what was measured week after week, with what was promised and what went wrong in between."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from shipworthy.show.drawing import ACCENT, GOAL, INK, MUTED, SOFT, WIDTH, Values, draw
from shipworthy.show.numbers import amount
from shipworthy.show.pictures import axis, places
from shipworthy.show.words import cut

WARN: Final = "var(--warn, #7a4b00)"
_LEFT: Final = 56
_ABOVE: Final = 18
_CELL: Final = 19


@dataclass(frozen=True)
class Point:
    """One stretch of time on a picture.

    Attributes:
        name: short, such as `8 Jul`.
        value: what was measured; None leaves a gap.
        low: lower end of what was expected; None draws no band.
        high: upper end of what was expected.
        hollow: True when something else than the model answered.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    hollow: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on the way.

    Attributes:
        first: place of the first point concerned.
        last: place of the last one.
        says: a word or two above it.
        wrong: True for an incident, False for a change that was made.
    """

    first: int
    last: int
    says: str
    wrong: bool = True


@dataclass(frozen=True)
class Axis:
    """What the numbers are.

    Attributes:
        unit: of the numbers, for the words.
        title: of the picture, for the ear.
        goal: what was promised or is allowed; None draws no such line.
        zero: whether nought has a line of its own and belongs on the picture.
        format: how the numbers of the axis are written, as Vega has it; empty writes short numbers.
        log: whether ten times as much is one step up; for what may grow a thousandfold.
    """

    unit: str
    title: str
    goal: float | None = None
    zero: bool = True
    format: str = ""
    log: bool = False


def course(points: Sequence[Point], marks: Sequence[Mark], kind: Axis, height: float = 210) -> Markup:
    """A line through all points, the band that was expected, and what happened; empty with fewer than two points."""
    if sum(one.value is not None for one in points) < 2:
        return Markup()
    x = places([one.name for one in points])
    x["axis"] = {**x["axis"], "labelPadding": 9}
    side = axis("", ticks=5)
    if kind.format:
        side["labelExpr"] = kind.format
    if kind.log:
        side["values"] = _tens([one.value for one in points if one.value])
    scale = {**({"type": "log"} if kind.log else {"zero": kind.zero}), "nice": True, "range": [height, _ABOVE]}
    y = {"field": "value", "type": "quantitative", "axis": side, "scale": scale}
    layers = [*_band(points, x, y), *_happened(marks, x, height), *_levels(kind), *_line(points, x, y)]
    return draw(layers, height, kind.title, _said(points, marks, kind), left=_LEFT)


def grid(rows: Sequence[tuple[str, Sequence[float | None]]], names: Sequence[str], title: str, says: str) -> Markup:
    """A line of cells for each row, the stronger its colour the higher; empty without rows.

    Args:
        rows: name and its numbers, 0 to 1, one for each of `names`; None leaves a gap.
        names: of the columns, from left to right.
        title: name of the picture.
        says: what it shows, for the ear.
    """
    if not rows:
        return Markup()
    width = (WIDTH - 24) / max(len(names), 1)
    cells: Values = [
        {"x": place * width, "x2": (place + 1) * width - 1, "row": at, "value": min(max(value, 0.0), 1.0)}
        for at, (_, numbers) in enumerate(rows)
        for place, value in enumerate(numbers)
        if value is not None
    ]
    step = _CELL + 18
    labels: Values = [{"row": at, "name": cut(name, 40)} for at, (name, _) in enumerate(rows)]
    y = {"field": "row", "type": "quantitative", "axis": None}
    domain = {"domain": [0, len(rows)], "reverse": True, "nice": False}
    shade = {"field": "value", "type": "quantitative", "legend": None, "scale": {"domain": [0, 1], "range": [0.06, 1]}}
    bar = {"type": "rect", "color": ACCENT, "yOffset": 18, "y2Offset": 18 + _CELL - step}
    layers = [
        _layer(
            [{**cell, "row2": cell["row"] + 1} for cell in cells],
            bar,
            {
                "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, WIDTH - 24]}},
                "x2": {"field": "x2"},
                "y": {**y, "scale": domain},
                "y2": {"field": "row2"},
                "opacity": shade,
            },
        ),
        _layer(
            labels,
            {"type": "text", "align": "left", "baseline": "top", "dy": 2, "color": INK, "fontSize": 12},
            {"y": {**y, "scale": domain}, "x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
        ),
        _ends(names, step * len(rows)),
    ]
    return draw(layers, step * len(rows), title, says)


def _ends(names: Sequence[str], height: float) -> dict[str, Any]:
    ends: Values = [{"x": 0, "name": names[0], "align": "left"}, {"x": WIDTH - 24, "name": names[-1], "align": "right"}]
    text = {"type": "text", "baseline": "top", "color": MUTED, "fontSize": 12, "align": {"expr": "datum.align"}}
    place = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, WIDTH - 24]}}
    return _layer(ends, text, {"x": place, "y": {"value": height + 8}, "text": {"field": "name", "type": "nominal"}})


def _tens(values: Sequence[float]) -> list[float]:
    """The powers of ten around some numbers above nought."""
    return [10.0**power for power in range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)]


def _band(points: Sequence[Point], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    data: Values = [
        {"place": at, "low": one.low, "high": one.high}
        for at, one in enumerate(points)
        if one.low is not None and one.high is not None
    ]
    if len(data) < 2:
        return []
    ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    return [_layer(data, {"type": "area", "interpolate": "step", "color": SOFT, "opacity": 0.75}, ends)]


def _line(points: Sequence[Point], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    data: Values = [
        {"place": at, "value": one.value, "hollow": one.hollow}
        for at, one in enumerate(points)
        if one.value is not None
    ]
    fill = {"condition": {"test": "datum.hollow", "value": "var(--paper, #fbfaf6)"}, "value": ACCENT}
    dot = {"type": "point", "size": 42, "stroke": ACCENT, "strokeWidth": 1.5, "opacity": 1}
    return [
        _layer(data, {"type": "line", "color": ACCENT, "strokeWidth": 1.5, "opacity": 0.6}, {"x": x, "y": y}),
        _layer(data, dot, {"x": x, "y": y, "fill": fill}),
    ]


def _levels(kind: Axis) -> list[dict[str, Any]]:
    layers = []
    if kind.zero and not kind.log:
        layers.append(_rule(0, {"color": MUTED, "strokeWidth": 1}))
    if kind.goal is not None:
        layers.append(_rule(kind.goal, {"color": GOAL, "strokeDash": [5, 4], "strokeWidth": 1.5}))
    return layers


def _rule(at: float, mark: dict[str, Any]) -> dict[str, Any]:
    return _layer([{}], {"type": "rule", **mark}, {"y": {"datum": at, "type": "quantitative"}})


def _happened(marks: Sequence[Mark], x: dict[str, Any], height: float) -> list[dict[str, Any]]:
    wrong: Values = [{"place": one.first - 0.45, "to": one.last + 0.45} for one in marks if one.wrong]
    made: Values = [{"place": one.first - 0.5} for one in marks if not one.wrong]
    above: Values = [{"place": (one.first + one.last) / 2, "name": one.says} for one in marks if one.wrong]
    below: Values = [{"place": one.first - 0.5, "name": one.says} for one in marks if not one.wrong]
    top = {"value": 0}
    text = {"type": "text", "fontSize": 12, "color": MUTED}
    name = {"field": "name", "type": "nominal"}
    return [
        _layer(
            wrong,
            {"type": "rect", "color": WARN, "opacity": 0.16},
            {"x": x, "x2": {"field": "to"}, "y": top, "y2": {"value": height}},
        ),
        _layer(
            made,
            {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [2, 3]},
            {"x": x, "y": top, "y2": {"value": height}},
        ),
        _layer(above, {**text, "baseline": "top", "dy": 2}, {"x": x, "y": top, "text": name}),
        _layer(
            below, {**text, "baseline": "bottom", "dx": 11, "dy": -2}, {"x": x, "y": {"value": height}, "text": name}
        ),
    ]


def _said(points: Sequence[Point], marks: Sequence[Mark], kind: Axis) -> str:
    numbers = [one.value for one in points if one.value is not None]
    last = next(one for one in reversed(points) if one.value is not None)
    first = next(one for one in points if one.value is not None)
    told = (
        f"From {first.name} to {last.name} between {amount(min(numbers), kind.unit)} and "
        f"{amount(max(numbers), kind.unit)}, at the end {amount(last.value or 0.0, kind.unit)}"
    )
    happened = "; ".join(f"{one.says}: {points[one.first].name} to {points[one.last].name}" for one in marks)
    return f"{told}. Marked: {happened}" if happened else told


def _layer(values: Values, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}
