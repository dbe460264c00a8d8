"""Whether the model has grown worse: tested window after window, with a stated rate of false alarms."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from shipworthy.monitor.limits import Limit, limits, usable
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.value import MODEL
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.stats.shortfall import log_alarm, log_evidence, spread_of_sums

Kind = Literal["value", "performance"]

TESTS: Final = 2
"""Signals that share the false alarms of the model: value and performance."""

BACK: Final = 4
"""Windows that together have to reach the limit again before a fall is over."""


@dataclass(frozen=True)
class Fall:
    """A number that fell below its limit and stayed there.

    Attributes:
        kind: what was lost: value where it can be told, else performance.
        shown_by: what made it plain.
        since: the window from which it most likely was below.
        noticed: the window with which that became plain.
        until: the window from which it most likely was back; None while it is not.
        back: the window with which that was seen.
    """

    kind: Kind
    shown_by: Limit
    since: Window
    noticed: Window
    until: Window | None = None
    back: Window | None = None


def falls(windows: Sequence[Window], settings: Settings) -> tuple[Fall, ...]:
    """Every fall in a sequence of windows, as it was noticed at the time, never two at once.

    A fall is noticed when the evidence that the mean of a number lies below its limit, from some window on, passes
    what the false alarms allow. Where value can be told it decides: a metric that falls while decisions still bring
    enough is no fall. It is over when the last four windows together reach the limit again. What is noticed with a
    window depends on that window and earlier ones only, so that judging one by one or all at once comes to the same.

    Args:
        windows: judged ones, oldest first, those with a broken feed or a sick system left out.
        settings: limits, and how often to err.
    """
    found: list[Fall] = []
    series = [_Series(limit, windows, settings) for limit in limits(settings)]
    deciding = series[0] if series else None
    start = fallen = 0
    for now, window in enumerate(windows):
        if deciding is None:
            break
        if found and found[-1].until is None:
            first = deciding.back_from(fallen + 1, now)
            if first is not None:
                start = first
                found[-1] = replace(found[-1], until=windows[first], back=window)
            continue
        if now and window.versions != windows[now - 1].versions:
            start = now
        noticed = _noticed(series, start, now, settings)
        if noticed is not None:
            shown_by, fallen = noticed
            found.append(Fall(deciding.limit.kind, shown_by, windows[fallen], window))
    return tuple(found)


def of_model(window: Window, name: str) -> Measurement | None:
    """A measurement over the rows that the model answered."""
    sliced = next((one for one in window.measurements if one.name == name and one.slice == MODEL), None)
    return sliced or window.of(name)


def _noticed(series: Sequence["_Series"], start: int, now: int, settings: Settings) -> tuple[Limit, int] | None:
    """What fell, and since which window."""
    alarm = -math.log(settings.alarms_per_window(TESTS))
    for each in series:
        since = each.fallen_from(start, now, alarm)
        if since is not None and (each is series[0] or series[0].is_below(since, now)):
            return each.limit, since
    return None


class _Series:
    """One number, window by window, as shortfalls against its limit with what they may vary by."""

    def __init__(self, limit: Limit, windows: Sequence[Window], settings: Settings) -> None:
        self.limit = limit
        told = [(place, usable(of_model(window, limit.name))) for place, window in enumerate(windows)]
        known = [(place, number) for place, number in told if number is not None]
        self._places = np.array([place for place, _ in known], dtype=np.int64)
        numbers = [number for _, number in known]
        self._shortfalls, self._spreads = _steps(numbers, limit, usable(settings.kept_aside(limit.name)))

    def fallen_from(self, start: int, now: int, alarm: float) -> int | None:
        """The window from which it most likely is below its limit, when that is plain."""
        part = self._between(start, now)
        if log_alarm(self._shortfalls[part], self._spreads[part]) < alarm:
            return None
        likeliest = int(np.argmax(log_evidence(self._shortfalls[part], self._spreads[part])))
        return int(self._places[part][likeliest])

    def is_below(self, since: int, now: int) -> bool:
        """Whether these windows together stay below the limit."""
        return float(self._shortfalls[self._between(since, now)].sum()) > 0

    def back_from(self, start: int, now: int) -> int | None:
        """The window from which it most likely is back, when the last windows together reach the limit."""
        part = self._between(start, now)
        short = self._shortfalls[part]
        if len(short) < BACK or self._places[part][-1] != now or short[-BACK:].sum() > 0:
            return None
        kept = np.cumsum(short[::-1])[::-1][-BACK:]
        return int(self._places[part][-BACK:][int(np.argmin(kept))])

    def _between(self, start: int, now: int) -> slice:
        first, last = np.searchsorted(self._places, [start, now + 1])
        return slice(int(first), int(last))


def _steps(
    numbers: Sequence[Measurement], limit: Limit, aside: Measurement | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shortfall of each window, summed over its rows, and what it may vary by, shape (windows,) each.

    Groups are expected to vary as they did in all windows before and on the rows kept aside.
    """
    told = [(one.value or 0.0, one.se or 0.0, one.n, one.clusters or one.n) for one in numbers]
    values, errors, rows, groups = np.array(told, dtype=np.float64).reshape(-1, 4).T  # (windows,) each
    short = (limit.value - values) * (-1.0 if limit.direction == "down" else 1.0)
    squares = rows**2 * (errors**2 * (groups - 1) + short**2) / groups
    expected = rows**2 * _variance_before(errors**2 * groups, groups, aside) / groups
    # agreement of all groups is no certainty
    least = np.finfo(np.float64).eps * (rows**2 * limit.value**2 + 1)
    return rows * short, np.maximum(spread_of_sums(squares, expected), least)


def _variance_before(
    variances: NDArray[np.float64], groups: NDArray[np.float64], aside: Measurement | None
) -> NDArray[np.float64]:
    """Variance of one group, pooled over all that was known before each window; its own for the very first."""
    first = 0.0 if aside is None else float(aside.clusters or aside.n)
    spread = 0.0 if aside is None else first * (aside.se or 0.0) ** 2
    weight = first + np.cumsum(groups) - groups
    total = first * spread + np.cumsum(groups * variances) - groups * variances
    return np.where(weight > 0, total / np.maximum(weight, 1.0), variances)
