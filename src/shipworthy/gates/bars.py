"""A measurement held against a bar."""

from dataclasses import dataclass
from typing import Final

from shipworthy.gates.bounds import Bounds, bounds_of
from shipworthy.gates.settling import what_would_settle
from shipworthy.gates.words import PLAIN_UNITS, amounts, asked, per, subject, very
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import State
from shipworthy.show.numbers import count


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
    next_step = _NEXT[state] if state in _NEXT else what_would_settle(bar, measured, bounds)
    return Held(state, _sentence(bar, measured, bounds, state), next_step, measured)


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
    return f"{_when(measured)}{subject(bar, measured)} is {value}{per(bar)}, {spread}; {asked(told, bar)}"


def _when(measured: Measurement) -> str:
    if measured.kind != "predictive":
        return ""
    return "in a period to come " if measured.ahead == 1 else f"in {count(measured.ahead)} periods to come together "
