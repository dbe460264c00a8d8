"""Where a project stands, written down for the portfolio whenever it says something else than before."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from shipworthy.forecast.worth import MONTHS, Range
from shipworthy.foundation.quantities import SECONDS
from shipworthy.plan.document import Document
from shipworthy.records.advice import Advice
from shipworthy.records.evidence import Evidence
from shipworthy.records.forecast import Forecast
from shipworthy.records.standing import Standing
from shipworthy.show.incidents import title
from shipworthy.show.live import Live, delivered
from shipworthy.show.story import Ask, Story
from shipworthy.store.deployments import read_deployment
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.chances import chances
from shipworthy.workflow.course import Course, ahead, course_of
from shipworthy.workflow.running import incidents_of, windows_of
from shipworthy.workflow.stake import Stake, budget_of, cases_per_month, horizon_of, stake, weeks_of

_TENTHS: Final = 1
"""Digits of weeks: so that where a project stands is not another thing each minute."""


def put_standing(bench: Bench, asks: Sequence[Ask] | None = None, cases: float | None = None) -> Standing:
    """Works out where a project stands, and writes it down when it is not what was said last.

    Args:
        bench: the project.
        asks: see `standing`.
        cases: see `standing`.

    Raises:
        LedgerError: when the ledger cannot be read or written.
        StorageError: when the file that says what is live cannot be read.
    """
    now = standing(bench, asks, cases)
    said = bench.book.all(Standing)
    if not said or said[-1] != now:
        bench.book.put(now)
    return now


def standing(bench: Bench, asks: Sequence[Ask] | None = None, cases: float | None = None) -> Standing:
    """Where a project stands, by its document and what the ledger holds.

    Args:
        bench: the project.
        asks: what is needed from people, the most urgent first; None leaves what was said last.
        cases: decisions in a month as they were counted; None takes the document's, else what was counted last.
    """
    document, said = bench.document, bench.book.all(Standing)
    before = said[-1] if said else None
    course = course_of(bench.book, read_deployment(bench.own))
    month = cases_per_month(document) or cases or (before.cases_per_month if before else None)
    promised = bench.book.all(Forecast)[-1:]
    told = promised[0] if promised else None
    live = _live_told(bench, course, month)
    worth = _brought(live) or stake(document, told, month)
    states = {verdict.claim: verdict.state for gate in course.gates for verdict in gate.verdicts}
    advised = bench.book.all(Advice)[-1:]
    likely = chances(document, course.stage, states, told, advised[0] if advised else None)
    began = _starts(document) or (before.began if before else None) or _began(bench)
    weeks = _weeks(document, course, began, bench.clock.now())
    return Standing(
        project=document.project,
        **course.told(),
        **_people_told(bench, course, asks, before),
        **_worth_told(document, worth),
        chances={str(stage): chance for stage, chance in likely.stages.items()},
        chance=likely.whole,
        rests=likely.rests,
        assumed=likely.assumed,
        weeks=weeks,
        stage_weeks=_stage_weeks(document, course),
        week_cost=_week_cost(document),
        budget=budget_of(document),
        began=began,
        cases_per_month=month,
        missing=_missing(document, course, worth, weeks),
        **live,
    )


def _people_told(bench: Bench, course: Course, asks: Sequence[Ask] | None, before: Standing | None) -> dict[str, Any]:
    known = {"owner": bench.document.holder("business-owner"), "rehearsal": bench.rehearsal}
    if course.ended or (asks is None and before is None):
        return known
    if asks is None:
        assert before is not None
        return {**known, "waits": before.waits, "more": before.more}
    lasting = [each for each in incidents_of(bench.book).values() if each.until is None and each.next_step]
    waits = [*(f"{title(each)}: {each.next_step}" for each in lasting), *(each.says for each in asks)]
    return {**known, "waits": waits[0] if waits else "", "more": max(0, len(waits) - 1)}


def _worth_told(document: Document, worth: Stake) -> dict[str, Any]:
    problem, year = document.problem, worth.year
    acts = problem.acts if problem.acts is not None else (1.0 if problem.action else None)
    return {
        "unit": document.success.unit,
        "low": year.low if year else None,
        "worth": year.middle if year else None,
        "high": year.high if year else None,
        "worth_from": worth.source,
        # what was delivered came from those outputs that somebody acted on
        "acts": 1.0 if worth.source == "delivered" else acts,
        "horizon": horizon_of(document),
    }


def _live_told(bench: Bench, course: Course, month: float | None) -> dict[str, Any]:
    if course.version is None:
        return {}
    story = Story(title=bench.document.project, unit=bench.document.success.unit, rows_per_month=month)
    incidents = tuple(incidents_of(bench.book).values())
    brought = delivered(story, Live(windows=windows_of(bench.book), incidents=incidents))
    monthly = brought.value if brought is not None and brought.per == "per month" else None
    return {
        "delivered": monthly,
        "incidents": sum(each.until is None for each in incidents),
    }


def _brought(live: Mapping[str, Any]) -> Stake | None:
    """What is live is worth what it brings, at that pace for a year; None before that is known."""
    monthly = live.get("delivered")
    if monthly is None:
        return None
    year = monthly * MONTHS
    return Stake(Range(year, year, year), "delivered")


def _starts(document: Document) -> datetime | None:
    day = document.timebox.starts
    return None if day is None else datetime.fromisoformat(day).replace(tzinfo=UTC)


def _began(bench: Bench) -> datetime | None:
    found = bench.book.all(Evidence)[:1]
    return found[0].time if found else None


def _week_cost(document: Document) -> float | None:
    budget, cost = budget_of(document), document.timebox.cost
    return None if budget is None or cost is None or budget == 0 else cost / budget


def _weeks(document: Document, course: Course, began: datetime | None, now: datetime) -> float | None:
    """Weeks of work ahead: of each stage as stated, else what is left of the timebox; None when nobody said."""
    if course.ended or course.version is not None:
        return 0.0
    stated = [weeks_of(document, stage) for stage in ahead(course.stage) if stage in document.stages]
    told = [each for each in stated if each is not None]
    if told and len(told) == len(stated):
        return round(sum(told), _TENTHS)
    budget = budget_of(document)
    if budget is None:
        return None
    spent = 0.0 if began is None else max(0.0, (now - began).total_seconds() / SECONDS["w"])
    return round(max(0.0, budget - spent), _TENTHS)


def _stage_weeks(document: Document, course: Course) -> dict[str, float]:
    """Weeks of the stages ahead, as far as somebody said."""
    known = {stage: weeks_of(document, stage) for stage in ([] if course.ended else ahead(course.stage))}
    return {stage: weeks for stage, weeks in known.items() if weeks is not None}


def _missing(document: Document, course: Course, worth: Stake, weeks: float | None) -> tuple[str, ...]:
    """What nobody said, and would rank it."""
    if course.ended:
        return ()
    problem = document.problem
    unacted = problem.acts is None and not problem.action
    found = [
        worth.missing,
        "nobody said what will be done differently because of it: problem.action" if unacted else "",
        "nobody said how long it takes: timebox.budget, or the effort of each stage" if weeks is None else "",
        "nobody said what the time costs: timebox.cost and timebox.budget"
        if weeks and _week_cost(document) is None
        else "",
    ]
    return tuple(each for each in found if each)
