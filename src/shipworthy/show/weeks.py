"""Every stretch of live traffic in words: what it brought, how well it was foreseen, what came in, how fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from shipworthy.records.finding import Finding
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.attempts import metric_names, title_of
from shipworthy.show.live import Live, window_word
from shipworthy.show.numbers import amount, count, share
from shipworthy.show.periods import stretch
from shipworthy.show.story import Story
from shipworthy.show.words import STATES, joined, plain, sentence
from shipworthy.show.worth import Worth, worth

OTHERS = frozenset(
    (
        *("value", "gain", "gain_at_worst", "gain_at_best", "promised", "unknown", "miscalibration"),
        *("latency_p50", "latency_p99", "errors", "fallback", "missing", "outside", "drift"),
    )
)
"""Measurements of a window that are no metric."""


_MOST = 0.95
"""Share of outcomes from which it need not be said that some are missing."""


@dataclass(frozen=True)
class Week:
    """One window, as a line of the table.

    Attributes:
        name: its days.
        cases: predictions, and of how many it is known what turned out.
        brought: what decisions brought over today.
        promised: what was promised for it.
        verdict: how the two compare.
        metric: the main metric.
        incoming: what came in, against what was learned from.
        health: speed, failures, and cases that the model did not answer.
        incidents: that touch it.
        says: things noticed, a sentence each.
    """

    name: str
    cases: str
    brought: str
    promised: str
    verdict: str
    metric: str
    incoming: str
    health: str
    incidents: tuple[Incident, ...]
    says: tuple[str, ...]


def weeks(story: Story, live: Live) -> tuple[Week, ...]:
    """Every window, the newest first."""
    digits = _digits(story, live.windows)
    return tuple(_week(story, live, one, digits) for one in reversed(live.windows))


def main_metric(story: Story, live: Live) -> str:
    """The metric shown of every window: the project's own, else the first that was measured; empty when none was."""
    measured = [one.name for window in live.windows for one in window.measurements if one.name not in OTHERS]
    own = [name for name in metric_names(story) if name in measured]
    return (own or measured or [""])[0]


def touching(live: Live, window: Window) -> tuple[Incident, ...]:
    """Incidents that lasted in a window."""
    return tuple(
        one for one in live.incidents if one.since < window.end and (one.until is None or one.until > window.start)
    )


def seconds(value: float) -> str:
    """A short time: `4 ms`, `1.2 s`.

    >>> seconds(0.0042), seconds(1.24)
    ('4.2 ms', '1.2 s')
    """
    return f"{value * 1000:.2g} ms" if value < 0.0995 else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def verdict_of(window: Window) -> str:
    """How what a window brought compares with what was promised for it."""
    gain, wanted = window.of("gain"), window.of("promised")
    if not window.judged:
        return "still coming in"
    if gain is None or gain.value is None:
        return STATES["cant_tell"]
    if wanted is None or wanted.low is None or wanted.high is None:
        return ""
    value, low, high = gain.value / gain.per, wanted.low / wanted.per, wanted.high / wanted.per
    return "less than promised" if value < low else "more than promised" if value > high else "within the range"


def health_of(window: Window) -> str:
    """Time within which 99 of 100 answers came, failures and stand-ins in one line; empty when nothing was measured."""
    slow, failed, stood_in = (window.of(name) for name in ("latency_p99", "errors", "fallback"))
    parts = []
    if slow is not None and slow.value is not None:
        parts.append(seconds(slow.value))
    if failed is not None and failed.value:
        parts.append(f"{share(failed.value)} calls failed")
    if stood_in is not None and stood_in.value:
        parts.append(f"{share(stood_in.value)} cases answered without the model")
    return "; ".join(parts)


def _week(story: Story, live: Live, window: Window, digits: float | None) -> Week:
    metric = window.of(main_metric(story, live))
    cases = count(window.rows)
    return Week(
        name=stretch(window.start, window.end),
        cases=cases if window.known > _MOST * window.rows else f"{cases} ({count(window.known)} known)",
        brought=_money(story, window.of("gain"), digits),
        promised=_money(story, window.of("promised"), digits),
        verdict=verdict_of(window),
        metric="" if metric is None or metric.value is None else amount(metric.value, metric.unit),
        incoming=_incoming(window.findings),
        health=health_of(window),
        incidents=touching(live, window),
        says=tuple(sentence(plain(one.says)) for one in window.findings),
    )


def _incoming(findings: Sequence[Finding]) -> str:
    places = list(dict.fromkeys(one.where for one in findings if one.where))
    return f"changed: {joined(places, most=3)}" if places else "as usual"


def _money(story: Story, measured: Measurement | None, digits: float | None) -> str:
    if measured is None or measured.value is None:
        return ""
    scaled = worth(story, measured)
    return Worth(scaled.value, scaled.low, scaled.high, scaled.unit, scaled.per, digits).text


def _digits(story: Story, windows: Sequence[Window]) -> float | None:
    scaled = [worth(story, one) for window in windows if (one := window.of("gain")) is not None]
    widths = [one.high - one.low for one in scaled if one.low is not None and one.high is not None]
    return median(widths) if widths and median(widths) > 0 else None


def heads(story: Story, live: Live) -> tuple[str, ...]:
    """Headings of the table of windows."""
    gains = [one for window in live.windows if (one := window.of("gain")) is not None]
    per = worth(story, gains[0]).per if gains else ""
    brought = f"More than {story.than}" + (f", {per}" if per else "")
    metric = title_of(main_metric(story, live)) or "performance"
    return (
        window_word(live).capitalize(),
        "Cases",
        brought,
        "Promised",
        "That is",
        metric.capitalize(),
        "Incoming data",
        "99 of 100 answers in",
    )
