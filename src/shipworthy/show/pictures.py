"""The pictures of a story: what is given is drawn, nothing is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from shipworthy.show.drawing import ACCENT, GOAL, INK, LINE, MUTED, SOFT, WIDTH, Values, draw
from shipworthy.show.numbers import amount, between, count
from shipworthy.show.periods import short
from shipworthy.show.words import cut

_ROW: Final = 46
_FORMAT: Final = "replace(format(datum.value, abs(datum.value) >= 1000 ? '~s' : '~g'), 'G', 'bn')"


@dataclass(frozen=True)
class Dot:
    """One line of a picture: a name, a number, its interval.

    Attributes:
        name: what the line is about.
        value: where the dot stands.
        low: where the line begins; None draws the dot alone.
        high: where the line ends; None draws the dot alone.
        strong: True for the one that matters.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    strong: bool = False


@dataclass(frozen=True)
class Scale:
    """What the numbers of a picture are.

    Attributes:
        unit: of all numbers.
        title: below the axis.
        goal: what is asked for; None draws no such line.
        zero: True when nought means "no difference" and has its own line.
    """

    unit: str
    title: str
    goal: float | None = None
    zero: bool = True


def dots(rows: Sequence[Dot], scale: Scale, title: str) -> Markup:
    """Dots with their intervals, one line each, the name above the line; empty without rows."""
    if not rows:
        return Markup()
    data = [_dot(place, row, scale) for place, row in enumerate(rows)]
    height = _ROW * len(rows)
    x = {"field": "value", "type": "quantitative", "axis": axis(scale.title), "scale": _domain(scale)}
    y: dict[str, Any] = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, len(rows)], "reverse": True, "nice": False},
    }
    edge = WIDTH - 24
    layers = [
        *_lines(scale),
        _layer(
            data,
            {"type": "rule", "strokeWidth": 3},
            {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
        ),
        _layer(data, {"type": "point", "filled": True, "size": 90, "opacity": 1}, {"x": x, "y": y}),
        _words(data, "name", {"align": "left"}, y, 0),
        _words(data, "text", {"align": "right"}, y, edge),
    ]
    says = "; ".join(f"{row.name}: {_said(row, scale)}" for row in rows[:12])
    return draw(layers, height, title, says)


def periods(gains: Sequence[tuple[str, float]], band: Dot | None, scale: Scale, title: str) -> Markup:
    """Gain of each period, oldest first, and the range expected of the next one; empty without periods.

    Args:
        gains: name of the period and its gain.
        band: the range expected of a period to come.
        scale: unit, axis title and goal.
        title: name of the picture.
    """
    if not gains:
        return Markup()
    names = [short(name) for name, _ in gains]
    data: Values = [{"place": place, "value": value} for place, (_, value) in enumerate(gains)]
    last = len(gains)
    x = places([*names, *(["next"] if band else [])])
    y = {"field": "value", "type": "quantitative", "axis": axis("", ticks=5), "scale": _domain(scale)}
    layers = _lines(scale, "y")
    if band and band.low is not None and band.high is not None:
        reach: Values = [{"place": last, "low": band.low, "high": band.high, "value": band.value}]
        bar = {"type": "bar", "width": 22, "cornerRadius": 4, "color": SOFT}
        layers.append(_layer(reach, bar, {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}))
        tick = {
            "type": "tick",
            "orient": "horizontal",
            "thickness": 3,
            "size": 22,
            "color": ACCENT,
            "opacity": 1,
        }
        layers.append(_layer(reach, tick, {"x": x, "y": y}))
    layers.append(_layer(data, {"type": "line", "color": ACCENT, "strokeWidth": 1.5, "opacity": 0.5}, {"x": x, "y": y}))
    point = {"type": "point", "filled": True, "size": 90, "color": ACCENT, "opacity": 1}
    layers.append(_layer(data, point, {"x": x, "y": y}))
    says = "; ".join(f"{short(name)}: {amount(value, scale.unit)}" for name, value in gains[-12:])
    says += f"; expected next: {_said(band, scale)}" if band else ""
    return draw(layers, 210, title, says, left=48)


def curve(points: Sequence[tuple[int, Dot]], scale: Scale, title: str) -> Markup:
    """The learning curve: rows learned from against what it brought; empty with fewer than two points."""
    if len(points) < 2:
        return Markup()
    data: Values = [
        {"rows": rows, "value": dot.value, "low": _or(dot.low, dot.value), "high": _or(dot.high, dot.value)}
        for rows, dot in points
    ]
    low, high = points[0][0], points[-1][0]
    kind = {"type": "log", "nice": False} if high >= 8 * low > 0 else {"zero": False, "nice": False}
    written = "format(datum.value, datum.value < 100000 ? ',d' : '.3~s')"
    ticks = {**axis("rows learned from", ticks=4), "values": _few([rows for rows, _ in points]), "labelExpr": written}
    x = {"field": "rows", "type": "quantitative", "scale": kind, "axis": ticks}
    y = {"field": "value", "type": "quantitative", "axis": axis("", ticks=5), "scale": {"zero": False}}
    ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    layers = [
        _layer(data, {"type": "area", "color": SOFT, "opacity": 0.7}, ends),
        _layer(data, {"type": "line", "color": ACCENT, "strokeWidth": 2}, {"x": x, "y": y}),
        _layer(
            data,
            {"type": "point", "filled": True, "size": 60, "color": ACCENT, "opacity": 1},
            {"x": x, "y": y},
        ),
    ]
    says = "; ".join(f"{count(rows)} rows: {_said(dot, scale)}" for rows, dot in points)
    return draw(layers, 200, title, says, left=48)


def _dot(place: int, row: Dot, scale: Scale) -> dict[str, Any]:
    width = None if row.low is None or row.high is None else row.high - row.low
    return {
        "place": place + 0.68,
        "value": row.value,
        "low": _or(row.low, row.value),
        "high": _or(row.high, row.value),
        "name": cut(row.name, 28),
        "text": amount(row.value, scale.unit, width),
        "strong": row.strong,
    }


def _layer(values: Values, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    if "color" not in mark:
        encoding = {
            **encoding,
            "color": {"condition": {"test": "datum.strong", "value": ACCENT}, "value": MUTED},
        }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _words(values: Values, field: str, mark: dict[str, Any], y: dict[str, Any], x: float) -> dict[str, Any]:
    weight = {"expr": "datum.strong ? 'bold' : 'normal'"}
    text = {"type": "text", "baseline": "bottom", "dy": -9, "color": INK, "fontWeight": weight, **mark}
    encoding = {"y": y, "x": {"value": x}, "text": {"field": field, "type": "nominal"}}
    return _layer(values, text, encoding)


def _lines(scale: Scale, along: str = "x") -> list[dict[str, Any]]:
    layers = []
    if scale.zero:
        zero = {along: {"datum": 0, "type": "quantitative"}}
        layers.append(_layer([{}], {"type": "rule", "color": MUTED, "strokeWidth": 1}, zero))
    if scale.goal is not None:
        goal = {along: {"datum": scale.goal, "type": "quantitative"}}
        dashed = {"type": "rule", "color": GOAL, "strokeDash": [5, 4], "strokeWidth": 1.5}
        layers.append(_layer([{}], dashed, goal))
    return layers


def axis(title: str, ticks: int = 4) -> dict[str, Any]:
    """An axis of numbers, short ones, with grid lines and nothing else."""
    return {
        "title": title or None,
        "tickCount": ticks,
        "labelExpr": _FORMAT,
        "gridColor": LINE,
        "domain": False,
    }


def _domain(scale: Scale) -> dict[str, Any]:
    return {"zero": scale.zero, "nice": True}


def places(names: list[str]) -> dict[str, Any]:
    """An axis of periods, side by side; of many names only some are written."""
    shown = set(_few(list(range(len(names))), most=6))
    labels = [name if place in shown else "" for place, name in enumerate(names)]
    below = {
        "title": None,
        "values": list(range(len(names))),
        "labelExpr": f"{labels}[datum.value]",
        "grid": False,
        "ticks": False,
    }
    # of many names the last one needs room on its right
    right = len(names) - 1 + max(0.4, 0.03 * len(names))
    domain = {"domain": [-0.4, right], "nice": False, "zero": False}
    return {"field": "place", "type": "quantitative", "scale": domain, "axis": below}


def _few(values: list[int], most: int = 4) -> list[int]:
    if len(values) <= most:
        return values
    stride = -(-len(values) // most)
    return values[::-stride][::-1]


def _said(dot: Dot, scale: Scale) -> str:
    if dot.low is None or dot.high is None:
        return amount(dot.value, scale.unit)
    return f"{amount(dot.value, scale.unit, dot.high - dot.low)}, {between(dot.low, dot.high, scale.unit)}"


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
