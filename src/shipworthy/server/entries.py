"""From rows that were answered to what is logged, and from there to what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from shipworthy.records.bundle import Bundle
from shipworthy.records.deployment import Level
from shipworthy.records.logged import Logged, Route
from shipworthy.server.answers import Answer
from shipworthy.server.scoring import Scored

_UNDECIDED: Final = "an amount that the decision depends on is missing"
_STEP: Final = {"day": "1d", "week": "1w", "month": "1mo"}


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
    return [
        Logged(
            id=name,
            time=moments[place] or around.received,
            received=around.received,
            version=bundle.version,
            origin=around.origin,
            route=_route(around, scored.decisions[place]),
            why=around.why or ("" if scored.decisions[place] is not None else _UNDECIDED),
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
        score=logged.score if logged.route == "model" else None,
        route=logged.route,
        why=logged.why,
    )


def inputs(frame: pl.DataFrame, bundle: Bundle) -> list[dict[str, Any]]:
    """What the rows brought along, personal columns left out."""
    names = [each.name for each in bundle.inputs if not each.personal and each.name in frame.columns]
    return frame.select(names).to_dicts() if names else [{} for _ in range(frame.height)]


def times(frame: pl.DataFrame, bundle: Bundle) -> list[datetime | None]:
    """The rows' own moments in UTC; a clock without a zone is taken to be UTC."""
    if bundle.time not in frame.columns:
        return [None] * frame.height
    series = frame[bundle.time]
    if series.dtype == pl.Date:
        series = series.cast(pl.Datetime("us"))
    if not isinstance(series.dtype, pl.Datetime):
        return [None] * frame.height
    return [_in_utc(each) for each in series.to_list()]


def groups(frame: pl.DataFrame, bundle: Bundle) -> list[str]:
    """What is independent, as text; empty where rows do not say, or where it would tell who they are."""
    if bundle.group in _STEP and bundle.time in frame.columns and frame[bundle.time].dtype.is_temporal():
        series = frame[bundle.time].dt.truncate(_STEP[bundle.group]).dt.date()
    elif bundle.group in frame.columns and not any(
        each.personal for each in bundle.inputs if each.name == bundle.group
    ):
        series = frame[bundle.group]
    else:
        return [""] * frame.height
    return series.cast(pl.String).fill_null("").to_list()


def _route(around: Circumstances, decision: str | float | None) -> Route:
    if decision is None:
        return "review"
    return "model" if around.by_model else "fallback"


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
