"""What the goal said when it was signed, how it was moved, and what that changed."""

from datetime import datetime
from typing import Any, Literal

from shipworthy.records.claim import Bar
from shipworthy.records.evidence import Authority
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.verdict import State

Direction = Literal["set", "looser", "stricter", "otherwise", "measured otherwise", "back"]


class Goal(Record, frozen=True):
    """The success criterion as it read at one moment, in full: enough to judge by it when no document is left.

    Attributes:
        says: in words, the predicate of a sentence.
        bar: what a measurement has to reach.
        until: day by which it should be met (ISO 8601); empty when nobody said.
        said: part of the document -> what it said there: criterion, amounts, unit, what is done today.
        measured_with: part of the document -> digest of what it said; numbers measured under other words cannot be
            held against this goal.
    """

    says: str
    bar: Bar
    until: str = ""
    said: dict[str, Any] = {}
    measured_with: dict[str, str] = {}


class GoalSeen(Record, frozen=True):
    """The goal was found to say something else than what was last on record, and nobody had signed that.

    Attributes:
        goal: what it said now.
        by: who was at work when it was found; whoever changed it need not be the same.
        authority: how sure we are that it was that person.
    """

    goal: Goal
    by: str
    authority: Authority


class Retold(Record, frozen=True):
    """One result held against the goal before a move and the goal after it.

    Attributes:
        candidate: the attempt it is about.
        seq: place of the result in the ledger.
        number: what decided under the new goal, else under the old one; None when neither can be told.
        before: the verdict under the goal before; None when it was measured in another way and cannot be told.
        after: the verdict under the goal after the move; None as above.
        visible: True when the result was on record before the goal was moved.
        flips: True when the move made a pass of what was none.
    """

    candidate: str
    seq: int
    number: Measurement | None
    before: State | None
    after: State | None
    visible: bool
    flips: bool


class Move(Record, frozen=True):
    """One goal of the project's history: the first one signed, or a change of it.

    Attributes:
        seq: place in the ledger.
        time: when it was written there, UTC.
        by: who signed it; for an unsigned change, who was at work when it was found.
        authority: how sure we are that it was that person.
        signed: False for a change that nobody signed.
        why: reason given for it; empty for the first goal.
        goal: what it says from here on.
        direction: how it differs from the goal before: `set` for the first, `looser`, `stricter`, `otherwise` (both or
            neither), `measured otherwise` (what is counted changed), `back` to what was agreed before.
        known: how many attempts had been measured when it was moved.
        results: every result held against the old and the new goal, oldest first.
        agreed_by: who else agreed to it, in the order of their signatures.
        held: True while what passes only because of the move waits for a second person.
    """

    seq: int
    time: datetime
    by: str
    authority: Authority
    signed: bool
    goal: Goal
    direction: Direction
    why: str = ""
    known: int = 0
    results: tuple[Retold, ...] = ()
    agreed_by: tuple[str, ...] = ()
    held: bool = False
