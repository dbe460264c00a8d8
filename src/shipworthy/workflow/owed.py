"""Who owes what now: the one list that `owed`, `check`, `week` and every page read.

Nothing is asked that the next gate does not need, but for what has to be begun now to be there in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from shipworthy.gates.retold import CRITERION
from shipworthy.plan.due import due_dates
from shipworthy.records.claim import Claim
from shipworthy.records.decision import Decision
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.show.days import distance, on_day
from shipworthy.show.story import Ask
from shipworthy.show.words import CHOICES, joined
from shipworthy.show.words import STAGES as STAGE_WORDS
from shipworthy.workflow.asked import AHEAD, ASKED_FOR, Asking, asking
from shipworthy.workflow.gates import compared_now, gates_now, hold_gates
from shipworthy.workflow.goalposts import goal_moves
from shipworthy.workflow.restate import asked_of_owner
from shipworthy.workflow.sign import seconders
from shipworthy.workflow.workbench import Workbench

_FIRST: Final = ("check",)
_LAST: Final = ("decide", "stage")


def owed(bench: Workbench, gates: Sequence[Gate], *, ahead: bool = False) -> tuple[Ask, ...]:
    """What is needed from people, the most urgent first.

    Args:
        bench: the project.
        gates: as they are held now, in the order of the stages.
        ahead: also what no gate needs yet.
    """
    desk = _Desk(bench, tuple(gates))
    found = [*_to_check(desk), *_to_agree(desk), *_claims(desk), *_stage_due(desk), *_decision_due(desk)]
    found += asked_of_owner(bench)
    shown = [ask for ask in found if ask.needed or ahead]
    return tuple(sorted(shown, key=urgency))


def owed_now(bench: Workbench, *, ahead: bool = False) -> tuple[Ask, ...]:
    """What is asked of people in one project, on the gates as they are now."""
    compared = compared_now(bench)
    return owed(bench, gates_now(bench, compared.candidate if compared else ""), ahead=ahead)


def urgency(ask: Ask) -> tuple[bool, bool, bool, bool, date]:
    """What comes first: nothing can be told without a check; then what is late; then by day; decisions last."""
    return ask.kind not in _FIRST, not ask.needed, not ask.late, ask.kind in _LAST, ask.due or date.max


@dataclass(frozen=True)
class _Desk:
    """What all questions look at.

    Attributes:
        bench: the project.
        gates: as they are held now.
    """

    bench: Workbench
    gates: tuple[Gate, ...]

    @cached_property
    def today(self) -> date:
        return self.bench.clock.now().date()

    @cached_property
    def due(self) -> dict[Stage, date]:
        return due_dates(self.bench.document)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Of the gates that were held."""
        return {verdict.claim: verdict for gate in self.gates for verdict in gate.verdicts}

    @cached_property
    def ahead(self) -> dict[str, Verdict]:
        """Of every promise, for some are kept before their gate is held for the first time."""
        (last,) = hold_gates(self.bench, STAGES[-1:], "")
        return {verdict.claim: verdict for verdict in last.verdicts}

    @cached_property
    def next_stage(self) -> Stage:
        """The stage whose gate is next: the first that does not say go, else the one behind the last."""
        waiting = [gate.stage for gate in self.gates if gate.advice != "go"]
        if waiting or not self.gates:
            return waiting[0] if waiting else STAGES[0]
        return STAGES[min(STAGES.index(self.gates[-1].stage) + 1, len(STAGES) - 1)]

    def near(self, stage: Stage, by: int = 0) -> bool:
        """Whether the gate of a stage is the next one or behind us, or at most `by` stages ahead."""
        return STAGES.index(stage) <= STAGES.index(self.next_stage) + by

    def state(self, claim: Claim) -> str:
        """Of a claim today."""
        verdict = self.verdicts.get(claim.id) or self.ahead.get(claim.id)
        return verdict.state if verdict else "cant_tell"

    def lead(self, stage: Stage) -> str:
        """Who keeps a stage going: its owner, else the lead."""
        entry = self.bench.document.stages.get(stage)
        return entry.owner if entry and entry.owner else self.bench.document.holder("lead")

    def asked(self, ask: Ask, who: str) -> Ask:
        """An ask with whom it goes to, and the names behind a role."""
        people = tuple(one.name for one in self.bench.people if one.name == who or who in one.roles)
        return replace(ask, who=who or ask.who, people=people)

    def timed(self, ask: Ask, due: date | None, words: str = "by") -> Ask:
        """An ask with its day in words; words that stand there already come first."""
        if due is None:
            return ask
        told = f"{words} {on_day(due)} ({distance(due, self.today)})"
        return replace(ask, due=due, late=self.today > due, by=f"{ask.by}; {told}" if ask.by else told)


def _to_check(desk: _Desk) -> list[Ask]:
    if not desk.gates:
        says = "nothing was checked yet: begin with `shipworthy check`"
    elif any(verdict.state == "stale" for verdict in desk.verdicts.values()):
        says = "some of this is out of date: have it checked again with `shipworthy check`"
    else:
        return []
    return [Ask(says=says, kind="check", holds_up="every verdict waits for it")]


def _to_agree(desk: _Desk) -> list[Ask]:
    """A second name under a goal that was moved, where something passes only because of that."""
    compared = compared_now(desk.bench)
    moves = goal_moves(desk.bench, compared.candidate if compared else "")
    held = next((each for each in moves if each.held), None)
    if held is None:
        return []
    may = [one.name for one in desk.bench.people if one.name != held.by and set(seconders(desk.bench)) & set(one.roles)]
    return [
        Ask(
            says=f"agree to the goal that {held.by} moved, or have it moved back: `shipworthy sign goalpost`",
            who=joined(may, word="or") or f"somebody other than {held.by}",
            kind="sign",
            claim=CRITERION,
            people=tuple(may),
            holds_up="until then it does not count as reached",
        )
    ]


def _claims(desk: _Desk) -> list[Ask]:
    found = [_of_claim(desk, claim) for claim in desk.bench.claims if desk.state(claim) != "holds"]
    return [ask for ask in found if ask is not None]


def _of_claim(desk: _Desk, claim: Claim) -> Ask | None:
    """What a claim that does not hold yet asks of somebody; None when it asks nobody."""
    weighty = claim.required or claim.fatal
    needed = weighty and desk.near(claim.stage) and bool(desk.gates)
    waits = f"{STAGE_WORDS[claim.stage]} waits for it" if weighty else ""
    ask = Ask(says=claim.asks or f"sign: {claim.says}", claim=claim.id, holds_up=waits, needed=needed)
    due = desk.due.get(claim.stage)
    if claim.kind in ASKED_FOR:
        return _of_others(desk, claim, ask, asking(desk.bench, claim, due), due)
    if claim.settled_by == "person":
        return desk.asked(desk.timed(replace(ask, kind="sign"), due), claim.owner)
    if claim.check == "brief" and claim.required:
        return desk.asked(desk.timed(replace(ask, kind="answer"), due), claim.owner)
    verdict = desk.verdicts.get(claim.id) or (desk.ahead[claim.id] if claim.kind == "process" else None)
    if verdict is not None and verdict.state == "fails" and claim.kind == "process":
        # silence asks whoever leads before any gate does
        return desk.asked(replace(ask, kind="process", says=f"{verdict.why}: {ask.says}", needed=True), claim.owner)
    if verdict is None or verdict.state != "fails" or not weighty:
        return None
    says = f"mend that {claim.says.rstrip('.')}: {verdict.why}"
    step = f"; {verdict.next_step}" if verdict.next_step else ""
    mend = replace(ask, kind="mend", says=f"{says}{step}")
    return desk.asked(desk.timed(mend, due), claim.owner or desk.lead(claim.stage))


def _of_others(desk: _Desk, claim: Claim, ask: Ask, at: Asking, due: date | None) -> Ask:
    """A review or an access: first somebody has to ask for it, then somebody has to answer."""
    if at.asked is not None:
        return _answer_due(desk, claim, ask, at, due)
    name = claim.says.removesuffix(" is signed").removesuffix(" was granted")
    if at.last_day is not None:
        says = f"ask {claim.owner or 'whoever gives it'} for {name} with `shipworthy ask {claim.id.partition('.')[2]}`"
        needed = ask.needed or desk.today >= at.last_day - AHEAD
        reminder = desk.timed(replace(ask, says=says, kind="ask", needed=needed), at.last_day)
        told = f"{reminder.by}, for an answer takes {_days(at.lead)}"
        return desk.asked(replace(reminder, by=told), desk.lead(claim.stage))
    kind = "review" if claim.kind == "review" else "access"
    wait = f"an answer takes {_days(at.lead)}, so ask now" if at.lead else ""
    # without a day nobody knows when to ask: one stage ahead is early enough for most
    needed = ask.needed or bool(desk.gates and at.lead and desk.near(claim.stage, by=1))
    return desk.asked(desk.timed(replace(ask, kind=kind, by=wait, needed=needed), due), claim.owner)


def _answer_due(desk: _Desk, claim: Claim, ask: Ask, at: Asking, due: date | None) -> Ask:
    assert at.asked is not None
    waited = (desk.today - at.asked).days
    days = [day for day in (at.answer, due) if day is not None]
    kind = "review" if claim.kind == "review" else "access"
    told = f"asked for on {on_day(at.asked)}, {_days(waited)} ago" if waited else "asked for today"
    held = ask.holds_up
    if claim.kind == "access" and waited:
        held = f"{STAGE_WORDS[claim.stage]} has waited {_days(waited)} for it"
    answer = replace(ask, kind=kind, by=told, needed=True, holds_up=held)
    return desk.asked(desk.timed(answer, min(days, default=None), "an answer is due"), claim.owner)


def _stage_due(desk: _Desk) -> list[Ask]:
    """A stage that is late, or due within a week, is asked of whoever keeps it going."""
    due = desk.due.get(desk.next_stage)
    if due is None or desk.today < due - AHEAD:
        return []
    words = STAGE_WORDS[desk.next_stage]
    ask = Ask(says=f"bring {words} to its gate", kind="stage", holds_up="every stage behind it waits")
    return [desk.asked(desk.timed(ask, due), desk.lead(desk.next_stage))]


def _decision_due(desk: _Desk) -> list[Ask]:
    if not desk.gates or desk.gates[-1].stage == "ideation":
        return []
    last = desk.gates[-1]
    if any(decision.gate == last.digest for decision in desk.bench.book.all(Decision)):
        return []
    owners = tuple(person.name for person in desk.bench.people if "business-owner" in person.roles)
    says = f"decide on {STAGE_WORDS[last.stage]}: {joined(list(CHOICES.values()), word='or')}"
    held = "what comes next waits for it"
    ask = Ask(says=says, who=", ".join(owners), people=owners, kind="decide", holds_up=held)
    return [desk.timed(ask, desk.due.get(last.stage))]


def _days(count: int | None) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
