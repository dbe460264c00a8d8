"""How much more has to be seen until something that cannot be told yet is settled, in words.

Planned for a chance of 9 in 10 should the numbers go on as they were seen; beside it stands the chance when it is
counted that what was seen may be luck.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.gates.bounds import Bounds, bounds_of
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import chance, number
from shipworthy.stats.bounds import clusters_needed
from shipworthy.stats.planning import (
    POWER,
    cases_needed,
    chance_settled,
    chance_share_settled,
    periods_needed,
)

_NEAR: Final = 0.01
"""Standard errors from the limit within which some hundred thousand times the data would be needed."""
_CALLED: Final = {"day": "days", "week": "weeks", "month": "months"}
_GOES_ON: Final = "it would be settled with a chance of 9 in 10, if what was seen goes on"


@dataclass(frozen=True)
class _Case:
    """A number turned so that more is better and it lies above its limit, whichever answer it leans to.

    Attributes:
        value: the number.
        limit: the nearest limit that is open.
        error: its standard error towards the limit.
        groups: independent groups that it hangs on.
        turned: whether signs were turned.
        measured: where it comes from.
    """

    value: float
    limit: float
    error: float
    groups: int
    turned: bool
    measured: Measurement

    @property
    def share(self) -> bool:
        """Whether it is a share of independent cases, which has bounds of its own."""
        one = self.measured
        plain = one.unit == "share" and not one.against and one.kind != "predictive" and one.value is not None
        return plain and one.clusters in (None, one.n) and 0 <= (one.value or 0.0) <= 1

    def needed(self, confidence: float, power: float) -> int | None:
        """Groups needed in all; None when no number would do."""
        if self.groups < 2 or self.value - self.limit <= _NEAR * self.error:
            return None
        if self.measured.kind == "predictive":
            ahead = self.measured.ahead
            scatter = self.error / math.sqrt(1 / ahead + 1 / self.groups)
            return periods_needed(self.value, scatter, self.limit, confidence, power, ahead=ahead)
        if self.share:
            up = 1.0 if self.turned else 0.0
            return cases_needed(up + self.value, up + self.limit, confidence, power)
        return clusters_needed(self.value, self.error, self.groups, self.limit, confidence, power)

    def chance(self, more: int, confidence: float) -> float:
        """That it is settled with so many more, counting that what was seen may be luck."""
        if self.share:
            up = 1.0 if self.turned else 0.0
            return chance_share_settled(up + self.value, self.groups, more, up + self.limit, confidence)
        ahead = self.measured.ahead if self.measured.kind == "predictive" else None
        return chance_settled(self.value, self.error, self.groups, more, self.limit, confidence, ahead=ahead)


@dataclass(frozen=True)
class More:
    """What is still to be seen.

    Attributes:
        groups: more of what is independent.
        chance: that it is settled then, counting that what was seen may be luck; between 0 and 1.
    """

    groups: int
    chance: float


def more_to_settle(bar: Bar, measured: Measurement, bounds: Bounds) -> More | None:
    """How much more settles it with a chance of 9 in 10, should it go on as seen; None when no number would do."""
    case = _case(bar, measured, bounds)
    needed = None if case is None else case.needed(bar.confidence, POWER)
    if case is None or needed is None:
        return None
    more = max(1, needed - case.groups)
    return More(more, case.chance(more, bar.confidence))


def what_would_settle(bar: Bar, measured: Measurement, bounds: Bounds) -> str:
    """How much more would settle one number, and how likely that is."""
    case, more = _case(bar, measured, bounds), more_to_settle(bar, measured, bounds)
    if case is None:
        return "say in the project document what it has to reach"
    if measured.kind == "predictive" and case.groups < 2:
        return "measure more periods"
    if more is None and measured.kind == "predictive":
        together = "" if measured.ahead > 1 else ", or for several taken together (success.criterion.over)"
        return f"more periods would not settle it: they differ too much; find out why, or ask for less{together}"
    if more is None:
        return "it lies so near to what was asked for that no amount of data would settle it"
    luck = f"{chance(more.chance)}, counting that what was seen may be luck"
    return f"with about {_counted(bar, case, more.groups)} {_GOES_ON}; {luck}"


def what_would_settle_groups(bar: Bar, still_open: Sequence[Measurement], judged: int) -> str:
    """How much more would settle a limit that each group has to meet; empty when nothing can be said.

    When a group leans to missing it, that group alone settles it, at the confidence that so many groups ask for;
    else every open group has to reach it, all of them together with a chance of 9 in 10.

    Args:
        bar: with `by`.
        still_open: groups that cannot be told, the number of each.
        judged: groups that are looked at.
    """
    found = [(each, _case(bar, each, bounds)) for each in still_open if (bounds := bounds_of(bar, each)) is not None]
    cases = [case for _, case in found if case is not None]
    missing = [case for case in cases if _misses(bar, case)]
    if missing:
        worst = max(missing, key=lambda case: (case.value - case.limit) / max(case.error, 1e-300))
        times = _times(worst, 1 - (1 - bar.confidence) / judged, POWER)
        leading = worst
    else:
        each_alone = [(_times(case, bar.confidence, 1 - (1 - POWER) / len(cases)), case) for case in cases]
        if not each_alone or any(times is None for times, _ in each_alone):
            return ""
        times, leading = max(each_alone, key=lambda pair: pair[0] or 0.0)
    if times is None:
        return ""
    rows = math.ceil((times - 1) * leading.measured.n)
    return f"with about {number(rows)} more cases of {leading.measured.slice[bar.by]} {_GOES_ON}"


def _case(bar: Bar, measured: Measurement, bounds: Bounds) -> _Case | None:
    limits = [limit for limit in (bar.at_least, bar.at_most) if limit is not None]
    still_open = [limit for limit in limits if bounds.low < limit <= bounds.high or bounds.low <= limit < bounds.high]
    if not still_open:
        return None
    limit = min(still_open, key=lambda each: abs(each - bounds.value))
    turned = bounds.value < limit
    sign, error = (-1.0, bounds.above) if turned else (1.0, bounds.below)
    units = measured.clusters or measured.n
    groups = units if measured.df is None or measured.kind == "predictive" else min(units, round(measured.df) + 1)
    return _Case(sign * bounds.value, sign * limit, error, groups, turned, measured)


def _misses(bar: Bar, case: _Case) -> bool:
    """Whether the number leans to the wrong side of its limit."""
    limit = -case.limit if case.turned else case.limit
    return case.turned if limit == bar.at_least else not case.turned


def _times(case: _Case, confidence: float, power: float) -> float | None:
    """How many times as much as was seen is needed."""
    needed = case.needed(confidence, power)
    return None if needed is None else max(needed, case.groups + 1) / case.groups


def _counted(bar: Bar, case: _Case, more: int) -> str:
    """So many more of what is independent, and how many cases that is."""
    measured = case.measured
    if measured.kind == "predictive":
        return f"{number(more)} more period{'' if more == 1 else 's'} like these"
    units = measured.clusters or measured.n
    things = math.ceil(more * units / case.groups)
    rows = math.ceil(things * measured.n / units)
    if units == measured.n or not rows or not bar.group:
        return f"{number(rows or things)} more cases"
    called = _CALLED.get(bar.group, f"values of {bar.group}")
    return f"{number(things)} more {called} ({number(rows)} cases)"
