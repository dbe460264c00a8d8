"""The five questions, in the order in which they are asked."""

import math
from typing import Final

import numpy as np

from shipworthy.forecast.facts import Known
from shipworthy.forecast.future import Course, Future
from shipworthy.records.advice import Answer, Question
from shipworthy.show import numbers

SURE: Final = 0.95
"""Chance from which something is taken as so; below 1 - SURE it is taken as not so."""

LIKELY: Final = 0.8
"""Chance from which more cases are said to help."""

HOPELESS: Final = 0.05
"""Chance below which the time left is not enough."""

FAINTEST: Final = 1e-6
"""Chance below which nothing is said of what success would have to be worth."""

NOTICED: Final = 0.1
"""Share of what was missing that more cases have to bring to count as help."""

RECENT: Final = 2
"""Attempts that have to bring nothing clear for a plateau."""

MET: Final = "Is the target already met?"
DATA: Final = "Would more cases help?"
PLATEAU: Final = "Have the last attempts brought nothing that stands out from noise?"
CHANCE: Final = "Can it be met in the time left?"
WORTH: Final = "Is going on worth more than the next best use of the weeks?"


def already_met(future: Future) -> Question:
    """Whether what is at hand meets the target, later stages left aside."""
    chance = float(future.meets(future.level).mean())
    return Question(
        asks=MET,
        answer=_answer(chance, SURE, 1.0 - SURE),
        number=chance,
        unit="chance",
        says=f"the chance that what is at hand meets the target is {numbers.chance(chance)}",
    )


def data_limited(future: Future) -> Question:
    """Whether cases gathered in all weeks left would lift the level by more than a little."""
    facts, told = future.facts, future.facts.told
    weeks = math.floor(told.weeks_left)
    if told.cases_per_week <= 0 or weeks < 1:
        lacks = "no whole week is left to gather them" if weeks < 1 else "nothing tells yet what they would bring"
        return Question(asks=DATA, answer="cant_tell", number=None, unit="gain", says=lacks)
    added = future.gathered(weeks)  # (worlds,)
    chance = float((added > NOTICED * facts.scale).mean())
    looked = bool(facts.curve) or len({each.cases for each in (facts.first, *facts.later)}) > 1
    said = f"{_weeks(weeks)} of gathering are expected to add {numbers.amount(float(added.mean()), told.unit)}"
    if not looked:
        return Question(
            asks=DATA, answer="cant_tell", number=float(added.mean()), unit="gain", says=f"nobody looked yet; {said}"
        )
    return Question(
        asks=DATA, answer=_answer(chance, LIKELY, 1.0 - LIKELY), number=float(added.mean()), unit="gain", says=said
    )


def plateau(future: Future) -> Question:
    """Whether the last attempts together rose by less than twice the error of that rise."""
    facts = future.facts
    tries = [place for place, each in enumerate(facts.later) if each.tried]
    if len(tries) < RECENT:
        seen = "nothing was" if not tries else "only one attempt was"
        says = f"{seen} tried beyond what is at hand, and {RECENT} attempts are needed to see a plateau"
        return Question(asks=PLATEAU, answer="cant_tell", number=None, unit="gain", says=says)
    before = _last_kept((facts.first, *facts.later[: tries[-RECENT]]))
    rise = facts.now.value - before.value
    error = math.sqrt(1.0 - facts.told.shared) * math.hypot(facts.now.se, before.se)
    flat = rise < 2.0 * error or rise <= 0.0
    brought, around = (numbers.amount(each, facts.told.unit, error) for each in (rise, error))
    says = f"the last {RECENT} attempts together brought {brought}, give or take {around}"
    return Question(asks=PLATEAU, answer="yes" if flat else "no", number=rise, unit="gain", says=says)


def chance_in_time(future: Future, chance: float) -> Question:
    """Whether success, later stages included, is more than a faint hope."""
    left = future.facts.told.weeks_left
    when = f"with {_weeks(left)} left" if left > 0 else "as things stand"
    says = f"{when} the chance of success, later stages included, is {numbers.chance(chance)}"
    return Question(asks=CHANCE, answer="no" if chance < HOPELESS else "yes", number=chance, unit="chance", says=says)


def worth_it(future: Future, course: Course | None, chance: float, more: float) -> Question:
    """Whether the best of shipping and going on brings more than stopping does.

    Args:
        future: what is known.
        course: the best one; None when nothing is left to do.
        chance: that it succeeds.
        more: money that the best of shipping and going on brings above stopping.
    """
    told = future.facts.told
    if told.value is None or told.cost is None:
        what = "what success is worth" if told.value is None else "what a week costs"
        week = (told.cost or 0.0) + told.price
        says = f"nobody said {what}"
        if course is not None and chance >= FAINTEST and week > 0:
            least = numbers.amount(week * course.weeks / chance, told.currency)
            says += f"; success has to be worth {least} or more"
        return Question(asks=WORTH, answer="cant_tell", number=None, unit="money", says=says)
    return Question(
        asks=WORTH, answer="yes" if more > 0 else "no", number=more, unit="money", says=compared(more, told.currency)
    )


def compared(more: float, currency: str) -> str:
    """How much money going on brings above stopping, in words."""
    money = numbers.amount(abs(more), currency)
    return f"it is expected to bring {money} {'more' if more > 0 else 'less'} than stopping now"


def _last_kept(readings: tuple[Known, ...]) -> Known:
    return [each for each in readings if each.kept][-1]


def _weeks(weeks: float) -> str:
    return "1 week" if weeks == 1 else f"{np.round(weeks, 1):g} weeks"


def _answer(chance: float, yes: float, no: float) -> Answer:
    return "yes" if chance >= yes else "no" if chance <= no else "cant_tell"
