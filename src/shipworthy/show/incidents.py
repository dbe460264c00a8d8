"""What went wrong live, told to somebody who was not there."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from shipworthy.records.incident import Cause, Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.attempts import title_of
from shipworthy.show.live import Live
from shipworthy.show.live_pictures import Series, series_picture
from shipworthy.show.numbers import amount, between
from shipworthy.show.periods import moment, stretch
from shipworthy.show.story import Story
from shipworthy.show.weeks import OTHERS, seconds
from shipworthy.show.words import MEASURES, plain, sentence
from shipworthy.show.worth import worth

CAUSES: Final[dict[Cause, str]] = {
    "system": "The system: the program that answers was slow or failed. The model and the data are not to blame.",
    "data": "The data: a feed brings something else than it used to. The model and the system are not to blame.",
    "model": "The world: data and system are sound, and what the model learned is less true than it was.",
}
"""Where the fault lies."""

KINDS: Final = {
    "missing": "values are missing",
    "frozen": "values no longer change",
    "outside": "values are out of range",
    "shift": "values have moved",
    "unseen": "there are values never seen before",
    "late": "it comes too late",
    "slow": "answers were slow",
    "errors": "calls failed",
    "value": "decisions bring less",
    "performance": "answers are right less often",
}
"""What is wrong, after the place."""

MEASURED: Final = {
    "missing": "Cases without a value",
    "outside": "Values outside of what was learned from",
    "drift": "How far values are from what was learned from (0 none, 1 all)",
    "latency_p50": "Half of the answers within",
    "latency_p90": "9 of 10 answers within",
    "latency_p99": "99 of 100 answers within",
    "errors": "Calls that failed",
    "fallback": "Cases answered without the model",
    "gain": "Brought more than today",
    "value": "Decisions brought",
    "promised": "Promised",
    "mean": "On average",
    "mean before": "On average before",
}
"""Measurements of a window in words."""

_MONEY: Final = ("gain", "promised")
_AROUND: Final = 8


@dataclass(frozen=True)
class Told:
    """An incident for a page.

    Attributes:
        id: of the incident.
        title: what was wrong and where, in a few words.
        open: whether it lasts.
        when: since when and until when.
        noticed: when it could be known.
        says: one sentence, the cause in it.
        cause: where the fault lies, a sentence.
        facts: how we know: (what was measured, the number).
        cost: what it has cost, in words.
        did: what was done about it, and which version answered since, a sentence each.
        next_step: what a person should do.
        number: its number on pictures.
    """

    id: str
    title: str
    open: bool
    when: str
    noticed: str
    says: str
    cause: str
    facts: tuple[tuple[str, str], ...]
    cost: str
    did: tuple[str, ...]
    next_step: str
    number: int


def told(story: Story, live: Live, incident: Incident) -> Told:
    """An incident in plain words."""
    return Told(
        id=incident.id,
        title=title(incident),
        open=incident.until is None,
        when=when(incident),
        noticed=f"Noticed on {moment(incident.noticed)}.",
        says=_says(story, incident),
        cause=CAUSES[incident.cause],
        facts=tuple(_fact(story, one) for one in incident.measurements),
        cost=_cost(incident),
        did=_did(live, incident),
        next_step=sentence(plain(incident.next_step)),
        number=live.incidents.index(incident) + 1,
    )


def incidents(story: Story, live: Live) -> tuple[Told, ...]:
    """All incidents, those that last first, then the newest."""
    return tuple(told(story, live, one) for one in (*live.open, *reversed(live.over)))


def title(incident: Incident) -> str:
    """What is wrong and where.

    >>> from datetime import datetime
    >>> at = datetime(2024, 1, 1)
    >>> title(Incident(id="a", cause="data", kind="outside", where="weather.pressure", since=at, noticed=at, says=""))
    'weather.pressure: values are out of range'
    >>> title(Incident(id="a", cause="system", kind="slow", where="server", since=at, noticed=at, says=""))
    'Answers were slow'
    """
    words = KINDS.get(incident.kind, incident.kind)
    return f"{incident.where}: {words}" if incident.cause == "data" and incident.where else words.capitalize()


def when(incident: Incident) -> str:
    """Since when, and until when."""
    if incident.until is None:
        return f"Since {moment(incident.since)}, and it lasts."
    return f"{stretch(incident.since, incident.until)}; it is over."


def _says(story: Story, incident: Incident) -> str:
    """The incident in a sentence; money is per month."""
    brought, wanted = (next((one for one in incident.measurements if one.name == name), None) for name in _MONEY)
    if incident.kind != "value" or brought is None or wanted is None or None in (brought.value, wanted.value):
        return sentence(plain(incident.says))
    ours, theirs = worth(story, brought), worth(story, wanted)
    verb = "bring" if incident.until is None else "brought"
    more = "more" if (ours.value or 0.0) >= 0 else "less"
    far = replace(ours, value=abs(ours.value or 0.0))
    return f"Decisions {verb} {far.text} {far.per} {more} than {story.than}; {theirs.text} more were promised."


def _did(live: Live, incident: Incident) -> tuple[str, ...]:
    done = [sentence(plain(one)) for one in incident.did]
    for before, now in pairwise(one for one in live.windows if one.versions):
        began = incident.since <= now.start and (incident.until is None or now.start < incident.until)
        if began and now.versions[-1] != before.versions[-1]:
            done.append(f"{moment(now.start)}: version {now.versions[-1]} answers instead of {before.versions[-1]}.")
    return tuple(done)


def _cost(incident: Incident) -> str:
    """What it has cost so far, in words."""
    spent = incident.cost
    if spent is None or spent.value is None:
        return "What it has cost cannot be told yet."
    if spent.value <= 0:
        return "It has cost nothing that could be measured."
    width = None if spent.low is None or spent.high is None else spent.high - spent.low
    reach = "" if spent.low is None or spent.high is None else f", {between(spent.low, spent.high, spent.unit)}"
    so_far = " so far" if incident.until is None else ""
    return f"It has cost about {amount(spent.value, spent.unit, width)}{so_far}{reach}."


def picture(story: Story, live: Live, incident: Incident) -> tuple[Markup, str]:
    """The measurement that shows it, before, during and after, and what it is; empty when no window holds it twice."""
    for series in _series(incident):
        around = _around(live, incident, series)
        named = _named(series.name, series.column)
        per = next((worth(story, one).per for window in around if (one := series.of(window)) is not None), "")
        drawn = series_picture(story, live, series, around, named)
        if drawn:
            return drawn, f"{named} {per}".strip()
    return Markup(), ""


def _series(incident: Incident) -> list[Series]:
    """Measurements that may show it: its own first, then what its kind is about."""
    own = [Series(one.name, one.slice.get("column", "")) for one in incident.measurements]
    kinds = {"slow": "latency_p99", "errors": "errors", "value": "gain", "missing": "missing", "outside": "outside"}
    column = incident.where if incident.cause == "data" else ""
    shown = [one.column for one in own if one.column]
    places = dict.fromkeys((*shown, column, column.rpartition(".")[2])) if column else {"": None}
    return own + [Series(name, place) for place in places for name in (kinds.get(incident.kind, "drift"), "drift")]


def _around(live: Live, incident: Incident, series: Series) -> tuple[Window, ...]:
    hit = [at for at, one in enumerate(live.windows) if one.start <= incident.since < one.end]
    end = [at for at, one in enumerate(live.windows) if incident.until is None or one.start < incident.until]
    if not hit or not end:
        return live.windows if any(series.of(one) for one in live.windows) else ()
    return live.windows[max(0, hit[0] - _AROUND) : end[-1] + _AROUND + 1]


def _fact(story: Story, measured: Measurement) -> tuple[str, str]:
    column = measured.slice.get("column", "")
    if measured.value is None:
        return _named(measured.name, column), "not enough to say yet"
    if measured.name.startswith("latency"):
        return _named(measured.name, column), seconds(measured.value)
    scaled = worth(story, measured)
    told = f"{scaled.text} {scaled.per}".strip()
    return _named(measured.name, column), f"{told}, {scaled.range}" if scaled.range else told


def _named(name: str, column: str) -> str:
    words = MEASURED.get(name) or MEASURES.get(name, title_of(name) if name not in OTHERS else name)
    words = words[:1].upper() + words[1:]
    return f"{words}: {column}" if column else words
