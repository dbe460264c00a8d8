"""The chance that a period to come brings what was asked for, and what that chance leaves out."""

import calendar
import math
from collections.abc import Collection, Sequence
from typing import Final

from shipworthy.forecast.promise import ENOUGH, promise, seen
from shipworthy.forecast.stretch import apart, periods_in
from shipworthy.foundation.quantities import SECONDS
from shipworthy.records.claim import Claim
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.show import numbers
from shipworthy.show.periods import kind_of
from shipworthy.show.words import joined

MONTHS: Final = 12
_DECISIONS: Final = "that what turns out depends on what was decided: only a trial with some cases left alone can tell"
_NEARLY: Final = 0.9
_ONE: Final = "how much several periods even out: it is not known how long one is, so the target is held against one"
_DRIFT: Final = "data that changes, faults and breakdowns: it takes the time to come to be like the time seen"


def forecast(
    candidate: str,
    gains: Sequence[Measurement],
    target: float | None,
    months_seen: Collection[int] | None,
    outcomes_depend: bool = False,
    untested: Sequence[Claim] = (),
    over: float | None = None,
) -> Forecast:
    """How likely what comes reaches the target, judged by how the periods so far differed.

    Args:
        candidate: whose gains they are.
        gains: one a period, oldest first, each says its period in `slice`; the first sets unit and per.
        target: lowest gain that was asked for, in the unit and per as many rows as the first gain; None when
            nothing was.
        months_seen: months of the calendar that the data covers, 1 to 12; None for data without time.
        outcomes_depend: whether what turns out depends on what was decided.
        untested: assumptions that nobody has tested yet.
        over: seconds to come that are held against the target, taken together; None for one period.

    Raises:
        RequestError: when the gains are in different units.

    >>> gains = [Measurement(name="gain", value=value, slice={"period": month}, unit="USD", per=1000)
    ...          for month, value in (("2013-01", 10.0), ("2013-02", 20.0), ("2013-03", 30.0))]
    >>> told = forecast("linear", gains, target=20.0, months_seen={1, 2, 3})
    >>> told.chance, told.year_seen
    (0.5, 0.25)
    """
    known = seen(gains)
    if months_seen is not None and (apart(known.periods) or 0.0) > _NEARLY * SECONDS["y"]:
        months_seen = range(1, MONTHS + 1)  # a row stands for a year
    promised = promise(gains, candidate)
    held = None if over is None else periods_in(over, known.periods)
    ahead = held or 1
    chance = known.distribution.over(ahead).chance(target) if known.distribution and target is not None else None
    return Forecast(
        candidate=candidate,
        promise=promised,
        target=target,
        chance=chance,
        ahead=ahead,
        periods=known.periods,
        gains=known.gains,
        year_seen=None if months_seen is None else len(set(months_seen)) / MONTHS,
        leaves_out=(
            *([_ONE] if over is not None and held is None and len(known.periods) > 1 else []),
            *_leaves_out(known.periods, months_seen, outcomes_depend, untested),
        ),
        says=_says(promised, target, chance, known.periods, ahead),
    )


def _says(promised: Measurement, target: float | None, chance: float | None, periods: Sequence[str], ahead: int) -> str:
    period = kind_of(periods)
    if promised.value is None:
        return "no period could be measured, so nothing can be said about one to come"
    if promised.low is None or promised.high is None:
        value = _amount(promised.value, promised)
        return f"only one {period} was measured ({value}), and one cannot tell how much they differ"
    value = _amount(promised.value, promised, promised.high - promised.low)
    told = (
        f"a {period} to come is expected to bring {value}, "
        f"{numbers.between(promised.low, promised.high, promised.unit)}"
    )
    if target is None or chance is None:
        return f"{told}; nobody said how much is enough"
    who = "it reaches" if ahead == 1 else f"{numbers.count(ahead)} {period}s to come reach, taken together,"
    return f"{told}; the chance that {who} {_amount(target, promised)} is {numbers.chance(chance)}"


def _amount(value: float, promised: Measurement, width: float | None = None) -> str:
    cases = "" if promised.per == 1 else f" per {numbers.count(promised.per)} cases"
    return numbers.amount(value, promised.unit, width) + cases


def _leaves_out(
    periods: Sequence[str],
    months_seen: Collection[int] | None,
    outcomes_depend: bool,
    untested: Sequence[Claim],
) -> tuple[str, ...]:
    found = []
    if 0 < len(periods) < ENOUGH:
        word = kind_of(periods) + ("" if len(periods) == 1 else "s")
        told = f"how much they differ is known from {len(periods)} {word} only"
        found.append(f"{told}, and fewer than {ENOUGH} tell little")
    if months_seen is None:
        found.append("the seasons: the data does not say when anything happened")
    elif missing := [month for month in range(1, MONTHS + 1) if month not in months_seen]:
        names = joined([calendar.month_name[month] for month in missing], most=MONTHS)
        found.append(f"the rest of the year: {names} {'was' if len(missing) == 1 else 'were'} never seen")
    if outcomes_depend:
        found.append(_DECISIONS)
    if untested:
        found.append(_untested(untested))
    return (*found, _DRIFT)


def _untested(claims: Sequence[Claim]) -> str:
    names = joined([claim.says.rstrip(".") for claim in claims])
    priors = [claim.prior for claim in claims if claim.prior is not None]
    if len(claims) == 1:
        believed = f"; it was believed with a chance of {priors[0]:.0%}" if priors else ""
        return f"an assumption that nobody has tested yet: {names}{believed}"
    held = "" if len(priors) < len(claims) else f"; that all hold was believed with a chance of {math.prod(priors):.0%}"
    return f"{len(claims)} assumptions that nobody has tested yet: {names}{held}"
