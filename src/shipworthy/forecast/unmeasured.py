"""Advice while nothing was measured: a brief, and the chances that people or the archive state."""

import math
from typing import Final

from shipworthy.forecast import questions
from shipworthy.forecast.situation import Situation
from shipworthy.forecast.stages import before_any_reading, usual
from shipworthy.records.advice import Advice, Does, Question
from shipworthy.show import numbers

_WHY: Final = "nothing was measured yet"
_JUDGED: Final = "judged by stated chances and earlier projects alone"


def advise_unmeasured(situation: Situation) -> Advice:
    """Advice from stated chances alone; can't tell without target, value and cost."""
    criterion = before_any_reading(situation.prior, situation.passages)
    chances = (criterion, *(usual(each, situation.passages) for each in situation.stages))
    chance = math.prod(each.chance for each in chances) if situation.target is not None else None
    weeks, price = situation.weeks_left, situation.price
    stop = weeks * price
    go_on = None
    if chance is not None and situation.value is not None and situation.cost is not None:
        go_on = chance * situation.value - weeks * situation.cost
    does = _does(situation, go_on, stop)
    return Advice(
        does=does,
        next="",
        course=(),
        chance=chance,
        chance_error=None,
        chance_now=None,
        met=criterion.chance if chance is not None else None,
        stages=chances,
        order=(),
        worth_ship=None,
        worth_continue=go_on,
        worth_stop=None if go_on is None else stop,
        week_must_bring=(situation.cost or 0.0) + price,
        questions=_questions(situation, chance, None if go_on is None else go_on - stop),
        assumed=(),
        says=_says(does, situation, chance),
        unit=situation.unit,
        currency=situation.currency,
    )


def _does(situation: Situation, go_on: float | None, stop: float) -> Does:
    if situation.target is None or go_on is None or situation.weeks_left <= 0:
        return "cant_tell"
    return "continue" if go_on > stop else "stop"


def _questions(situation: Situation, chance: float | None, more: float | None) -> tuple[Question, ...]:
    why = "nobody said what the target is" if situation.target is None else _WHY

    def unknown(asks: str, unit: str) -> Question:
        return Question.from_dict({"asks": asks, "answer": "cant_tell", "number": None, "unit": unit, "says": why})

    found = [unknown(questions.MET, "chance"), unknown(questions.DATA, "gain"), unknown(questions.PLATEAU, "gain")]
    if chance is None:
        return (*found, unknown(questions.CHANCE, "chance"), unknown(questions.WORTH, "money"))
    hopeful = Question(
        asks=questions.CHANCE,
        answer="no" if chance < questions.HOPELESS else "yes",
        number=chance,
        unit="chance",
        says=f"the chance of success is {numbers.chance(chance)}, {_JUDGED}",
    )
    if more is None:
        what = "what success is worth" if situation.value is None else "what a week costs"
        worth = Question(
            asks=questions.WORTH, answer="cant_tell", number=None, unit="money", says=f"nobody said {what}"
        )
    else:
        worth = Question(
            asks=questions.WORTH,
            answer="yes" if more > 0 else "no",
            number=more,
            unit="money",
            says=questions.compared(more, situation.currency),
        )
    return (*found, hopeful, worth)


def _says(does: Does, situation: Situation, chance: float | None) -> str:
    if chance is None:
        return "nobody said what the target is, so nothing can be told; say it under success.criterion"
    likely = f"the chance of success is {numbers.chance(chance)}, {_JUDGED}"
    if does == "cant_tell":
        lacks = "no week is left" if situation.weeks_left <= 0 else "value or cost are not known"
        return f"{_WHY}, and {lacks}; {likely}"
    return f"{'go on, and measure' if does == 'continue' else 'stop'}: {likely}"
