"""What attempts take beside what they bring, in a table, a picture and a sentence."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from shipworthy.foundation.quantities import seconds_in_words
from shipworthy.measure.effort_names import FEATURES, FRONT, MEMORY, ROW, SOURCES, THOUSAND, TRAINING
from shipworthy.records.measurement import Measurement
from shipworthy.show.drawing import ACCENT, GOAL, MUTED, WIDTH, Values, draw
from shipworthy.show.labels import name_layers
from shipworthy.show.numbers import amount, between, count, number
from shipworthy.show.pictures import axis
from shipworthy.show.story import Story
from shipworthy.show.words import cut, joined, sentence
from shipworthy.show.worth import worth

HEADS = ("Attempt", "One case", "1,000 cases", "Learning", "Memory", "Sources", "Columns", "Beaten by")
"""Of the table of costs."""
_TITLES = {
    ROW: "time to answer for one case, in milliseconds",
    TRAINING: "time to learn, in seconds",
    MEMORY: "memory to learn, in MiB",
    SOURCES: "sources that it needs",
}
_FACTORS = {ROW: 1_000.0}
_HEIGHT = 210
_BORDER = 40
_MUCH = 1.5


@dataclass(frozen=True)
class Cost:
    """One line of the table.

    Attributes:
        name: of the attempt.
        cells: what it takes, in words, as `HEADS` says; empty where it was not measured.
        front: True when nobody beats it.
    """

    name: str
    cells: tuple[str, ...]
    front: bool


def cost_lines(story: Story) -> tuple[Cost, ...]:
    """What each attempt takes; empty before it was measured."""
    return tuple(
        Cost(
            name,
            (
                name,
                _time(by.get(ROW)),
                _time(by.get(THOUSAND)),
                _time(by.get(TRAINING)),
                _memory(by.get(MEMORY)),
                _count(by.get(SOURCES)),
                _count(by.get(FEATURES)),
                by[FRONT].against if FRONT in by else "",
            ),
            FRONT in by and by[FRONT].value == 1.0,
        )
        for name, by in _by_name(story.costs).items()
    )


def beaten_told(front: Sequence[Measurement]) -> str:
    """Which attempts nobody beats, and who beats the others, without a full stop."""
    best = [one.candidate for one in front if one.value == 1.0]
    beaten = [f"{one.candidate} by {one.against}" for one in front if one.value == 0.0]
    if not best:
        return "what attempts take was not measured"
    more = f"; beaten: {joined(beaten, most=8)}" if beaten else ""
    return f"nothing else brings as much as {joined(best, most=8)} and takes no more time, memory or sources{more}"


def complexity_told(story: Story) -> str:
    """What it costs to go from the simple attempt to the best one, and what that brings; empty where nothing tells."""
    pair = _simple_and_best(story)
    if pair is None:
        return ""
    simple, best, gap = pair
    by = _by_name(story.costs)
    if simple not in by or best not in by:
        return ""
    more = _how_much_more(by[simple], by[best])
    scaled = worth(story, gap)
    if scaled.value is None or scaled.low is None or scaled.high is None:
        return ""
    money = f"{scaled.text} {scaled.per}".rstrip()
    sure = "" if scaled.low > 0 else ", which may as well be nothing"
    kind = "simpler" if simple in (story.chosen, story.simplest) else "quicker"
    takes = f"It takes {joined(more)}." if more else "It takes hardly more time, memory or data."
    return (
        f"What complexity costs: “{best}” brings {money} more than the {kind} “{simple}”, "
        f"{between(scaled.low, scaled.high, scaled.unit)}{sure}. {takes}"
    )


def costs_heard(story: Story) -> tuple[str, ...]:
    """Who is beaten, and what complexity costs, a sentence each; empty before it was measured."""
    front = [one for one in story.costs if one.name == FRONT]
    if not front:
        return ()
    return tuple(line for line in (sentence(beaten_told(front)), complexity_told(story)) if line)


def costs_document(story: Story) -> dict[str, object]:
    """JSON-like values of what attempts take, and of how their metric went along with their value."""
    return {
        "costs": [one.to_dict() for one in story.costs],
        "matters": [one.to_dict() for one in story.matters],
    }


def cost_pictures(story: Story) -> tuple[Markup, ...]:
    """Value against each thing that attempts take; empty where nothing was measured."""
    if not story.costs or not story.compared_values:
        return ()
    return tuple(picture for cost in _TITLES if (picture := _picture(story, cost)))


def _simple_and_best(story: Story) -> tuple[str, str, Measurement] | None:
    """The attempt put forward beside the best; where they are one, the simplest near it or the quickest to learn."""
    rivals = [one for one in story.differences if one.against not in ("constant", story.status_quo)]
    simple = story.chosen if story.chosen != story.best else story.simplest
    chosen = [one for one in rivals if one.against == simple]
    if not chosen and story.chosen == story.best:
        seconds = {one.candidate: one.value for one in story.costs if one.name == TRAINING and one.value is not None}
        quicker = [one for one in rivals if seconds.get(one.against, math.inf) < seconds.get(story.best, 0.0)]
        chosen = sorted(quicker, key=lambda one: seconds[one.against])[:1]
    return (chosen[0].against, chosen[0].candidate, chosen[0]) if chosen else None


def _how_much_more(simple: Mapping[str, Measurement], best: Mapping[str, Measurement]) -> list[str]:
    words = {
        TRAINING: ("to learn", _time),
        THOUSAND: ("to answer for 1,000 cases", _time),
        MEMORY: ("of memory", _memory),
        SOURCES: ("sources", _count),
    }
    found = []
    for name, (what, told) in words.items():
        mine, theirs = (by.get(name) for by in (best, simple))
        more = mine and theirs and mine.value is not None and theirs.value is not None
        if more and (mine.value or 0) > _MUCH * (theirs.value or 0):  # type: ignore[union-attr]
            found.append(f"{told(mine)} {what} instead of {told(theirs)}")
    return found


def _picture(story: Story, cost: str) -> Markup:
    by = _by_name(story.costs)
    points: Values = []
    for one in story.compared_values:
        found = by.get(one.candidate, {}).get(cost)
        if found is None or found.value is None or one.value is None:
            continue
        scaled = worth(story, one)
        points.append(
            {
                "x": found.value * _FACTORS.get(cost, 1.0),
                "y": scaled.value,
                "low": scaled.value if scaled.low is None else scaled.low,
                "high": scaled.value if scaled.high is None else scaled.high,
                "name": cut(one.candidate, 18),
                "front": by[one.candidate][FRONT].value == 1.0 if FRONT in by[one.candidate] else False,
                "chosen": one.candidate == story.chosen,
            }
        )
    known = sorted(point["x"] for point in points)
    if len(known) < 2 or known[0] == known[-1]:
        return Markup()
    log = cost != SOURCES and known[0] > 0 and known[-1] >= 8 * known[0]
    kind = {"type": "log", "nice": True} if log else {"zero": False, "nice": True, "padding": 24}
    x = {"field": "x", "type": "quantitative", "scale": kind, "axis": axis(_TITLES[cost])}
    y = {"field": "y", "type": "quantitative", "scale": {"zero": False}, "axis": axis("", ticks=5)}
    told = worth(story, next(one for one in story.compared_values if one.value is not None))
    colour = {"condition": {"test": "datum.front", "value": ACCENT}, "value": MUTED}
    ring = [point for point in points if point["chosen"]]
    layers = [
        _layer(
            points,
            {"type": "rule", "strokeWidth": 2},
            {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            colour,
        ),
        _layer(points, {"type": "point", "filled": True, "size": 80, "opacity": 1}, {"x": x, "y": y}, colour),
        _layer(
            ring, {"type": "point", "filled": False, "size": 260, "strokeWidth": 2}, {"x": x, "y": y}, {"value": GOAL}
        ),
        *name_layers(points, x, y, WIDTH - 2 * _BORDER, _HEIGHT),
    ]
    title = f"{told.unit} {told.per} against {_TITLES[cost]}".strip()
    says = "; ".join(f"{point['name']}: {amount(point['y'], told.unit)} at {number(point['x'])}" for point in points)
    return draw(layers, _HEIGHT, title, says, left=56)


def _layer(values: Values, mark: dict[str, object], encoding: dict[str, object], colour: object) -> dict[str, object]:
    return {"data": {"values": values}, "mark": mark, "encoding": {**encoding, "color": colour}}


def _by_name(costs: Sequence[Measurement]) -> dict[str, dict[str, Measurement]]:
    found: dict[str, dict[str, Measurement]] = {}
    for one in costs:
        found.setdefault(one.candidate, {})[one.name] = one
    return found


def _time(one: Measurement | None) -> str:
    if one is None or one.value is None:
        return ""
    if one.value < 1:
        return f"{number(1_000 * one.value)} ms"
    return f"{number(one.value)} s" if one.value < 120 else seconds_in_words(one.value)


def _memory(one: Measurement | None) -> str:
    return "" if one is None or one.value is None else f"{count(one.value)} MiB"


def _count(one: Measurement | None) -> str:
    return "" if one is None or one.value is None else count(one.value)
