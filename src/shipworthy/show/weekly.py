"""What the weekly update tells, in plain words: forward or stuck, the money first, and why."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shipworthy.records.checkin import CheckIn
from shipworthy.records.comment import Comment
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.stage import Stage
from shipworthy.records.standing import Standing
from shipworthy.records.verdict import Advice, State
from shipworthy.show import owner
from shipworthy.show.comments import said
from shipworthy.show.days import on_day
from shipworthy.show.incidents import title
from shipworthy.show.letter import Letter, Part, Table
from shipworthy.show.numbers import amount, number
from shipworthy.show.numbers import chance as chance_words
from shipworthy.show.portfolio import money, weeks
from shipworthy.show.story import Ask, Story
from shipworthy.show.words import ADVICE, CHOICES, STAGES, joined, plain, sentence
from shipworthy.show.worth import Worth, worth

_MOVED: Final = 0.05
"""Change of a chance that is worth a word; a smaller one is said to be none."""


@dataclass(frozen=True)
class Attempted:
    """An attempt that was measured in the week.

    Attributes:
        name: of the attempt.
        over: the best attempt before it; empty when it was held against what is done today.
        gain: paired difference to that one on the same rows; None when it was not measured.
        expected: what somebody had stated that it would bring, in words; empty when nobody did.
    """

    name: str
    over: str
    gain: Measurement | None
    expected: str = ""

    @property
    def forward(self) -> bool:
        """Whether it is better beyond noise."""
        return self.gain is not None and self.gain.low is not None and self.gain.low > 0


@dataclass(frozen=True)
class Turn:
    """A gate that says something else than before.

    Attributes:
        stage: whose gate.
        before: what it advised; None when it was held for the first time.
        now: what it advises.
        why: the weightiest reason.
    """

    stage: Stage
    before: Advice | None
    now: Advice
    why: str


@dataclass(frozen=True)
class Weekly:
    """A week of a project.

    Attributes:
        story: what was found out so far; its numbers are of today.
        since: first moment of the week, UTC.
        until: first moment after it, UTC.
        latest: whether it is the running week, so that what is asked and what comes next is told.
        then: where the project stood before; None before anything was written down.
        now: where it stood at the end.
        attempts: measured in the week, in the order tried.
        turns: gates that turned.
        decisions: made in the week.
        signed: in the week.
        checked_in: who was shown what in the week.
        comments: said in the week.
        incidents: that lasted, began or ended in the week.
        brought: what was live brought in the week, at the pace of a month; None when not known.
        promised: the same as promised; None when nothing was.
        so_far: what was live brought up to the end of the week, likewise.
        next: experiment to run next; empty when none is.
        advice: what the forecaster says; empty when it was not asked.
        asks: what is needed from whom.
        end: place and hash of the ledger's last entry, of the running week; empty when they were not asked for.
    """

    story: Story
    since: datetime
    until: datetime
    latest: bool = True
    then: Standing | None = None
    now: Standing | None = None
    attempts: tuple[Attempted, ...] = ()
    turns: tuple[Turn, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signed: tuple[SignOff, ...] = ()
    checked_in: tuple[CheckIn, ...] = ()
    comments: tuple[Comment, ...] = ()
    incidents: tuple[Incident, ...] = ()
    brought: Worth | None = None
    promised: Worth | None = None
    so_far: Worth | None = None
    next: str = ""
    advice: str = ""
    asks: tuple[Ask, ...] = field(default=())
    end: str = ""


def letter(week: Weekly) -> Letter:
    """The week as a letter."""
    word, state, says = _verdict(week)
    parts = (
        *(tried(week), _outlook(week), _asked(week), _happened(week), _said(week)),
        *(_live(week), _spent(week), _next(week)),
    )
    return Letter(
        title=week.story.title,
        when=_when(week),
        word=word,
        state=state,
        money=_money(week),
        says=says,
        parts=tuple(part for part in parts if part is not None),
        note=owner.rehearsal(week.story),
        foot=" ".join(_foot(week)),
    )


def _foot(week: Weekly) -> list[str]:
    """Who made it, what it stands on, and what the ledger can be held against later."""
    made = [f"Made by shipworthy {week.story.version}."] if week.story.version else []
    ends = f"Keep this letter: it says where the ledger ended, which proves all that stands before: {week.end}"
    return [*made, "Every number stands on a record in the ledger.", *([ends] if week.end else [])]


_Word = tuple[str, State, tuple[str, ...]]


def _verdict(week: Weekly) -> _Word:
    """The word of the week: what somebody decided, else what happened beyond noise, else that nothing did."""
    return _decided(week) or _gone_forward(week) or _stood(week)


def _decided(week: Weekly) -> _Word | None:
    last = week.decisions[-1] if week.decisions else None
    if last is not None and last.choice == "stop":
        return "Ended", "fails", (sentence(last.why),)
    if week.now is not None and week.now.outcome == "ended":
        return "Ended", "fails", ("It was ended before this week.",)
    if last is not None and last.choice == "back":
        return "Back", "fails", (f"Back to {_stage(last.back_to)}: {sentence(last.why)}",)
    return None


def _gone_forward(week: Weekly) -> _Word | None:
    open_ = [one for one in week.incidents if one.until is None]
    if open_:
        return "In trouble", "fails", tuple(f"{title(one)}." for one in open_)
    better = [one for one in week.attempts if one.forward]
    if better:
        return "Forward", "holds", tuple(_moved(week, one) for one in better)
    gone = [turn.stage for turn in week.turns if turn.now == "go"]
    gone += [one.stage for one in week.decisions if one.choice == "go"]
    passed = list(dict.fromkeys(STAGES[stage] for stage in gone))
    return ("Forward", "holds", (f"Passed: {joined(passed)}.",)) if passed else None


def _stood(week: Weekly) -> _Word:
    if week.brought is not None:
        return "Running", "holds", ()
    if week.attempts:
        many = "The one attempt" if len(week.attempts) == 1 else f"None of the {len(week.attempts)} attempts"
        brought = "brought nothing" if len(week.attempts) == 1 else "brought anything"
        return "Stuck", "cant_tell", (f"{many} of the week {brought} that is clearly more than noise.",)
    return "Stuck", "cant_tell", ("Nothing was tried, and no gate was passed.",)


def _stage(name: str) -> str:
    return next((words for stage, words in STAGES.items() if stage == name), name)


def _money(week: Weekly) -> str:
    for told, when in ((week.brought, "this week" if week.latest else "that week"), (week.so_far, "so far")):
        if told is not None and told.value is not None:
            return f"{told.text} {told.per} more than {week.story.than}, delivered {when}"
    found = owner.headline(week.story) if week.latest else None
    if found is not None and week.story.unit and found[0].value is not None:
        return f"{found[0].text} {found[0].per} more than {week.story.than} to be expected"
    if week.now is not None and week.now.expected is not None and week.now.outcome == "running":
        return f"{money(week.now.expected, week.now.unit)} to be expected"
    return ""


def _moved(week: Weekly, one: Attempted) -> str:
    told = _scaled(week, one)
    over = f"“{one.over}”, the best before it" if one.over else week.story.than
    return f"“{one.name}” brings {told.text} {told.per} more than {over}, {told.range}.".replace("  ", " ")


def tried(week: Weekly) -> Part:
    """What was tried in the week, each attempt against the best before it."""
    if not week.attempts:
        return Part("What was tried", says=("No attempt was measured.",))
    rows = tuple(
        (one.name, one.over or week.story.than, _difference(week, one), _reach(week, one), _noise(one), one.expected)
        for one in week.attempts
    )
    per = next((f" {told.per}" for one in week.attempts if (told := _scaled(week, one)).per), "")
    heads = ("attempt", "held against", f"brought more{per}", "very likely between", "beyond noise?", "expected of it")
    # what nobody expected anything of needs no column for it
    many = len(heads) if any(one.expected for one in week.attempts) else len(heads) - 1
    caption = "Attempts of the week against the best before"
    table = Table(caption, heads[:many], tuple(row[:many] for row in rows), numbers=(2, 3))
    return Part("What was tried, and what moved", table=table)


def _scaled(week: Weekly, one: Attempted) -> Worth:
    return worth(week.story, one.gain or Measurement(name="gain", value=None))


def _difference(week: Weekly, one: Attempted) -> str:
    return _scaled(week, one).text if one.gain is not None else "not measured"


def _reach(week: Weekly, one: Attempted) -> str:
    return _scaled(week, one).ends


def _noise(one: Attempted) -> str:
    if one.gain is None or one.gain.low is None or one.gain.high is None:
        return "cannot be told"
    if one.forward:
        return "yes, better"
    return "yes, worse" if one.gain.high < 0 else "no, within noise"


def _outlook(week: Weekly) -> Part | None:
    now, then = week.now, week.then
    if now is None or now.chance is None or now.outcome != "running":
        return None
    if then is None or then.chance is None:
        says = [f"The chance that it succeeds is {chance_words(now.chance)}; nobody had asked before."]
    elif abs(now.chance - then.chance) < _MOVED:
        says = [f"The chance that it succeeds is {chance_words(now.chance)}, as before."]
    else:
        way = "up" if now.chance > then.chance else "down"
        odds = f"{chance_words(then.chance)} before, {chance_words(now.chance)} now"
        says = [f"The chance that it succeeds went {way}: {odds}."]
    if now.expected is not None:
        before = (
            f" (before: {money(then.expected, then.unit)})"
            if then and then.expected not in (None, now.expected)
            else ""
        )
        says.append(f"Worth times chance, less what is still to be spent: {money(now.expected, now.unit)}{before}.")
    return Part("Forecast", says=(*says, *([sentence(plain(week.advice))] if week.advice else [])))


def _asked(week: Weekly) -> Part | None:
    if not week.latest:
        return None
    if not week.asks:
        return Part("What is asked of whom", says=("Nothing right now.",))
    rows = tuple((ask.who or "anybody", sentence(ask.says), sentence(ask.by)) for ask in week.asks)
    return Part(
        "What is asked of whom", table=Table("Asked now, the most urgent first", ("who", "what", "by when"), rows)
    )


def _happened(week: Weekly) -> Part | None:
    lines = [
        f"{one.by} decided on {STAGES[one.stage]}: {CHOICES[one.choice]}"
        f"{f' to {_stage(one.back_to)}' if one.back_to else ''}. {sentence(one.why)}"
        f"{f' Learned: {sentence(one.lesson)}' if one.lesson else ''}"
        for one in week.decisions
    ]
    lines += [_turned(turn) for turn in week.turns]
    lines += [
        f"{one.by} signed {'the goal' if one.goalpost else _signed(week, one)}"
        f"{f': {sentence(one.says)}' if one.says else '.'}"
        for one in week.signed
    ]
    lines += [
        f"{one.whom} was shown {one.shown.rstrip('.')} and said: {sentence(one.says)}"
        if one.says
        else f"{one.whom} was shown {one.shown.rstrip('.')} and said nothing."
        for one in week.checked_in
    ]
    return Part("Decisions, moves and check-ins", lines=tuple(lines)) if lines else None


def _said(week: Weekly) -> Part | None:
    lines = [
        f"{who} ({sure}){f' on “{about.removesuffix(chr(46))}”' if about else ''}: {text}"
        for who, sure, about, text in said(week.comments, week.story)
    ]
    return Part("What was said", lines=tuple(lines)) if lines else None


def _signed(week: Weekly, one: SignOff) -> str:
    says = {claim.id: claim.says.rstrip(".").removesuffix(" is signed") for claim in week.story.claims}
    return joined([says.get(name, name) for name in sorted(one.claims)])


def _turned(turn: Turn) -> str:
    before = f", before: {ADVICE[turn.before].lower()}" if turn.before else ""
    return f"Gate of {STAGES[turn.stage]}: {ADVICE[turn.now].lower()}{before}. {sentence(plain(turn.why))}".strip()


def _live(week: Weekly) -> Part | None:
    lines = []
    if week.brought is not None:
        told = f"What is live brought {week.brought.text} {week.brought.per} more than {week.story.than}"
        wanted = week.promised
        lines.append(f"{told}; promised were {wanted.text}." if wanted and wanted.value is not None else f"{told}.")
    for one in week.incidents:
        when = "it lasts" if one.until is None else "it is over"
        cost = ""
        if one.cost is not None and one.cost.value is not None:
            cost = f" It has cost about {amount(one.cost.value, one.cost.unit)}."
        step = f" Next: {sentence(one.next_step)}" if one.next_step and one.until is None else ""
        lines.append(f"{title(one)}: {when}.{cost}{step}")
    return Part("Live", lines=tuple(lines)) if lines else None


def _spent(week: Weekly) -> Part | None:
    now = week.now
    if now is None or now.budget is None or now.outcome != "running":
        return None
    used = 0.0 if now.began is None else max(0.0, (week.until - now.began) / timedelta(weeks=1))
    told = f"{number(round(used, 1))} of {weeks(now.budget)}"
    if now.week_cost is not None:
        whole = now.budget * now.week_cost
        told += f", {amount(used * now.week_cost, now.unit, whole)} of {amount(whole, now.unit)}"
    over = " The timebox has run out: decide whether to stop or to give it more." if used > now.budget else ""
    return Part("Time and money used", says=(f"{told}.{over}",))


def _next(week: Weekly) -> Part | None:
    if not week.latest or not week.next:
        return None
    return Part("Next", says=(f"To be tried next: {week.next}.",))


def _when(week: Weekly) -> str:
    last = week.until if week.latest else week.until - timedelta(days=1)
    return f"{on_day(week.since.date())} to {on_day(last.date())}"
