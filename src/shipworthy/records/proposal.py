"""What people propose to try, what is said about it, and what the lead decides."""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record
from shipworthy.records.reframing import Change

Ruling = Literal["accept", "decline", "defer"]


class Proposal(Record, frozen=True):
    """Something to try, handed in for a meeting, with what it should bring and cost.

    Attributes:
        id: words of what is proposed joined by hyphens, unique in the project.
        says: what should be tried.
        by: who proposes it.
        authority: how sure we are that it was that person.
        at: when it was handed in, UTC.
        meeting: day of the meeting it is for, year-month-day; empty when it is for none.
        late: it came in later than the policy wants, or after the meeting.
        kind: what sort of attempt it is, such as features, data or model; empty when nobody said.
        low: gain that it will hardly fall below, in the criterion's unit; None when nobody said.
        high: gain that it will hardly exceed; None when nobody said.
        effort: days of work, such as `3d`; empty when nobody said.
        changes: what the document says then, where another question or a leaner delivery is proposed; unset for what is
            to be tried.
    """

    id: str
    says: str
    by: str
    authority: Authority
    at: datetime
    meeting: str = ""
    late: bool = False
    kind: str = ""
    low: float | None = None
    high: float | None = None
    effort: str = ""
    changes: tuple[Change, ...] | UnsetType = UNSET


class Remark(Record, frozen=True):
    """What somebody said about a proposal.

    Attributes:
        proposal: id of the proposal.
        says: the words.
        by: the person.
        authority: how sure we are that it was that person.
        at: when, UTC.
    """

    proposal: str
    says: str
    by: str
    authority: Authority
    at: datetime


class ProposalDecision(Record, frozen=True):
    """What the lead made of a proposal; the latest counts.

    Attributes:
        proposal: id of the proposal.
        choice: accept, decline or defer.
        why: the lead's reason.
        by: the lead.
        authority: how sure we are that it was that person.
        at: when, UTC.
        meeting: with defer, the day of the meeting it is put off to, year-month-day; empty when it waits for none.
    """

    proposal: str
    choice: Ruling
    why: str
    by: str
    authority: Authority
    at: datetime
    meeting: str = ""
