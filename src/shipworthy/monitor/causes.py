"""From what was seen in a window to incidents with a cause: the system, the data, or the model."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from shipworthy.monitor.decline import Fall, of_model
from shipworthy.monitor.feed_day import day_of
from shipworthy.monitor.feeds import Broken
from shipworthy.monitor.health import Symptom
from shipworthy.monitor.limits import limit_of_value
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.value import promised
from shipworthy.monitor.windows import Stretch
from shipworthy.records.incident import Cause, Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.numbers import amount, count
from shipworthy.show.periods import moment
from shipworthy.show.words import MEASURES, sentence
from shipworthy.stats.bounds import interval

INCIDENT: Final = "incident"
"""Name under which a gain's `slice` says which incident's rows it is of."""

SERVER: Final = "server"


@dataclass(frozen=True)
class Trouble:
    """Something wrong in one window, with its cause.

    Attributes:
        cause: system or data.
        where: place of the cause.
        kind: in what way.
        since: first moment concerned, UTC.
        until: first moment after it, UTC; None when it lasted to the window's end.
        says: one plain sentence.
        next_step: what a person should do.
        measurements: numbers that show it.
    """

    cause: Cause
    where: str
    kind: str
    since: datetime
    until: datetime | None
    says: str
    next_step: str
    measurements: tuple[Measurement, ...]

    @property
    def sentence(self) -> str:
        """What was seen, as an incident tells it."""
        return sentence(f"the system: {self.says}" if self.cause == "system" else self.says)

    def is_of(self, incident: Incident) -> bool:
        """Whether it is the same matter: one broken feed is one, in whatever way; a server may be slow and fail."""
        if (incident.cause, incident.where) != (self.cause, self.where):
            return False
        if incident.until is None or self.since <= incident.until:
            return self.cause == "data" or incident.kind == self.kind
        return False


def troubles(broken: Iterable[Broken], symptoms: Iterable[Symptom]) -> tuple[Trouble, ...]:
    """Broken feeds and a sick system, each with its cause."""
    feeds = (
        Trouble("data", each.where, each.kind, each.since, each.until, each.says, each.next_step, each.measurements)
        for each in broken
    )
    system = (
        Trouble("system", SERVER, each.kind, each.since, None, each.says, each.next_step, each.measurements)
        for each in symptoms
    )
    return (*feeds, *system)


def carry_on(
    incidents: Sequence[Incident], seen: Sequence[Trouble], stretch: Stretch, noticed: datetime
) -> tuple[Incident, ...]:
    """Incidents of system and data after one more stretch: gone on with, begun, or over.

    An incident that lasts keeps its id; one that was not seen any more ended where the stretch begins, a broken feed
    with the day before, for feeds are judged by whole days.

    Args:
        incidents: known ones, of any cause.
        seen: what is wrong in the stretch.
        stretch: where it was looked for.
        noticed: moment from which that could be known, UTC.
    """
    kept: list[Incident] = []
    begun = list(seen)
    for incident in incidents:
        again = next((each for each in begun if each.is_of(incident)), None)
        if again is not None:
            begun.remove(again)
            kept.append(_gone_on(incident, again))
        elif incident.until is None and incident.cause != "model" and incident.since < stretch.end:
            end = day_of(stretch.start) if incident.cause == "data" else stretch.start
            kept.append(structs.replace(incident, until=max(end, incident.since)))
        else:
            kept.append(incident)
    return (*kept, *(_begun(each, noticed) for each in begun))


def troubled(stretch: Stretch, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents of system or data that share a moment with a stretch."""
    return tuple(each for each in incidents if each.cause != "model" and stretch.meets(each.since, each.until))


def with_cost(incident: Incident, windows: Sequence[Window], settings: Settings) -> Incident:
    """An incident of system or data with what its rows brought less than was promised.

    Without a promise it is held against what windows without incident brought before.
    """
    told = [
        number
        for window in windows
        for number in window.measurements
        if number.name == "gain" and number.slice.get(INCIDENT) == incident.id
    ]
    before = [window for window in windows if window.end <= incident.since and not _has_incident(window)]
    return structs.replace(incident, cost=_shortfall(told, _expected(settings, before), settings))


def incidents_of_model(
    found: Sequence[Fall], windows: Sequence[Window], known: Sequence[Incident], settings: Settings
) -> tuple[Incident, ...]:
    """Falls as incidents; what was done about a known one is kept.

    Args:
        found: as `falls` gives them.
        windows: those that were judged for it.
        known: incidents that were told before.
        settings: promise and goal.
    """
    before = {each.id: each for each in known}
    told = [_model_incident(fall, windows, settings) for fall in found]
    return tuple(structs.replace(each, did=before[each.id].did) if each.id in before else each for each in told)


def _gone_on(incident: Incident, again: Trouble) -> Incident:
    """The same incident; what was seen of it last is seen best: it may have begun within a day that was half sound."""
    return structs.replace(
        incident, until=again.until, says=again.sentence, next_step=again.next_step, measurements=again.measurements
    )


def _begun(trouble: Trouble, noticed: datetime) -> Incident:
    return Incident(
        id=_id(trouble.cause, trouble.where, trouble.kind, trouble.since),
        cause=trouble.cause,
        kind=trouble.kind,
        where=trouble.where,
        since=trouble.since,
        until=trouble.until,
        noticed=noticed,
        says=trouble.sentence,
        measurements=trouble.measurements,
        next_step=trouble.next_step,
    )


def _id(cause: str, where: str, kind: str, since: datetime) -> str:
    return ".".join(part for part in (cause, where, kind, since.strftime("%Y-%m-%dT%H:%M")) if part)


def _has_incident(window: Window) -> bool:
    return any(INCIDENT in number.slice for number in window.measurements)


def _expected(settings: Settings, before: Sequence[Window]) -> float | None:
    """Gain for `per` rows that was promised; without a promise what was usual."""
    told = promised(settings)
    if told is not None and told.value is not None:
        return told.value
    usual = [(one.value, one.n) for window in before if (one := window.of("gain")) and one.value is not None]
    rows = sum(n for _, n in usual)
    return sum(value * n for value, n in usual) / rows if rows else None


def _shortfall(gains: Sequence[Measurement], expected: float | None, settings: Settings) -> Measurement | None:
    """What was missing to what was expected, over all rows, in the unit of success."""
    brought = _together(gains)
    if not settings.worth.agreed or expected is None or brought is None or brought.value is None:
        return None
    scale = brought.n / settings.per
    return structs.replace(
        brought,
        name="cost",
        value=scale * (expected - brought.value),
        low=None if brought.high is None else scale * (expected - brought.high),
        high=None if brought.low is None else scale * (expected - brought.low),
        se=None if brought.se is None else scale * brought.se,
        unit=settings.unit or settings.worth.unit,
        per=1.0,
        direction="down",
        method="what was expected is taken at its word",
    )


def _together(numbers: Sequence[Measurement]) -> Measurement | None:
    """Means of several windows as one mean, windows being independent."""
    known = [(one.value, one.se, one.n) for one in numbers if one.value is not None and one.n]
    if not known:
        return None
    rows = sum(n for _, _, n in known)
    value = sum(value * n for value, _, n in known) / rows
    blank = structs.replace(numbers[-1], value=value, low=None, high=None, se=None, df=None, n=rows, clusters=None)
    errors = [se * n for _, se, n in known if se is not None]
    if len(errors) < len(known):
        return blank
    se = math.sqrt(sum(error**2 for error in errors)) / rows
    low, high = interval(value, se, None, blank.level)
    return structs.replace(blank, low=low, high=high, se=se, method="windows put together")


def _model_incident(fall: Fall, windows: Sequence[Window], settings: Settings) -> Incident:
    end = fall.until.start if fall.until is not None else None
    during = [window for window in windows if window.start >= fall.since.start and (end is None or window.start < end)]
    gains = [one for window in during if (one := of_model(window, "gain")) is not None]
    shown = [one for window in during if (one := of_model(window, fall.shown_by.name)) is not None]
    brought, told = _together(gains), promised(settings)
    numbers = [brought, told, None if fall.shown_by.name == "gain" else _together(shown)]
    return Incident(
        id=_id("model", "", fall.kind, fall.since.start),
        cause="model",
        kind=fall.kind,
        since=fall.since.start,
        until=end,
        noticed=fall.noticed.end + timedelta(seconds=settings.delay),
        says=_in_words(fall, brought, settings),
        measurements=tuple(one for one in numbers if one is not None),
        cost=_shortfall(gains, _expected(settings, ()), settings),
        next_step="retrain on what has come in since and hold that against the same goal, or look at the goal anew",
    )


def _in_words(fall: Fall, brought: Measurement | None, settings: Settings) -> str:
    since = moment(fall.since.start)
    when = f"Since {since}" if fall.until is None else f"From {since} to {moment(fall.until.start)}"
    now = "is healthy and no feed is broken" if fall.until is None else "was healthy and no feed was broken"
    cause = f"the system {now}: the world has changed, and the model has not"
    has = "has been" if fall.until is None else "was"
    if fall.kind == "performance" or brought is None or brought.value is None:
        name = fall.shown_by.name
        return f"{when} the model {has} worse than on the cases kept aside ({MEASURES.get(name, name)}); {cause}."
    unit = settings.unit or settings.worth.unit
    per = f"per {count(settings.per)} cases" if settings.per != 1 else "per case"
    told, limit = _expected(settings, ()), limit_of_value(settings)
    against = [] if told is None else [f"{amount(told, unit)} were promised"]
    against += [] if limit is None else [f"at least {amount(limit.value, unit)} are needed"]
    brings = "it has brought" if fall.until is None else "it brought"
    return f"{when} {brings} about {amount(brought.value, unit)} {per}, where {' and '.join(against)}; {cause}."
