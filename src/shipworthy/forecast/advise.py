"""What to do now: ship, continue, diversify, stop, or can't tell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.forecast import questions, stages
from shipworthy.forecast.doubts import USUAL, Doubts
from shipworthy.forecast.facts import Facts, made_whole
from shipworthy.forecast.future import Course, Future
from shipworthy.forecast.learn import learn
from shipworthy.forecast.outlooks import outlooks
from shipworthy.forecast.plans import plans
from shipworthy.forecast.situation import GATHER, Situation
from shipworthy.forecast.unmeasured import advise_unmeasured
from shipworthy.forecast.worlds import Floats
from shipworthy.records.advice import Advice, Does, Outlook, Question, StageChance
from shipworthy.show import numbers

WORLDS: Final = 1000
"""Worlds simulated; the Monte-Carlo error of a chance is then at most 0.016."""


def advise(situation: Situation, seed: int = 0, doubts: Doubts = USUAL) -> Advice:
    """What to do now, and why.

    Args:
        situation: all that is known.
        seed: of the simulation; the same situation and seed give the same advice.
        doubts: how far what was stated is believed.

    >>> from shipworthy.forecast.situation import Planned, Reading
    >>> told = advise(Situation(target=10.0, readings=(Reading(20.0, 0.1),), value=1000.0, cost=10.0))
    >>> told.does, told.chance_now
    ('ship', 1.0)
    """
    if situation.target is None or not situation.readings:
        return advise_unmeasured(situation)
    rng = np.random.default_rng(seed)
    facts = made_whole(situation, situation.target)
    worlds = learn(facts, rng, WORLDS, doubts)
    by_stage = stages.passes(situation.stages, situation.passages, worlds.hard, rng)
    future = Future(facts, worlds, by_stage.prod(axis=0), rng)
    order = outlooks(future)
    course = future.best(plans(facts, [each.name for each in order]))
    return _told(_Choice(facts, future, course), order, by_stage)


@dataclass(frozen=True)
class _Choice:
    """What there is to choose from: shipping, going on along a course, stopping."""

    facts: Facts
    future: Future
    course: Course | None

    @property
    def ship(self) -> float:
        return float(self.future.shipped(self.future.level).mean()) + self.stop

    @property
    def stop(self) -> float:
        return self.facts.told.weeks_left * self.facts.money.price

    @property
    def go_on(self) -> float:
        return self.course.worth if self.course else -math.inf

    @property
    def ships(self) -> bool:
        told = self.facts.told
        hopeless = self.future.success(self.future.level) < questions.HOPELESS
        if hopeless and (told.value is None or told.cost is None):
            # what nobody said is no reason to ship what has no chance
            return False
        return self.ship >= max(self.go_on, self.stop)

    @property
    def work(self) -> tuple[str, ...]:
        return self.course.work if self.course and not self.ships else ()

    @property
    def level(self) -> Floats:
        return self.course.level if self.course and not self.ships else self.future.level


def _told(choice: _Choice, order: tuple[Outlook, ...], by_stage: Floats) -> Advice:
    facts, future = choice.facts, choice.future
    told = facts.told
    succeeds = future.later * future.meets(choice.level)  # (worlds,)
    chance = float(succeeds.mean())
    more = max(choice.ship, choice.go_on) - choice.stop
    asked = (
        questions.already_met(future),
        questions.data_limited(future),
        questions.plateau(future),
        questions.chance_in_time(future, chance),
        questions.worth_it(future, choice.course, chance, more),
    )
    does = _does(choice, asked)
    next_work = choice.work[0] if does in ("continue", "diversify") else ""
    met = float(future.meets(choice.level).mean())
    money = told.value is not None and told.cost is not None
    return Advice(
        does=does,
        next=next_work,
        course=choice.work,
        chance=chance,
        chance_error=float(succeeds.std() / math.sqrt(succeeds.size)),
        chance_now=future.success(future.level),
        met=met,
        stages=(
            StageChance(stage=stages.CRITERION, chance=met, source="readings", n=len(told.readings)),
            *stages.told(told.stages, told.passages, by_stage),
        ),
        order=order,
        worth_ship=choice.ship if money else None,
        worth_continue=choice.go_on if money and choice.course else None,
        worth_stop=choice.stop if money else None,
        week_must_bring=(told.cost or 0.0) + told.price,
        questions=asked,
        assumed=facts.assumed,
        says=_says(does, next_work, chance, facts),
        unit=told.unit,
        currency=told.currency,
    )


def _does(choice: _Choice, asked: Sequence[Question]) -> Does:
    if choice.ships:
        return "ship"
    if choice.go_on <= choice.stop:
        return "stop"
    flat = any(each.asks == questions.PLATEAU and each.answer == "yes" for each in asked)
    first = choice.work[0]
    boxes = choice.facts.boxes
    kinds = {boxes[name].kind for name in choice.facts.told.done if name in boxes}
    return "diversify" if flat and first != GATHER and boxes[first].kind not in kinds else "continue"


def _says(does: Does, work: str, chance: float, facts: Facts) -> str:
    likely = f"the chance of success is {numbers.chance(chance)}"
    if does == "ship":
        return f"ship what there is: {likely}, and nothing left to try is worth its weeks"
    if does == "stop":
        return f"stop: {likely} in the weeks left, and they bring more elsewhere"
    what = "gather more cases, to learn from and to measure on" if work == GATHER else f"try {work}"
    if does == "diversify":
        what += f", which is of another kind ({facts.boxes[work].kind})"
    return f"go on: {what}; in the time left {likely}"
