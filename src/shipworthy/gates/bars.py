"""A measurement held against a bar."""

import math
from dataclasses import dataclass
from typing import Final

from shipworthy.gates.words import PLAIN_UNITS, amounts, asked, per, subject, very
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import State
from shipworthy.show.numbers import number
from shipworthy.stats.bounds import clusters_needed, lower_bound, quantile, upper_bound

_MOST_PERIODS: Final = 1000
_NEAR: Final = 0.01
"""Standard errors from the limit within which some hundred thousand times the data would be needed."""


@dataclass(frozen=True)
class Held:
    """What came of it.

    Attributes:
        state: `holds`, `fails` or `cant_tell`.
        why: one plain sentence.
        next_step: what would settle or mend it.
        number: the measurement that decided; None when there was none.
    """

    state: State
    why: str
    next_step: str = ""
    number: Measurement | None = None


@dataclass(frozen=True)
class Bounds:
    """A measurement in the bar's terms: its value, and what it is at least and at most, each one-sided.

    Attributes:
        value: in the bar's unit, per as many rows.
        low: lower bound at the bar's confidence.
        high: upper bound.
        below: standard error on the lower side.
        above: standard error on the upper side.
    """

    value: float
    low: float
    high: float
    below: float
    above: float


def hold(bar: Bar, measured: Measurement) -> Held:
    """Holds a measurement against a bar.

    It holds when the one-sided bound at the bar's confidence reaches the limit, fails when the opposite bound
    misses it, and else cannot be told. A number without an interval settles nothing.

    >>> recall = Measurement(name="recall", value=0.41, se=0.02, unit="share", n=900)
    >>> hold(Bar(measure="recall", at_least=0.3, unit="share"), recall).state
    'holds'
    """
    if not _same_unit(bar, measured):
        why = f"{subject(bar, measured)} was measured in {measured.unit}, and {bar.unit} was asked for"
        return Held("cant_tell", why, "use one unit in the project document", measured)
    bounds = bounds_of(bar, measured)
    if bounds is None:
        more = "periods" if measured.kind == "predictive" else "cases"
        return Held("cant_tell", _unmeasured(bar, measured), f"measure it on more {more}", measured)
    state = state_of(bar, bounds)
    next_step = _NEXT[state] if state in _NEXT else _what_would_settle(bar, measured, bounds)
    return Held(state, _sentence(bar, measured, bounds, state), next_step, measured)


def bounds_of(bar: Bar, measured: Measurement) -> Bounds | None:
    """The measurement in the bar's terms; None without a number or anything that says how sure it is."""
    errors = _errors(measured)
    if measured.value is None or errors is None:
        return None
    scale = bar.per / measured.per
    value, below, above = (scale * each for each in (measured.value, *errors))
    low = lower_bound(value, below, measured.df, bar.confidence)
    high = upper_bound(value, above, measured.df, bar.confidence)
    found = Bounds(value, low, high, below, above)
    return found if all(math.isfinite(each) for each in (value, low, high)) else None


def state_of(bar: Bar, bounds: Bounds) -> State:
    """Whether the bounds meet both limits, miss one, or leave it open."""
    reached, missed = [], False
    if bar.at_least is not None:
        reached.append(bounds.low >= bar.at_least)
        missed |= bounds.high < bar.at_least
    if bar.at_most is not None:
        reached.append(bounds.high <= bar.at_most)
        missed |= bounds.low > bar.at_most
    if missed:
        return "fails"
    return "holds" if reached and all(reached) else "cant_tell"


_NEXT: Final[dict[State, str]] = {
    "holds": "",
    "fails": "try another attempt, or agree on another limit with whoever asked for this one",
}


def _same_unit(bar: Bar, measured: Measurement) -> bool:
    return bar.unit == measured.unit or (bar.unit in PLAIN_UNITS and measured.unit in PLAIN_UNITS)


def _unmeasured(bar: Bar, measured: Measurement) -> str:
    if measured.value is None:
        return f"{subject(bar, measured)} could not be measured"
    return f"{subject(bar, measured)} was measured once, and nobody can say how far chance moved it"


def _errors(measured: Measurement) -> tuple[float, float] | None:
    """Standard errors below and above the value; read off the interval where there is no single one.

    No scatter at all among the rows seen, as with a share of 0 or 1, is no certainty: the interval knows.
    """
    value, low, high = measured.value, measured.low, measured.high
    if not measured.se and value is not None and low is not None and high is not None:
        reach = quantile((1 + measured.level) / 2, measured.df)
        return max(0.0, value - low) / reach, max(0.0, high - value) / reach
    return None if measured.se is None else (measured.se, measured.se)


def _sentence(bar: Bar, measured: Measurement, bounds: Bounds, state: State) -> str:
    limits = [limit for limit in (bar.at_least, bar.at_most) if limit is not None]
    if not limits:
        return f"nobody said what {subject(bar, measured)} has to reach"
    numbers = [bounds.value, bounds.low, bounds.high, *limits]
    value, low, high, *told = amounts(numbers, bar, bounds.high - bounds.low)
    if state == "cant_tell":
        spread = f"and anything from {low} to {high} is still possible"
    elif len(limits) == 2:
        spread = f"{very(bar.confidence)} between {low} and {high}"
    elif (bar.at_least is not None) == (state == "holds"):
        spread = f"{very(bar.confidence)} at least {low}"
    else:
        spread = f"{very(bar.confidence)} at most {high}"
    when = "in a period to come " if measured.kind == "predictive" else ""
    return f"{when}{subject(bar, measured)} is {value}{per(bar)}, {spread}; {asked(told, bar)}"


def _what_would_settle(bar: Bar, measured: Measurement, bounds: Bounds) -> str:
    limits = [limit for limit in (bar.at_least, bar.at_most) if limit is not None]
    open_limits = [limit for limit in limits if bounds.low < limit <= bounds.high or bounds.low <= limit < bounds.high]
    if not open_limits:
        return "say in the project document what it has to reach"
    limit = min(open_limits, key=lambda each: abs(each - bounds.value))
    # turned so that the estimate lies above the limit, whichever answer it leans to
    sign, error = (1.0, bounds.below) if bounds.value >= limit else (-1.0, bounds.above)
    value, target = sign * bounds.value, sign * limit
    if measured.kind == "predictive":
        return _more_periods(value, error, measured.clusters, target, bar.confidence)
    return _more_rows(value, error, measured, target, bar.confidence)


def _more_rows(value: float, se: float, measured: Measurement, target: float, confidence: float) -> str:
    groups = measured.clusters or measured.n
    if not groups or value - target <= _NEAR * se:
        return "it lies so near to what was asked for that no amount of data would settle it"
    needed = clusters_needed(value, se, groups, target, confidence) or groups
    more = max(1, needed - groups)
    if measured.clusters is None:
        return f"about {number(more)} more cases would settle it"
    rows = math.ceil(more * measured.n / groups)
    cases = f" ({number(rows)} cases)" if rows else ""
    return f"about {number(more)} more days, customers or whatever is independent{cases} would settle it"


def _more_periods(value: float, se: float, periods: int | None, target: float, confidence: float) -> str:
    """Periods until the bound of a period to come reaches the target, should they scatter as before."""
    if not periods or periods < 2:
        return "measure more periods"
    scatter = se / math.sqrt(1 + 1 / periods)
    for count_ in range(periods + 1, periods + _MOST_PERIODS):
        if value - quantile(confidence, count_ - 1) * scatter * math.sqrt(1 + 1 / count_) >= target:
            more = count_ - periods
            return f"about {number(more)} more period{'s' if more > 1 else ''} like these would settle it"
    return "more periods would not settle it: they differ too much; find out why, or ask for less"
