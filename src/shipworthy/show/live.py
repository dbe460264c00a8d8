"""What is live, and what it has brought so far: records of one project, gathered; nothing in it is measured here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from msgspec import structs

from shipworthy.records.bundle import Bundle, Fallback
from shipworthy.records.deployment import Deployment, Level
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.numbers import count
from shipworthy.show.periods import day, stretch
from shipworthy.show.story import Story
from shipworthy.show.worth import Worth, worth

LEVELS: Final[dict[Level, str]] = {
    "shadow": "It only watches: what it says is written down, and nobody acts on it.",
    "suggest": "It suggests; a person decides every case.",
    "review": "It decides the clear cases; a person looks at the others.",
    "act": "It acts by itself.",
}
"""How much a model may do by itself."""

STAND_INS: Final[dict[Fallback, str]] = {
    "status_quo": "what you do today",
    "constant": "always the same answer",
    "review": "a person who looks at every case",
}
"""What answers while the model cannot."""

_WORD: Final = {3_600: "hour", 86_400: "day", 604_800: "week"}
_RECENT: Final = 4
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Live:
    """One project in production. Everything may be missing; it is then said to be.

    Attributes:
        deployment: what is live now; None when nothing ever was.
        bundles: every version that was built, oldest first.
        windows: stretches of live traffic, oldest first, each once.
        incidents: what went wrong, oldest first, each as it stands now.
    """

    deployment: Deployment | None = None
    bundles: tuple[Bundle, ...] = ()
    windows: tuple[Window, ...] = ()
    incidents: tuple[Incident, ...] = ()

    @property
    def champion(self) -> Bundle | None:
        """The version that answers; None while nothing is live."""
        return self.bundle(self.deployment.champion) if self.deployment else None

    @property
    def open(self) -> tuple[Incident, ...]:
        """Incidents that last, the newest first."""
        return tuple(one for one in reversed(self.incidents) if one.until is None)

    @property
    def over(self) -> tuple[Incident, ...]:
        """Incidents that have ended, oldest first."""
        return tuple(one for one in self.incidents if one.until is not None)

    @property
    def judged(self) -> tuple[Window, ...]:
        """Windows whose outcomes had the time to come in, and whose gain could be told."""
        return tuple(one for one in self.windows if one.judged and known(one.of("gain")))

    def bundle(self, version: int | None) -> Bundle | None:
        """The bundle of that version, or None."""
        return next((one for one in self.bundles if one.version == version), None)

    def incident(self, name: str) -> Incident | None:
        """The incident of that id, or None."""
        return next((one for one in self.incidents if one.id == name), None)


def known(measured: Measurement | None) -> bool:
    """Whether there is a number."""
    return measured is not None and measured.value is not None


def window_word(live: Live) -> str:
    """What a window is called: hour, day, week, or period."""
    if not live.windows:
        return "week"
    first = live.windows[0]
    return _WORD.get(round((first.end - first.start).total_seconds()), "period")


def hour(window: Window) -> str:
    """The hour (UTC) with which a window begins that is shorter than a day; empty for others.

    >>> from datetime import datetime
    >>> begins = datetime(2013, 8, 12, 6)
    >>> hour(Window(start=begins, end=begins + timedelta(hours=6))), hour(Window(start=begins, end=begins + _DAY))
    ('06:00', '')
    """
    return f"{window.start:%H:%M}" if window.end - window.start < _DAY else ""


def delivered(story: Story, live: Live) -> Worth | None:
    """What decisions brought over today in all judged windows, at the pace of a month; None when that is not known."""
    return _mean(story, live.judged, "gain")


def promised(story: Story, live: Live) -> Worth | None:
    """What was promised: as windows have it, else as it was forecast; None when nothing was."""
    told = [one.of("promised") for one in live.windows]
    latest = next((one for one in reversed(told) if one is not None and one.value is not None), None)
    if story.forecast and known(story.forecast.promise):
        latest = story.forecast.promise
    return worth(story, latest) if latest else None


def delivery_says(story: Story, live: Live) -> tuple[str, ...]:
    """What was delivered against what was promised, in sentences, the sum first; empty before there is any."""
    so_far, wanted, word = delivered(story, live), promised(story, live), window_word(live)
    if so_far is None:
        return ()
    lines = [f"So much more than {story.than} it really brought, {stretch(live.judged[0].start, live.judged[-1].end)}."]
    if wanted and wanted.value is not None:
        lines.append(f"Promised were {wanted.text} {wanted.per}{f', {wanted.range}' if wanted.range else ''}.")
    gains = [one.of("gain") for one in live.judged]
    better = sum(one.value > 0 for one in gains if one is not None and one.value is not None)
    lines.append(f"In {better} of {len(live.judged)} {word}s it brought more than {story.than}.")
    recent = _mean(story, live.judged[-_RECENT:], "gain")
    if recent and len(live.judged) > 2 * _RECENT:
        lines.append(f"In the last {_RECENT} {word}s: {recent.text} {recent.per}.")
    return tuple(lines)


def standing(live: Live) -> tuple[tuple[str, str], ...]:
    """What is live now, as (label, words); empty when nothing is."""
    now = live.deployment
    if now is None or now.champion is None:
        return ()
    bundle = live.champion
    made = f"made from the attempt “{bundle.candidate}”" if bundle else ""
    lines = [
        ("Version", ", ".join(part for part in (f"v{now.champion}", made) if part)),
        ("Since", ": ".join(part for part in (day(now.since) if now.since else "", now.why) if part)),
        ("What answers", _answers(now.mode, bundle)),
        ("How much it may do", LEVELS[now.level]),
    ]
    if bundle and bundle.rows:
        until = f", up to {day(bundle.until)}" if bundle.until else ""
        lines.append(("Learned from", f"{count(bundle.rows)} cases{until}"))
    if now.shadow is not None:
        lines.append(("On trial beside it", f"v{now.shadow}: it is asked too, and nobody acts on what it says."))
    if now.previous is not None:
        lines.append(("To go back to", f"v{now.previous}, at once: `shipworthy rollback`"))
    return tuple((label, words) for label, words in lines if words)


def _mean(story: Story, windows: Sequence[Window], name: str) -> Worth | None:
    """Every case counts the same, so long windows count more."""
    told = [one.of(name) for one in windows]
    parts = [(one.value / one.per, one.n or 1) for one in told if one is not None and one.value is not None]
    first = next((one for one in told if one is not None), None)
    if first is None or not parts:
        return None
    rows = sum(n for _, n in parts)
    mean = sum(each * n for each, n in parts) / rows * first.per
    return worth(story, structs.replace(first, value=mean, low=None, high=None, se=None, n=rows))


def _answers(mode: str, bundle: Bundle | None) -> str:
    if mode == "model":
        return "The model."
    stands_in = STAND_INS[bundle.fallback] if bundle else "what stands in for it"
    says = f" ({bundle.fallback_says})" if bundle and bundle.fallback_says else ""
    return f"Not the model: {stands_in}{says}, until what is wrong has been mended."
