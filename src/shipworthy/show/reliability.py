"""How far scores can be believed, in a picture: what was told beside what turned out, stretch by stretch."""

from typing import Any, Final

from markupsafe import Markup

from shipworthy.measure.limit_names import LABEL, STRETCH, TOLD, TURNED_OUT
from shipworthy.show.drawing import ACCENT, MUTED, Values, draw
from shipworthy.show.numbers import count, share
from shipworthy.show.pictures import axis
from shipworthy.show.story import Story

CAPTION: Final = (
    "Each dot is a stretch of scores: further right was told as likelier, further up turned out so more often, and the "
    "line is where that share very likely lies. On the dashed line what is told is what comes."
)
_HEIGHT: Final = 240


def reliability_pictures(story: Story) -> tuple[tuple[Markup, str], ...]:
    """A picture for each label that scores were told of, with its caption; empty where scores are no chances."""
    labels = dict.fromkeys(each.slice.get(LABEL, "") for each in story.limits if each.name == TURNED_OUT)
    drawn = {label: picture for label in labels if (picture := _picture(story, label))}
    alone = len(drawn) == 1
    return tuple((picture, CAPTION if alone else f"“{label}”. {CAPTION}") for label, picture in drawn.items())


def _picture(story: Story, label: str) -> Markup:
    told = {each.slice[STRETCH]: each for each in story.limits if each.name == TOLD and _of(each.slice, label)}
    points: Values = []
    for came in story.limits:
        said = told.get(came.slice.get(STRETCH, ""))
        if came.name != TURNED_OUT or not _of(came.slice, label) or said is None or came.value is None:
            continue
        if said.value is not None:
            low, high = (came.value if end is None else end for end in (came.low, came.high))
            points.append({"x": said.value, "y": came.value, "low": low, "high": high, "n": came.n})
    if not points:
        return Markup()
    most = max(max(point["x"], point["high"]) for point in points)
    scale = {"domain": [0, most], "nice": True}
    x = {"field": "x", "type": "quantitative", "scale": scale, "axis": axis("chance that was told")}
    y = {"field": "y", "type": "quantitative", "scale": scale, "axis": axis("", ticks=5)}
    ideal = [{"x": 0, "y": 0}, {"x": most, "y": most}]
    layers = [
        _layer(ideal, {"type": "line", "color": MUTED, "strokeDash": [5, 4], "strokeWidth": 1}, {"x": x, "y": y}),
        _layer(
            points,
            {"type": "rule", "color": ACCENT, "strokeWidth": 2},
            {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        ),
        _layer(points, {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": ACCENT}, {"x": x, "y": y}),
    ]
    says = "; ".join(f"told {share(one['x'])}, came {share(one['y'])} of {count(one['n'])}" for one in points)
    return draw(layers, _HEIGHT, "What was told beside what turned out", says, left=48)


def _of(where: dict[str, str], label: str) -> bool:
    return where.get(LABEL, "") == label


def _layer(values: Values, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}
