"""Whether the metric matters: what a rise of it was worth, in words and in a picture."""

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from shipworthy.measure.effort_names import EXPLAINED, METRIC, METRIC_OF, NEEDED, RISES, SLOPE, SURE, VALUE_OF
from shipworthy.records.measurement import Measurement
from shipworthy.show.attempts import title_of
from shipworthy.show.drawing import ACCENT, INK, MUTED, Values, draw
from shipworthy.show.numbers import amount, between, chance, count, ends, number
from shipworthy.show.pictures import axis
from shipworthy.show.words import cut, sentence

_HEIGHT = 230


def matters(found: Sequence[Measurement]) -> bool:
    """Whether a better metric surely brought more value."""
    rises = _one(found, RISES)
    return rises is not None and (rises.value or 0.0) >= SURE


def matters_told(found: Sequence[Measurement]) -> str:
    """What a rise of the metric was worth, or why that is not known, without a full stop."""
    slope, rises = _one(found, SLOPE), _one(found, RISES)
    if slope is None:
        return ""
    name = title_of(slope.slice.get(METRIC, "the metric"))
    not_ranked = "so small differences in it are not ranked"
    if slope.value is None or slope.low is None or slope.high is None or rises is None or rises.value is None:
        tried = "1 attempt" if slope.n == 1 else f"{slope.n} attempts"
        return f"whether a better {name} brings more cannot be told from {tried} that learned something, {not_ranked}"
    step = _step(found)
    better = _better(found, step, name)
    width = (slope.high - slope.low) * step
    per = f" per {count(slope.per)} cases" if slope.per != 1 else ""
    worth = f"{amount(slope.value * step, slope.unit, width)}{per}"
    reach = between(slope.low * step, slope.high * step, slope.unit)
    if rises.value >= SURE:
        return f"{better} was worth about {worth}, {reach}"
    if rises.value <= 1 - SURE:
        return f"{better} went along with less value, about {worth}, {reach}: choose by value and not by {name}"
    odds = chance(rises.value)
    return (
        f"whether a better {name} brings more is not known yet: {better} went along with {worth}, {reach}, and the "
        f"chance that it brings anything is {odds}, {not_ranked}"
    )


def matters_heard(found: Sequence[Measurement]) -> tuple[str, ...]:
    """The same as a sentence; none where nothing was measured."""
    told = matters_told(found)
    return (sentence(told),) if told else ()


def matters_lines(found: Sequence[Measurement]) -> tuple[str, ...]:
    """The same for data scientists: sentences with all numbers; empty where nothing was measured."""
    slope, rises = _one(found, SLOPE), _one(found, RISES)
    if slope is None:
        return ()
    lines = [*matters_heard(found)]
    explained, needed = _one(found, EXPLAINED), _one(found, NEEDED)
    if rises is not None and rises.value is not None and explained is not None and explained.value is not None:
        share = f"{explained.value:.2f} ({explained.low or 0:.2f} to {explained.high or 0:.2f})"
        lines.append(
            f"Chance that it rises: {rises.value:.3g}. R², without what is noise: {share}. From {slope.n} attempts in "
            f"{slope.clusters} periods, each with a level of its own; the errors of metric and value are known, and go "
            "together as they come from the same rows."
        )
    if needed is not None and needed.value is not None and needed.low is not None and needed.high is not None:
        name = title_of(needed.slice.get(METRIC, "metric"))
        reach = ends(needed.low, needed.high, joint="to")
        lines.append(f"{name[:1].upper()}{name[1:]} at which the goal is expected: {number(needed.value)} ({reach}).")
    return tuple(lines)


def matters_picture(found: Sequence[Measurement]) -> Markup:
    """Gain against metric, a cross for each attempt, and the line; empty where fewer than two were measured."""
    slope = _one(found, SLOPE)
    metric, value = _by_attempt(found, METRIC_OF), _by_attempt(found, VALUE_OF)
    names = [name for name in metric if name in value]
    if slope is None or len(names) < 2:
        return Markup()
    points: Values = [_point(name, metric[name], value[name]) for name in names]
    x = {"field": "x", "type": "quantitative", "scale": {"zero": False, "padding": 16}}
    x["axis"] = axis(title_of(slope.slice.get(METRIC, "")))
    y = {"field": "y", "type": "quantitative", "scale": {"zero": False, "padding": 12}, "axis": axis("", ticks=5)}
    rule = {"type": "rule", "strokeWidth": 2}
    layers = [
        *_line(points, slope, metric[names[0]], x, y),
        _layer(points, rule, {"x": {**x, "field": "left"}, "x2": {"field": "right"}, "y": y}, MUTED),
        _layer(points, rule, {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}, MUTED),
        _layer(points, {"type": "point", "filled": True, "size": 70, "opacity": 1}, {"x": x, "y": y}, INK),
        _layer(
            points,
            {"type": "text", "align": "left", "dx": 8, "dy": -8, "fontSize": 12},
            {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
            INK,
        ),
    ]
    per = f" per {count(slope.per)} cases" if slope.per != 1 else ""
    title = f"Gain in {slope.unit}{per} against {title_of(slope.slice.get(METRIC, ''))}"
    says = "; ".join(f"{each['name']}: {number(each['x'])}, {amount(each['y'], slope.unit)}" for each in points)
    return draw(layers, _HEIGHT, title, says, left=56)


def _line(points: Values, slope: Measurement, metric: Measurement, x: Any, y: Any) -> list[dict[str, Any]]:
    """The line through the middle of all attempts; none where no slope is known."""
    if slope.value is None:
        return []
    rise = slope.value if metric.direction != "down" else -slope.value
    middle = sum(each["x"] for each in points) / len(points), sum(each["y"] for each in points) / len(points)
    sides = min(each["x"] for each in points), max(each["x"] for each in points)
    ends_of: Values = [{"x": at, "y": middle[1] + rise * (at - middle[0])} for at in sides]
    return [_layer(ends_of, {"type": "line", "strokeWidth": 2}, {"x": x, "y": y}, ACCENT)]


def _layer(values: Values, mark: dict[str, Any], encoding: dict[str, Any], colour: str) -> dict[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": {**encoding, "color": {"value": colour}}}


def _point(name: str, metric: Measurement, value: Measurement) -> dict[str, Any]:
    return {
        "name": cut(name, 18),
        "x": metric.value,
        "left": metric.low,
        "right": metric.high,
        "y": value.value,
        "low": value.low,
        "high": value.high,
    }


def _step(found: Sequence[Measurement]) -> float:
    """A round size of a difference that attempts really had."""
    known = [one.value for one in found if one.name == METRIC_OF and one.value is not None]
    spread = max(known) - min(known) if known else 0.0
    return float(10.0 ** math.floor(math.log10(spread))) if spread > 0 else 1.0


def _better(found: Sequence[Measurement], step: float, name: str) -> str:
    down = any(one.direction == "down" for one in found if one.name == METRIC_OF)
    return f"a {'fall' if down else 'rise'} of {step:g} in {name}"


def _one(found: Sequence[Measurement], name: str) -> Measurement | None:
    return next((one for one in found if one.name == name), None)


def _by_attempt(found: Sequence[Measurement], name: str) -> dict[str, Measurement]:
    return {one.candidate: one for one in found if one.name == name and one.value is not None}
