"""Shipworthy's own forecaster as a policy: what it is asked here is what `advise` is asked in a real project."""

from dataclasses import dataclass

from benchmarks.stopping.policies import Step
from benchmarks.stopping.projects import Brief, Experiment
from benchmarks.stopping.seeds import seed_of
from benchmarks.stopping.world import GATHER, SHIP, STOP, Try, View, Work
from shipworthy.forecast.advise import advise
from shipworthy.forecast.situation import GATHER as GATHERING
from shipworthy.forecast.situation import Passage, Past, Planned, Reading, Situation, Stage


@dataclass(frozen=True)
class Ours:
    """Does what `shipworthy.forecast.advise` advises."""

    def next(self, view: View) -> Step:
        """One piece of advice; where it cannot tell, it stops."""
        places = {each.name: place for place, each in enumerate(view.brief.experiments)}

        def work(name: str) -> Work:
            return GATHER if name == GATHERING else Try(places[name])

        told = advise(situation_of(view), seed_of(view.brief.target, len(view.work)))
        course = tuple(work(each) for each in told.course)
        if told.does == "ship":
            return Step(SHIP, told.chance, course)
        return Step(work(told.next) if told.next else STOP, told.chance, course)


def situation_of(view: View) -> Situation:
    """What a view shows, in the forecaster's terms."""
    brief = view.brief
    return Situation(
        target=brief.target,
        readings=readings(view),
        planned=tuple(planned(each) for each in brief.experiments),
        weeks_left=view.weeks_left,
        cost=brief.cost,
        price=brief.price,
        value=brief.value,
        loss=brief.miss,
        stages=tuple(Stage(f"stage {place}", chance) for place, chance in enumerate(brief.stages, 1)),
        past=tuple(Past(planned(each.stated), each.gain, each.se) for each in brief.past),
        passages=passages(brief),
        cases_per_week=brief.cases_per_week,
        shared=brief.shared,
        curve=tuple(Reading(each.value, each.se, each.cases) for each in brief.curve),
    )


def readings(view: View) -> tuple[Reading, ...]:
    """The history; where it repeats to the last digit, what was tried did worse and was dropped."""
    experiments, before = view.brief.experiments, [None, *view.history]
    tried = [(), *((experiments[each.place].name,) if isinstance(each, Try) else () for each in view.work)]
    return tuple(
        Reading(each.value, each.se, each.cases, names, kept=each != earlier)
        for each, earlier, names in zip(view.history, before, tried, strict=False)
    )


def planned(each: Experiment) -> Planned:
    """An experiment as stated."""
    return Planned(each.name, each.kind, each.owner, each.chance, each.gain, each.sd, each.effort)


def passages(brief: Brief) -> tuple[Passage, ...]:
    """Later stages of earlier projects; the simulator gives them no names."""
    return tuple(Passage("", each.passed, each.stated) for each in brief.passages)
