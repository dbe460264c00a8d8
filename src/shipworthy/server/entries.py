"""From rows that were answered to what is logged, and from there to what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shipworthy.bundle.brought import groups, inputs, times
from shipworthy.bundle.leaving import LEFT
from shipworthy.records.bundle import Bundle
from shipworthy.records.deployment import Level
from shipworthy.records.logged import AS_MEANT, Logged, Route
from shipworthy.server.answers import Answer
from shipworthy.server.scoring import Scored

_WHY: Final = {"review": "an amount that the decision depends on is missing", "today": LEFT}


@dataclass(frozen=True)
class Circumstances:
    """What holds for all rows of one call.

    Attributes:
        bundle: that answered, or stood by.
        received: when the call came, UTC.
        seconds: from then until it was scored.
        origin: `live` or `shadow`.
        by_model: False when something else answered.
        why: why it was not the model.
    """

    bundle: Bundle
    received: datetime
    seconds: float
    origin: str = "live"
    by_model: bool = True
    why: str = ""


def entries(scored: Scored, ids: Sequence[str], around: Circumstances) -> list[Logged]:
    """What is logged of each row; values of personal columns, groups by them included, stay out."""
    bundle, frame = around.bundle, scored.frame
    brought, moments, grouped = inputs(frame, bundle), times(frame, bundle), groups(frame, bundle)
    routes = [_route(around, scored, place) for place in range(len(ids))]
    return [
        Logged(
            id=name,
            time=moments[place] or around.received,
            received=around.received,
            version=bundle.version,
            origin=around.origin,
            route=routes[place],
            why=around.why or _WHY.get(routes[place], ""),
            score=scored.scores[place],
            decision=scored.decisions[place],
            group=grouped[place],
            inputs=brought[place],
            seconds=around.seconds,
        )
        for place, name in enumerate(ids)
    ]


def answer(logged: Logged, level: Level) -> Answer:
    """What is said of a logged prediction; the score of a model that was not trusted is kept to ourselves."""
    return Answer(
        id=logged.id,
        version=logged.version,
        level=level,
        time=logged.time,
        decision=logged.decision,
        score=logged.score if logged.route in AS_MEANT else None,
        route=logged.route,
        why=logged.why,
    )


def _route(around: Circumstances, scored: Scored, place: int) -> Route:
    if scored.decisions[place] is None:
        return "review"
    if not around.by_model:
        return "fallback"
    return "today" if scored.left and scored.left[place] else "model"
