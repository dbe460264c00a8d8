"""What the forecaster advises, and why."""

from typing import Literal

from shipworthy.records.record import Record

Does = Literal["ship", "continue", "diversify", "stop", "cant_tell"]
Answer = Literal["yes", "no", "cant_tell"]
Source = Literal["document", "archive", "default", "readings"]


class Question(Record, frozen=True):
    """One of the five questions, answered.

    Attributes:
        asks: the question, in plain words.
        answer: yes, no or can't tell.
        number: what the answer rests on: a chance, a gain or an amount of money; None when there is none.
        unit: of the number: `chance`, `gain` in the criterion's unit, or `money`.
        says: one plain sentence.
    """

    asks: str
    answer: Answer
    number: float | None
    unit: Literal["chance", "gain", "money"]
    says: str


class StageChance(Record, frozen=True):
    """How likely one stage is passed.

    Attributes:
        stage: its name.
        chance: between 0 and 1.
        source: what it rests on: the document, the organisation's archive, a stated default, or readings.
        n: earlier passages that it was updated by.
    """

    stage: str
    chance: float
    source: Source
    n: int = 0


class Outlook(Record, frozen=True):
    """An experiment not tried yet, as it looks now.

    Attributes:
        name: of the experiment.
        kind: of the experiment.
        chance: that it brings anything, between 0 and 1, after all that was learnt.
        gain: gain to expect of it, failures counted as none, in the criterion's unit.
        effort: weeks that it takes.
        index: reservation price (Weitzman): the sure gain, in the criterion's unit, that would be worth as much as
            running it, as gains beyond the target pay nothing; negative when it does not pay by itself.
    """

    name: str
    kind: str
    chance: float
    gain: float
    effort: float
    index: float


class Advice(Record, frozen=True):
    """What to do now, how likely success is, and the answers that led there.

    Attributes:
        does: ship, continue, diversify (continue with a kind not tried yet), stop, or can't tell.
        next: experiment to run next, or `gather cases`; empty when nothing is to be run.
        course: all work that `chance` is told of, in order; empty when that is to ship what there is.
        chance: of success if that work is done and its result shipped; None when it cannot be told.
        chance_error: Monte-Carlo standard error of `chance`; None with it.
        chance_now: of success if what there is were shipped now; None when it cannot be told.
        met: chance that the target is met after the course, later stages left aside; None when it cannot be told.
        stages: chance of each stage, the target's first.
        order: experiments not tried yet, most worth trying first.
        worth_ship: money to expect from shipping now; None when nobody said what success is worth.
        worth_continue: money to expect from going on, able to ship or to stop on the way; None alike.
        worth_stop: money to expect from stopping now: what the weeks left bring elsewhere; None alike.
        week_must_bring: money that a week has to bring to be worth it here: its cost and what it brings elsewhere.
        questions: the five questions, in the order asked.
        assumed: what nobody said and was assumed, a sentence each.
        says: one plain sentence.
        unit: of gains; `1` for a metric.
        per: rows that gains are for.
        currency: unit of money; empty when nobody said.
        held_back: what the gate of the trial has against shipping; empty where it is open, was passed, or shipping is
            not advised.
    """

    does: Does
    next: str
    course: tuple[str, ...]
    chance: float | None
    chance_error: float | None
    chance_now: float | None
    met: float | None
    stages: tuple[StageChance, ...]
    order: tuple[Outlook, ...]
    worth_ship: float | None
    worth_continue: float | None
    worth_stop: float | None
    week_must_bring: float
    questions: tuple[Question, ...]
    assumed: tuple[str, ...]
    says: str
    unit: str = "1"
    per: float = 1.0
    currency: str = ""
    held_back: str = ""
