"""Over which amounts an attempt is better than what is done today, in a picture and in words."""

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from shipworthy.records.measurement import Measurement
from shipworthy.show.drawing import ACCENT, GOAL, INK, MUTED, SOFT, draw
from shipworthy.show.numbers import amount
from shipworthy.show.pictures import axis
from shipworthy.show.story import Story
from shipworthy.show.words import sentence
from shipworthy.show.worth import worth

RATIO: Final = "ratio"
AMOUNT: Final = "amount"
AT: Final = "at"
RANGE: Final = "plausible"
_HEIGHT: Final = 220

Point = dict[str, Any]


def curve_pictures(story: Story) -> tuple[tuple[Markup, str], ...]:
    """One picture for the ratio, or one for each amount, each with what it shows; empty where nothing was measured."""
    stated = {one.slice.get(AMOUNT, ""): one.value for one in story.decisions_over if one.name == RANGE}
    return tuple(
        (picture, _caption(story, about))
        for about, agreed in stated.items()
        if (picture := _picture(story, about, agreed))
    )


def curve_says(story: Story) -> str:
    """Over which amounts the attempt put forward is better, a sentence; empty where nothing was measured."""
    told = story.decisions_told.get(story.chosen, "")
    return sentence(told) if told else ""


def curve_heard(story: Story) -> tuple[str, ...]:
    """What is said aloud: of the attempt put forward, or of every attempt where that is none of them."""
    alone = curve_says(story)
    return (alone,) if alone else curve_lines(story)


def curve_lines(story: Story) -> tuple[str, ...]:
    """The same of every attempt, a sentence each."""
    return tuple(map(sentence, story.decisions_told.values()))


def _picture(story: Story, about: str, agreed: float | None) -> Markup:
    label = AT if about else RATIO
    curves: dict[str, list[Point]] = {}
    for one in story.decisions_over:
        if one.name != RANGE and one.slice.get(AMOUNT, "") == about and one.value is not None:
            curves.setdefault(one.candidate, []).append(_point(story, one, label))
    if len(curves.get(story.chosen, ())) < 2:
        return Markup()
    points = [point for curve in curves.values() for point in curve]
    low, high = (end(point["x"] for point in points) for end in (min, max))
    kind = {"type": "linear" if about else "log", "nice": False, "zero": False, "domain": [low, high]}
    title = about.replace("_", " ") if about else "times that a right yes brings what a wrong yes costs"
    x = {"field": "x", "type": "quantitative", "scale": kind, "axis": {**axis(title), "format": ".3~g"}}
    y = {"field": "value", "type": "quantitative", "axis": axis("", ticks=5), "scale": {"nice": True}}
    layers = [
        *_area(curves[story.chosen], x, y),
        _rule({"y": {"datum": 0, "type": "quantitative"}}, MUTED),
        *([_rule({"x": {**x, "field": "agreed"}}, GOAL, agreed)] if agreed is not None else []),
        *(_line(curve, x, y, strong=name == story.chosen) for name, curve in curves.items()),
        *_names(curves, x, y, story.chosen),
    ]
    says = "; ".join(f"{point['x']:g}: {point['text']}" for point in curves[story.chosen][::4])
    return draw(layers, _HEIGHT, f"What {story.chosen} brings, for other amounts", says, left=48)


def _point(story: Story, one: Measurement, label: str) -> Point:
    scaled = worth(story, one)
    assert scaled.value is not None
    return {
        "x": float(one.slice[label]),
        "value": scaled.value,
        "low": scaled.value if scaled.low is None else scaled.low,
        "high": scaled.value if scaled.high is None else scaled.high,
        "text": amount(scaled.value, scaled.unit),
    }


def _area(curve: Sequence[Point], x: Point, y: Point) -> list[Point]:
    ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    return [_layer(curve, {"type": "area", "color": SOFT, "opacity": 0.7}, ends)]


def _line(curve: Sequence[Point], x: Point, y: Point, *, strong: bool) -> Point:
    mark = {"type": "line", "color": ACCENT if strong else MUTED, "strokeWidth": 2.5 if strong else 1}
    return _layer(curve, {**mark, "opacity": 1 if strong else 0.7}, {"x": x, "y": y})


def _names(curves: dict[str, list[Point]], x: Point, y: Point, chosen: str) -> list[Point]:
    """The name of the one that matters, and of the two that need no attempt, at the end of their lines."""
    shown = [name for name in curves if name in (chosen, "always yes", "never yes")]
    ends = [{**curves[name][-1], "name": name} for name in shown]
    mark = {"type": "text", "align": "right", "baseline": "bottom", "dx": -2, "dy": -4, "color": INK}
    return [_layer(ends, mark, {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}})]


def _rule(encoding: Point, colour: str, agreed: float | None = None) -> Point:
    mark = {"type": "rule", "color": colour, "strokeWidth": 1, "strokeDash": [] if agreed is None else [5, 4]}
    return _layer([{} if agreed is None else {"agreed": agreed}], mark, encoding)


def _layer(values: Sequence[Point], mark: Point, encoding: Point) -> Point:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def _caption(story: Story, about: str) -> str:
    lines = "Each line is an attempt" + ("" if about else ", with the threshold that is best for it there")
    sure = f"pale: where {story.chosen} very likely lies"
    first = next(one for one in story.decisions_over if one.name != RANGE)
    scaled = worth(story, first)
    unit = f"In {scaled.unit} {scaled.per}. ".replace(" .", ".") if scaled.unit not in ("", "1") else ""
    above = f"above the line at 0 it is better than {story.than}"
    return f"{unit}{lines}; {above}. {sure[0].upper()}{sure[1:]}; dashed: what is agreed."
