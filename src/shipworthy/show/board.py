"""What the pages of the board need: words and pictures of one project, made once for as long as nothing changes."""

from collections.abc import Sequence
from typing import Any, Final

from shipworthy.records.evidence import Evidence
from shipworthy.records.incident import Incident
from shipworthy.records.window import Window
from shipworthy.show import incidents
from shipworthy.show.habits import habits
from shipworthy.show.live import Live, delivered, delivery_says, standing, window_word
from shipworthy.show.live_pictures import (
    delivery_picture,
    drift_picture,
    metric_course,
    quality_picture,
    speed_picture,
    stand_in_picture,
)
from shipworthy.show.numbers import count, number, share
from shipworthy.show.periods import day
from shipworthy.show.report import first_part
from shipworthy.show.scientist import second_part
from shipworthy.show.story import Story
from shipworthy.show.weeks import heads, weeks
from shipworthy.show.words import AUTHORITIES

_OWNERS: Final = ("What answers", "How much it may do")


def for_owner(story: Story, live: Live) -> dict[str, Any]:
    """The page for the business owner."""
    return {
        "owner": first_part(story),
        "habits": habits(story),
        "story": story,
        "simulated": AUTHORITIES["simulated"],
        "delivery": _delivery(story, live),
        "standing": [(label, words) for label, words in standing(live) if label in _OWNERS],
        "open": [incidents.told(story, live, one) for one in live.open],
        "incidents": incidents.incidents(story, live),
    }


def for_scientist(story: Story, live: Live, evidence: Sequence[tuple[Evidence, bool]]) -> dict[str, Any]:
    """The page for the data scientist."""
    return {
        "story": story,
        "science": second_part(story),
        "drift": _drift(live),
        "bundles": _bundles(live),
        "evidence": [_evidence(each, stands) for each, stands in reversed(evidence)],
    }


def for_watching(story: Story, live: Live) -> dict[str, Any]:
    """The page of what is live."""
    return {
        "standing": standing(live),
        "open": [incidents.told(story, live, one) for one in live.open],
        "delivery": _delivery(story, live),
        "pictures": {
            "metric": metric_course(story, live),
            "speed": speed_picture(story, live),
            "stand_in": stand_in_picture(live),
            "drift": drift_picture(live),
            "quality": quality_picture(live),
        },
        "weeks": weeks(story, live),
        "heads": heads(story, live),
        "numbers": {one.id: number for number, one in enumerate(live.incidents, start=1)},
        "incidents": incidents.incidents(story, live),
    }


def for_incident(story: Story, live: Live, incident: Incident) -> dict[str, Any]:
    """The page of one incident."""
    picture, shows = incidents.picture(story, live, incident)
    return {"one": incidents.told(story, live, incident), "picture": picture, "shows": shows}


def _delivery(story: Story, live: Live) -> dict[str, Any]:
    word, unit = window_word(live), story.unit
    told = f"{unit} more than {story.than}" if unit else f"more than {story.than}"
    return {
        "headline": delivered(story, live),
        "says": delivery_says(story, live),
        "picture": delivery_picture(story, live),
        "word": word,
        "caption": (
            f"Each dot is one {word}: {told}, as if the whole month had been like it.",
            "Pale: what was promised of a month; dashed: what we expected.",
            "Hollow dots: something else than the model answered. Shaded: an incident, with its number.",
        ),
    }


def _drift(live: Live) -> dict[str, Any] | None:
    picture = drift_picture(live)
    if not picture:
        return None
    last = next(one for one in reversed(live.windows) if _by_column(one, "drift"))
    told = {name: _by_column(last, name) for name in ("drift", "missing", "outside")}
    columns = sorted(told["drift"], key=lambda column: -told["drift"][column])
    rows = [
        (column, number(told["drift"][column]), *(_share(told[name].get(column)) for name in ("missing", "outside")))
        for column in columns
    ]
    return {"picture": picture, "rows": rows}


def _by_column(window: Window, name: str) -> dict[str, float]:
    return {
        one.slice["column"]: one.value
        for one in window.measurements
        if one.name == name and one.value is not None and "column" in one.slice
    }


def _bundles(live: Live) -> list[tuple[str, ...]]:
    return [
        (
            f"v{one.version}",
            one.candidate,
            count(one.rows),
            day(one.until) if one.until else "",
            "" if one.threshold is None else number(one.threshold),
            f"`{one.model[:12]}`" if one.model else "",
            day(one.made) if one.made else "",
        )
        for one in reversed(live.bundles)
    ]


def _evidence(each: Evidence, stands: bool) -> tuple[str, ...]:
    when = f"{each.time:%Y-%m-%d %H:%M}" if each.time else ""
    return f"`{each.check}`", each.says, each.stage, each.candidate, "yes" if stands else "no: stale", when


def _share(value: float | None) -> str:
    return "" if value is None else share(value)
