"""The verb `week`: what was tried, what moved beyond noise, and what is asked of whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import structs

from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import seconds
from shipworthy.plan.consistency import BASELINES
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.advice import Advice
from shipworthy.records.checkin import CheckIn
from shipworthy.records.comment import Comment
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.experiment import Experiment, Tried
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.placed import Placed
from shipworthy.records.record import Record
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Gate
from shipworthy.show.advice import says
from shipworthy.show.live import Live, delivered, promised
from shipworthy.show.story import Story
from shipworthy.show.weekly import Attempted, Turn, Weekly
from shipworthy.show.worth import worth
from shipworthy.store.deployments import read_deployment
from shipworthy.store.evidence import Book
from shipworthy.workflow.checks import COMPARE, EVALUATE
from shipworthy.workflow.known import live_of
from shipworthy.workflow.standing import standing
from shipworthy.workflow.story import tell
from shipworthy.workflow.workbench import Workbench

R = TypeVar("R", bound=Record)

WEEK = timedelta(weeks=1)


def week(bench: Workbench, since: datetime | None = None, now: datetime | None = None) -> Weekly:
    """What happened since a moment, and what is asked now; nothing is measured for it.

    Args:
        bench: the project.
        since: first moment told of, UTC; None is one step of the timebox ago (`timebox.every`), else a week.
        now: the moment up to which is told, UTC; None is now. A replay of the past says its own.

    Raises:
        RequestError: when `since` is not before now.
        UserError: when ledger, sources or deployment cannot be read.
    """
    until = now or bench.clock.now()
    every = bench.document.timebox.every
    begin = since or until - (timedelta(seconds=seconds(every)) if every else WEEK)
    if begin >= until:
        raise RequestError(
            "this moment has not been yet",
            where="--since",
            seen=begin.isoformat(timespec="minutes"),
            allowed=f"a moment before {until.isoformat(timespec='minutes')}",
            next_step="write --since 2027-05-03, for instance",
        )
    story = tell(bench)
    told = past_week(bench.book, story, live_of(bench.book, read_deployment(bench.own)), begin, until)
    return running(bench, told, standing(bench, story.asks, story.rows_per_month))


def weeks_of(began: datetime | None, now: datetime) -> dict[str, datetime]:
    """First day of each week, from Monday on, since a project began -> its first moment; the newest first.

    >>> from datetime import UTC
    >>> list(weeks_of(datetime(2026, 5, 6, tzinfo=UTC), datetime(2026, 5, 12, tzinfo=UTC)))
    ['2026-05-11', '2026-05-04']
    """
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
    found = {}
    while began is not None and first + WEEK > began:
        found[first.date().isoformat()] = first
        first -= WEEK
    return found


def running(bench: Workbench, told: Weekly, stands: Standing) -> Weekly:
    """The same with what only the running week tells: where the project stands, what is asked, and what comes next."""
    end = bench.ledger.head()
    advised = bench.book.all(Advice)[-1:]
    following = advised[0].next if advised else ""
    return replace(
        told,
        latest=True,
        now=stands,
        next=following or _untried(bench),
        asks=told.story.asks,
        end=f"{end.seq} {end.hash}",
    )


def past_week(book: Book, story: Story, live: Live, since: datetime, until: datetime) -> Weekly:
    """What happened between two moments, by the records alone.

    Args:
        book: records of the project.
        story: what was found out so far.
        live: what is live.
        since: first moment told of, UTC.
        until: first moment after it, UTC.
    """
    span = _Span(since, until)
    stood = book.placed(Standing)
    windows = tuple(one for one in live.windows if one.end <= until)
    fresh = tuple(one for one in windows if one.start >= since)
    return Weekly(
        story=story,
        since=since,
        until=until,
        latest=False,
        then=_last([one for one in stood if one.time < since]),
        now=_last([one for one in stood if one.time < until]),
        attempts=_attempts(book, story, span),
        turns=_turns(book, span),
        decisions=span.of(book.placed(Decision)),
        signed=span.of(book.placed(SignOff)),
        checked_in=span.of(book.placed(CheckIn)),
        comments=span.of(book.placed(Comment)),
        incidents=tuple(one for one in live.incidents if _touches(one, since, until)),
        brought=delivered(story, replace(live, windows=fresh)),
        promised=promised(story, replace(live, windows=fresh)) if fresh else None,
        so_far=delivered(story, replace(live, windows=windows)),
        advice=_advised(book, until),
    )


def attempts_of(book: Book) -> tuple[str, ...]:
    """Every attempt that was measured, in the order of the first time; baselines are none."""
    names = [each.candidate for each in book.all(Evidence) if each.check == EVALUATE]
    return tuple(name for name in dict.fromkeys(names) if name not in BASELINES)


@dataclass(frozen=True)
class _Span:
    """From one moment up to another."""

    since: datetime
    until: datetime

    def has(self, one: Placed[R]) -> bool:
        return self.since <= one.time < self.until

    def of(self, placed: Sequence[Placed[R]]) -> tuple[R, ...]:
        return tuple(one.record for one in placed if self.has(one))


def _last(placed: Sequence[Placed[R]]) -> R | None:
    return placed[-1].record if placed else None


def _attempts(book: Book, story: Story, span: _Span) -> tuple[Attempted, ...]:
    """What was measured in the week, each against the best attempt before it."""
    found = book.placed(Evidence)
    fresh = {
        one.record.candidate: one.record
        for one in found
        if span.has(one) and one.record.check == EVALUATE and one.record.candidate not in BASELINES
    }
    compared = [one for one in found if one.record.check == COMPARE]
    before = _last([one for one in compared if one.time < span.since])
    after = _last([one for one in compared if span.has(one)])
    tried = {one.stated.name: one for one in span.of(book.placed(Tried))}
    return tuple(
        Attempted(name, tried[name].over, tried[name].gain, _expected(story, tried[name].stated))
        if name in tried
        else _held_against(name, evidence, before, after)
        for name, evidence in fresh.items()
    )


def _held_against(name: str, evidence: Evidence, before: Evidence | None, after: Evidence | None) -> Attempted:
    """An attempt of which nobody stated anything, against the best before the week; else against what is done today."""
    best, then = _best(after), _best(before)
    if after is not None and then and name == best and name != then:
        found = next((one for one in after.measurements if one.against == then), None)
        return Attempted(name, then, found)
    if after is not None and then and name != best:
        found = next((one for one in after.measurements if one.against == name), None)
        return Attempted(name, best, None if found is None else _turned_round(found, name))
    gains = [one for one in evidence.measurements if one.name == "gain" and one.origin == "fold" and not one.slice]
    return Attempted(name, "", gains[0] if gains else None)


def _best(compared: Evidence | None) -> str:
    if compared is None:
        return ""
    return compared.measurements[0].candidate if compared.measurements else compared.candidate


def _turned_round(one: Measurement, name: str) -> Measurement:
    """The same difference seen from the other side."""
    value, low, high = (None if each is None else -each for each in (one.value, one.high, one.low))
    return structs.replace(one, value=value, low=low, high=high, candidate=name, against=one.candidate)


def _expected(story: Story, stated: Experiment) -> str:
    middle = (stated.low + stated.high) / 2
    range_ = Measurement(name="gain", value=middle, low=stated.low, high=stated.high, unit=stated.unit, per=stated.per)
    return worth(story, range_).ends


def _turns(book: Book, span: _Span) -> tuple[Turn, ...]:
    """Gates that advise something else at the end of the week than before it."""
    before: dict[str, Gate] = {}
    after: dict[str, Gate] = {}
    for one in book.placed(Gate):
        if one.time < span.since:
            before[one.record.stage] = one.record
        elif span.has(one):
            after[one.record.stage] = one.record
    return tuple(
        Turn(gate.stage, was.advice if was else None, gate.advice, gate.reasons[0] if gate.reasons else "")
        for stage, gate in after.items()
        if (was := before.get(stage)) is None or was.advice != gate.advice
    )


def _touches(one: Incident, since: datetime, until: datetime) -> bool:
    return one.since < until and (one.until is None or one.until >= since)


def _advised(book: Book, until: datetime) -> str:
    told = _last([one for one in book.placed(Advice) if one.time < until])
    return says(told) if told else ""


def _untried(bench: Workbench) -> str:
    """The first attempt of the roadmap that was not measured yet; empty when all were."""
    done = attempts_of(bench.book)
    names = [spec.name for spec in candidate_specs(bench.document)]
    return next((name for name in names if name not in (*done, *BASELINES)), "")
