"""The verbs `propose` and `rule`: what to try is handed in before the meeting, talked about, decided on by the lead."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast, get_args

from msgspec import UNSET

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.foundation.quantities import seconds
from shipworthy.people.identity import require
from shipworthy.people.scopes import allow
from shipworthy.plan.layout import lines_of
from shipworthy.plan.naming import slug
from shipworthy.plan.shape import in_order
from shipworthy.plan.writing import edit_document
from shipworthy.records.proposal import Proposal, ProposalDecision, Remark, Ruling
from shipworthy.records.reframing import Change
from shipworthy.show.days import on_day
from shipworthy.show.proposals import Tabled
from shipworthy.workflow.bench import Bench, find_document
from shipworthy.workflow.proposals import is_late, tabled

LEAD: Final = "lead"
COMMENT: Final = "comment"
RULINGS: Final[tuple[str, ...]] = get_args(Ruling)
ANOTHER_QUESTION: Final = "`shipworthy reframe --apply` writes it into the document, and the goal is then signed again"
APPLIED: Final = {"simplify": "`shipworthy simplify --apply` writes it into the document"}
"""Kind of proposal -> how what it changes gets into the document."""
WORDS: Final = {"accept": "accepted", "decline": "declined", "defer": "deferred"}


@dataclass(frozen=True)
class Idea:
    """What a proposal states beforehand.

    Attributes:
        says: what should be tried.
        gain: that it will hardly fall below and hardly exceed, in the criterion's unit; None when nobody said.
        effort: days of work, such as `3d`.
        kind: what sort of attempt it is.
        meeting: day of the meeting it is for, year-month-day.
        changes: what the document says then, where another question or a leaner delivery is proposed.
        name: what its id is made from; empty takes what it says.
    """

    says: str
    gain: tuple[float, float] | None = None
    effort: str = ""
    kind: str = ""
    meeting: str = ""
    changes: tuple[Change, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Proposed:
    """A proposal after something was said or done about it.

    Attributes:
        tabled: the proposal, with all that was said about it.
        says: what was done, in a sentence.
        lines: what an accepted proposal adds to the roadmap, as YAML; empty for others.
        added: True when these lines stand in the document now.
    """

    tabled: Tabled
    says: str
    lines: str = ""
    added: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.tabled.to_dict(), "sentence": self.says, "roadmap": self.lines, "added": self.added}


def propose(bench: Bench, idea: Idea) -> Proposed:
    """Hands something in.

    Args:
        bench: the project; its person proposes.
        idea: what to try.

    Raises:
        RequestError: when it says nothing, or a figure, a day or an effort cannot be understood.
        PersonError: when the person may not propose.
    """
    person = bench.person
    allow(person, "propose", bench.people, "propose anything")
    _check(idea)
    at = bench.clock.now()
    low, high = idea.gain or (None, None)
    proposal = Proposal(
        id=_new_name(bench, idea.name or idea.says),
        says=idea.says.strip(),
        by=person.name,
        authority=person.authority,
        at=at,
        meeting=idea.meeting,
        late=is_late(bench, idea.meeting, at),
        kind=idea.kind.strip(),
        low=low,
        high=high,
        effort="".join(idea.effort.split()),
        changes=idea.changes or UNSET,
    )
    bench.book.put(proposal)
    meeting = f" for the meeting of {on_day(date.fromisoformat(idea.meeting))}" if idea.meeting else ""
    late = "; it came late, and is marked so" if proposal.late else ""
    says = f"{person.name}{_simulated(proposal)} proposed {proposal.id}{meeting}{late}: {proposal.says}"
    return Proposed(Tabled(proposal), says)


def remark(bench: Bench, name: str, says: str) -> Proposed:
    """Puts on record what somebody says about a proposal.

    Raises:
        RequestError: when there is no such proposal, or nothing is said.
        PersonError: when the person may not comment.
    """
    one = _named(bench, name)
    person = bench.person
    allow(person, "comment", bench.people, "comment")
    if not says.strip():
        raise RequestError("a comment says something", where="--why", next_step="say it in a sentence")
    said = Remark(
        proposal=one.proposal.id, says=says.strip(), by=person.name, authority=person.authority, at=bench.clock.now()
    )
    bench.book.put(said)
    return Proposed(
        _named(bench, one.proposal.id), f"{person.name}{_simulated(said)} on {one.proposal.id}: {said.says}"
    )


def rule(bench: Bench, name: str, choice: str, *, why: str, meeting: str = "", add: bool = False) -> Proposed:
    """Puts on record what the lead makes of a proposal.

    Args:
        bench: the project; its person is the lead.
        name: of the proposal.
        choice: accept, decline or defer.
        why: the reason; must not be empty.
        meeting: with defer, the day of the meeting it is put off to.
        add: with accept, writes the attempt into the roadmap of the document.

    Raises:
        RequestError: for an unknown proposal or choice, or without a reason.
        PersonError: when the person is not the lead.
        DocumentError: when the roadmap cannot take it; nothing is on record then.
    """
    if choice not in RULINGS:
        raise RequestError("this is no decision on a proposal", seen=choice, allowed=RULINGS)
    one = _named(bench, name)
    person = bench.person
    require(person, LEAD, bench.people, "decide on proposals")
    if not why.strip():
        raise RequestError("a decision needs its reason", where="--why", next_step="say in a sentence why")
    _check_day(meeting)
    entry = {} if one.proposal.changes else roadmap_entry(one.proposal, bench)
    add = add and bool(entry)
    if add and choice == "accept":
        edit_document(find_document(bench.root), ["candidates", str(len(bench.document.candidates))], entry)
    decision = ProposalDecision(
        proposal=one.proposal.id,
        choice=cast(Ruling, choice),
        why=why.strip(),
        by=person.name,
        authority=person.authority,
        at=bench.clock.now(),
        meeting=meeting if choice == "defer" else "",
    )
    bench.book.put(decision)
    says = f"{person.name}{_simulated(decision)} {WORDS[choice]} {one.proposal.id}: {decision.why}"
    if one.proposal.changes and choice == "accept":
        says += f"; {APPLIED.get(one.proposal.kind, ANOTHER_QUESTION)}"
    lines = _lines(entry) if choice == "accept" and entry else ""
    return Proposed(_named(bench, one.proposal.id), says, lines, added=add and choice == "accept")


def roadmap_entry(proposal: Proposal, bench: Bench) -> dict[str, Any]:
    """What the roadmap says of an accepted proposal, in the document's order of fields."""
    gain = None if proposal.low is None else {"low": _number(proposal.low), "high": _number(proposal.high or 0.0)}
    entry = {
        "name": proposal.id,
        "kind": proposal.kind,
        "owner": proposal.by if proposal.by in bench.document.people else "",
        "effort": proposal.effort,
        "expect_gain": gain,
        "note": proposal.says,
    }
    said = {name: value for name, value in entry.items() if value}
    ordered: dict[str, Any] = in_order(said, ("candidates", 0))
    return ordered


def _lines(entry: dict[str, Any]) -> str:
    """An entry of a list, a field a line, as it stands below `candidates`."""
    first, *rest = lines_of(entry, 4)
    return "\n".join([f"  - {first.lstrip()}", *rest])


def _named(bench: Bench, name: str) -> Tabled:
    found = {each.proposal.id: each for each in tabled(bench)}
    if name in found:
        return found[name]
    near = nearest(name, list(found))
    raise RequestError(
        "there is no proposal of this name",
        seen=name or "an empty name",
        allowed=list(found) or "names of proposals; none was handed in yet",
        next_step=f"did you mean {near}?" if near else "`shipworthy propose` lists them",
    )


def _new_name(bench: Bench, says: str) -> str:
    taken = {each.proposal.id for each in tabled(bench)} | {each.name for each in bench.document.candidates}
    name = slug(says)
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _check(idea: Idea) -> None:
    if not idea.says.strip():
        raise RequestError("a proposal says what to try", where="WHAT", next_step="say it in a few words")
    if idea.gain is not None and not (float("-inf") < idea.gain[0] <= idea.gain[1] < float("inf")):
        raise RequestError(
            "this is no range of gains",
            where="--gain",
            seen=f"{idea.gain[0]:g} and {idea.gain[1]:g}",
            allowed="what it will hardly fall below, then what it will hardly exceed",
            next_step="write the lower one first, such as --gain 0 500",
        )
    effort = "".join(idea.effort.split())
    if effort:
        seconds(effort)
    if effort and not effort.endswith("d"):
        raise RequestError(
            "this is not an effort", where="--effort", seen=idea.effort, allowed="days of work, such as 0.5d or 10d"
        )
    _check_day(idea.meeting)


def _check_day(meeting: str) -> None:
    if not meeting:
        return
    try:
        day = date.fromisoformat(meeting).isoformat()
    except ValueError:
        day = ""
    if day != meeting:
        raise RequestError(
            "this is not a day", where="--for", seen=meeting, allowed="year-month-day, such as 2027-03-31"
        )


def _number(value: float) -> float:
    return int(value) if value.is_integer() else value


def _simulated(record: Proposal | Remark | ProposalDecision) -> str:
    return " (simulated)" if record.authority == "simulated" else ""
