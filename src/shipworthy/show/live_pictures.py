"""Which pictures a project in production has, each drawn from its windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from markupsafe import Markup

from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.attempts import title_of
from shipworthy.show.course import Axis, Mark, Point, course, grid
from shipworthy.show.live import Live, hour, promised, window_word
from shipworthy.show.numbers import share
from shipworthy.show.story import Story
from shipworthy.show.weeks import main_metric, touching
from shipworthy.show.worth import scale_of

_SHORT = "replace(format(datum.value, '~s'), 'G', 'bn')"
_MILLISECONDS = "datum.value < 1 ? format(datum.value * 1000, '~r') + ' ms' : format(datum.value, '~r') + ' s'"
_PERCENT = "format(datum.value * 100, '~r') + ' %'"
_MOST = 8
_STOOD_IN = 0.5
_FLAWS = ("missing", "outside")
_STEADY = 0.05


@dataclass(frozen=True)
class Series:
    """One measurement, window after window.

    Attributes:
        name: of the measurement.
        column: whose; empty for all rows.
    """

    name: str
    column: str = ""

    def of(self, window: Window) -> Measurement | None:
        """What was measured in a window, or None."""
        wanted = {"column": self.column} if self.column else {}
        return next((one for one in window.measurements if one.name == self.name and one.slice == wanted), None)

    def value(self, window: Window) -> float | None:
        """The number of a window; shares of rows are only written down where there are some."""
        found = self.of(window)
        if found is not None:
            return found.value
        counted = self.name in _FLAWS and any(one.name in _FLAWS for one in window.measurements)
        return 0.0 if counted else None


def delivery_picture(story: Story, live: Live) -> Markup:
    """What every window brought, against the band that was promised; empty with fewer than two judged ones."""
    told = [one.of("gain") for one in live.windows if one.judged]
    first = next((one for one in told if one is not None), None)
    if first is None:
        return Markup()
    points = [_brought(story, one) for one in live.windows]
    wanted = promised(story, live)
    goal = wanted.value if wanted and wanted.unit == first.unit else None
    word = window_word(live)
    kind = Axis(first.unit, f"More than {story.than}, {word} by {word}", goal, format=_SHORT)
    return course(points, _marks(live, live.windows), kind)


def metric_course(story: Story, live: Live) -> Markup:
    """The main metric of every window; empty when it was not measured twice."""
    name = main_metric(story, live)
    ours = story.metric_of(story.chosen, name)
    kind = Axis("1", title_of(name).capitalize(), ours.value if ours else None, zero=False)
    return _series(live, Series(name), kind)


def speed_picture(story: Story, live: Live) -> Markup:
    """The slowest of a hundred answers in every window, against what was asked for."""
    bars = [claim.bar for claim in story.claims if claim.bar and claim.bar.measure == "latency_p99"]
    asked = next((bar.at_most for bar in bars if bar.at_most is not None), None)
    kind = Axis("s", "Time within which 99 of 100 answers came", asked, format=_MILLISECONDS, log=True)
    return _series(live, Series("latency_p99"), kind)


def stand_in_picture(live: Live) -> Markup:
    """The share of cases that the model did not answer; empty when it answered all."""
    if not any((one.of("fallback") or _NOUGHT).value for one in live.windows):
        return Markup()
    kind = Axis("share", "Cases answered without the model", format=_PERCENT)
    return _series(live, Series("fallback"), kind, height=140)


def drift_picture(live: Live) -> Markup:
    """How far what came in is from what was learned from, for the columns that changed most."""
    rows = _columns(live, "drift")
    says = "; ".join(f"{name}: at most {max(each for each in row if each is not None):.2f}" for name, row in rows)
    title = "How far the incoming data is from what was learned from; 0 is no change, 1 another world"
    return grid(rows, [_short(one) for one in live.windows], title, says)


def quality_picture(live: Live) -> Markup:
    """The share of cases whose value was missing or out of range, for the columns where it changed most."""
    names = {
        one.slice["column"]: None
        for window in live.windows
        for one in window.measurements
        if one.name in _FLAWS and "column" in one.slice
    }
    rows = [(name, [_flawed(window, name) for window in live.windows]) for name in names]
    rows = [row for row in rows if _swing(row) > _STEADY]
    rows = sorted(rows, key=_swing, reverse=True)[:_MOST]
    says = "; ".join(f"{name}: at most {share(_highest((name, row)))}" for name, row in rows)
    title = "Cases whose value was missing or out of range; faint is none, full colour is all"
    return grid(rows, [_short(one) for one in live.windows], title, says)


def series_picture(story: Story, live: Live, series: Series, windows: Sequence[Window], title: str) -> Markup:
    """One measurement in some windows, incidents marked; money is per month."""
    found = [one for window in windows if (one := series.of(window)) is not None]
    unit = found[0].unit if found else "1"
    timed = series.name.startswith("latency")
    kind = Axis(unit, title, format=_FORMATS.get(series.name, ""), log=timed)
    points = [_point(window, series, scale_of(story, found[0])[0] if found else 1.0) for window in windows]
    return course(points, _marks(live, windows), kind)


def _series(live: Live, series: Series, kind: Axis, height: float = 180) -> Markup:
    points = [_point(window, series) for window in live.windows]
    return course(points, _marks(live, live.windows), kind, height)


def _brought(story: Story, window: Window) -> Point:
    gain, wanted = window.of("gain"), window.of("promised")
    value = None
    if window.judged and gain is not None and gain.value is not None:
        value = gain.value * scale_of(story, gain)[0]
    low = high = None
    if wanted is not None and wanted.low is not None and wanted.high is not None:
        factor = scale_of(story, wanted)[0]
        low, high = wanted.low * factor, wanted.high * factor
    return Point(_short(window), value, low, high, _stood_in(window))


def _point(window: Window, series: Series, scale: float = 1.0) -> Point:
    value = series.value(window)
    return Point(_short(window), None if value is None else value * scale, hollow=_stood_in(window))


def _flawed(window: Window, column: str) -> float | None:
    told = [Series(name, column).value(window) for name in _FLAWS]
    return sum(one for one in told if one is not None) if any(one is not None for one in told) else None


def _swing(row: tuple[str, list[float | None]]) -> float:
    """How much more than usual it was at its highest."""
    return _highest(row) - median(one for one in row[1] if one is not None)


def _stood_in(window: Window) -> bool:
    return ((window.of("fallback") or _NOUGHT).value or 0.0) > _STOOD_IN


def _marks(live: Live, windows: Sequence[Window]) -> list[Mark]:
    marks = []
    for number, incident in enumerate(live.incidents, start=1):
        hit = [at for at, window in enumerate(windows) if incident in touching(live, window)]
        if hit:
            marks.append(Mark(hit[0], hit[-1], str(number)))
    answered = [one.versions[-1] if one.versions else None for one in windows]
    for at, (before, now) in enumerate(pairwise(answered), start=1):
        if before is not None and now is not None and now != before:
            marks.append(Mark(at, at, f"v{now}", wrong=False))
    return marks


def _columns(live: Live, name: str) -> list[tuple[str, list[float | None]]]:
    """Columns with their numbers in every window, those that changed most first."""
    found: dict[str, list[float | None]] = {}
    for at, window in enumerate(live.windows):
        for one in window.measurements:
            column = one.slice.get("column", "")
            if one.name == name and column and one.value is not None:
                found.setdefault(column, [None] * len(live.windows))[at] = one.value
    return sorted(found.items(), key=_highest, reverse=True)[:_MOST]


def _highest(row: tuple[str, list[float | None]]) -> float:
    return max(one for one in row[1] if one is not None)


def _short(window: Window) -> str:
    return f"{window.start.day} {window.start:%b} {hour(window)}".rstrip()


_NOUGHT = Measurement(name="", value=None)
_FORMATS = {
    "latency_p99": _MILLISECONDS,
    "latency_p50": _MILLISECONDS,
    "errors": _PERCENT,
    "missing": _PERCENT,
    "outside": _PERCENT,
    "fallback": _PERCENT,
    "gain": _SHORT,
    "value": _SHORT,
}
