"""Where a project stands, as the forecaster takes it: from the document, its ledger, and the organisation's archive."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from msgspec import structs

from shipworthy.forecast.promise import promise
from shipworthy.forecast.situation import Reading, Situation, Stage
from shipworthy.foundation.quantities import SECONDS
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import bar
from shipworthy.records.evidence import Evidence
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.measurement import Measurement
from shipworthy.records.standing import Standing
from shipworthy.workflow.archive import passages_of, past_of, planned
from shipworthy.workflow.candidates import CONSTANT, TODAY
from shipworthy.workflow.checks import ENOUGH, EVALUATE
from shipworthy.workflow.experiments import stated
from shipworthy.workflow.luck import luck_of
from shipworthy.workflow.noticed import curve_of
from shipworthy.workflow.outlook import gains_by_period
from shipworthy.workflow.portfolio import left
from shipworthy.workflow.stake import horizon_of, weeks_of, worth_of_target
from shipworthy.workflow.workbench import Workbench

_BASELINES: Final = (CONSTANT, TODAY)
_MOST_SHARED: Final = 0.95
_USUAL_TRANSFER: Final = 2.0
"""Weeks that going live takes, when nobody said."""


def situation_of(bench: Workbench, standing: Standing, price: float = 0.0) -> Situation:
    """What is known of a project's chances.

    A reading is what the goal is held against: the mean of the periods measured, for they differ more than their rows
    tell; without periods, the rows that attempts are chosen by. Attempts of which nobody stated anything belong to what
    was there before any experiment.

    Args:
        bench: the project; no row of it is looked at.
        standing: of the project, for its weeks and its money.
        price: money that a week of the team brings elsewhere.
    """
    asked = bar(bench.document)
    sign = -1.0 if asked.at_least is None and asked.at_most is not None else 1.0
    target = asked.at_most if sign < 0 else asked.at_least
    roadmap = {each.name: each for each in stated(bench).values()}
    walk = _Walk.of(bench, roadmap, sign)
    return Situation(
        target=None if target is None or bench.document.success.criterion is None else sign * target,
        readings=walk.readings,
        planned=tuple(planned(each) for each in roadmap.values()),
        weeks_left=_weeks_left(bench, standing),
        cost=standing.week_cost,
        price=price,
        value=_value(bench, standing),
        loss=_loss(bench, standing),
        stages=_later(bench, standing),
        past=past_of(bench.ledger, bench.document.project),
        passages=passages_of(bench.ledger, bench.document.project),
        cases_per_week=_a_week(standing.cases_per_month) if walk.curve else 0.0,
        shared=_shared(bench, walk.measured),
        curve=walk.curve,
        prior=_stated_chance(bench, "prototype"),
        unit=asked.unit,
        currency=bench.document.success.unit,
    )


@dataclass(frozen=True)
class _Walk:
    """What was measured, one attempt after the other."""

    measured: Mapping[str, Measurement]
    readings: tuple[Reading, ...]
    curve: tuple[Reading, ...]

    @classmethod
    def of(cls, bench: Workbench, roadmap: Mapping[str, Experiment], sign: float) -> "_Walk":
        found = {
            name: one
            for (check, name), evidence in bench.book.latest_by_check().items()
            if check == EVALUATE and (one := _measured(evidence, bench.document, luck_of(bench, name))) is not None
        }
        before = {name: one for name, one in found.items() if name not in roadmap}
        first = max((_reading(one, sign) for one in before.values()), key=lambda each: each.value, default=None)
        if first is None:
            return cls(found, _nothing_yet(bench) if roadmap else (), ())
        readings, best = [first], first
        for name in (name for name in found if name in roadmap):
            reading = _reading(found[name], sign)
            kept = reading.value > best.value
            readings.append(Reading(reading.value, reading.se, reading.cases, tried=(name,), kept=kept))
            best = reading if kept else best
        return cls(found, tuple(readings), _curve(bench, first, best))


def _measured(evidence: Evidence, document: Document, luck: float) -> Measurement | None:
    """What the goal looks at, less what luck adds to it, with the error of its mean; None when it was not measured."""
    criterion = document.success.criterion
    name = criterion.metric if criterion and criterion.metric else "gain"
    periods = gains_by_period(evidence, luck) if name == "gain" else ()
    if len(periods) > 1:
        told = promise(periods, evidence.candidate)
        # the promise is of one more period: that is as far from the mean as periods are, and as the mean is uncertain
        return structs.replace(told, se=(told.se or 0.0) / math.sqrt(len(periods) + 1))
    found = [one for one in evidence.measurements if one.name == name and one.origin == "fold" and not one.slice]
    return found[0] if found and found[0].value is not None else None


def _nothing_yet(bench: Workbench) -> tuple[Reading, ...]:
    """A gain over what is done today is nothing while it is all that is done; of a metric nobody knows anything."""
    criterion = bench.document.success.criterion
    return (Reading(0.0, 0.0),) if criterion is not None and not criterion.metric else ()


def _reading(one: Measurement, sign: float) -> Reading:
    assert one.value is not None
    return Reading(sign * one.value, one.se or 0.0, max(1.0, float(one.n)))


def _curve(bench: Workbench, first: Reading, best: Reading) -> tuple[Reading, ...]:
    """The learning curve in the criterion's unit.

    The curve is that of a simple attempt, as a share explained: what the best attempt gains beyond the first reading is
    taken to shrink with fewer rows as that share does.
    """
    known: Evidence | None = bench.book.latest_by_check().get((ENOUGH, ""))
    points = [point for point in (curve_of(known) if known else ()) if point[1].value is not None]
    gained = best.value - first.value
    if len(points) < 2 or gained <= 0 or not (whole := points[-1][1].value) or whole <= 0:
        return ()
    rows = points[-1][0]
    return tuple(
        Reading(
            first.value - gained * (1.0 - (one.value or 0.0) / whole),
            gained * (one.se or 0.0) / whole,
            max(1.0, (first.cases or 1.0) * count / rows),
        )
        for count, one in points
    )


def _shared(bench: Workbench, measured: Mapping[str, Measurement]) -> float:
    """Share of the error that attempts on the same rows share, by how much less their differences scatter."""
    found = []
    for each in bench.book.all(Tried):
        mine, theirs = measured.get(each.stated.name), measured.get(each.over)
        if mine and theirs and mine.se and theirs.se and each.gain.se:
            found.append(1.0 - each.gain.se**2 / (mine.se**2 + theirs.se**2))
    return min(_MOST_SHARED, max(0.0, median(found))) if found else 0.5


def _weeks_left(bench: Workbench, standing: Standing) -> float:
    """Of the timebox, by the calendar and in halves; without one, what the stages ahead are thought to take."""
    if standing.budget is None:
        return standing.weeks or 0.0
    return math.ceil(2.0 * left(standing, bench.clock.now())) / 2.0


def _a_week(a_month: float | None) -> float:
    return (a_month or 0.0) * SECONDS["w"] / SECONDS["month"]


def _value(bench: Workbench, standing: Standing) -> float | None:
    """Money over the horizon when the target is just met, else what success was said to bring; None when unknown."""
    year = worth_of_target(bench.document, standing.cases_per_month)
    if year is not None and standing.acts is not None:
        met = year * horizon_of(bench.document) * standing.acts
    else:
        met = standing.brings[1] if standing.brings else 0.0
    return met if math.isfinite(met) and met > 0 else None


def _loss(bench: Workbench, standing: Standing) -> float:
    """Money that going live costs for nothing when the target is missed: the work, and a quarter of running it."""
    work = weeks_of(bench.document, "transfer")
    running = bench.document.delivery.running_cost
    cost = (standing.week_cost or 0.0) * (_USUAL_TRANSFER if work is None else work)
    return cost + (running.a_second * SECONDS["quarter"] if running else 0.0)


def _later(bench: Workbench, standing: Standing) -> tuple[Stage, ...]:
    """Stages still to be passed besides that of the criterion; an idea passes unless somebody doubts it."""
    ahead = {name: _stated_chance(bench, name) for name in standing.chances if name != "prototype"}
    return tuple(Stage(name, chance) for name, chance in ahead.items() if name != "ideation" or chance is not None)


def _stated_chance(bench: Workbench, stage: str) -> float | None:
    entry = bench.document.stages.get(stage)  # type: ignore[call-overload]
    return None if entry is None else entry.chance
