"""What was decided meanwhile: by somebody else on the same gate, or to go back before it."""

from shipworthy.foundation.errors import RequestError
from shipworthy.records.decision import Decision
from shipworthy.records.person import Person
from shipworthy.records.placed import Placed
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.undone import Undone
from shipworthy.records.verdict import Gate
from shipworthy.store.evidence import Book

_TRIES = 100
"""Turns to wait for; whoever is faster each time leaves a decision, which ends the waiting."""


def put_decision(book: Book, decision: Decision, held: Placed[Gate], person: Person, over: int) -> None:
    """Puts a decision on record, unless somebody else has decided on the same gate in the meantime.

    Args:
        book: of the project.
        decision: to put on record.
        held: the gate that it is about.
        person: who decides.
        over: place in the ledger of the decision that the person knows of and decides after; 0 knows of none.

    Raises:
        RequestError: when somebody else has decided; it says who, what, when and why.
    """
    for _ in range(_TRIES):
        read = _newest(book)
        other = decided_on(book, held)
        if other is not None and other.record.by != person.name and other.seq != over:
            raise _refusal(other)
        if book.put_unless(decision, read) is not None:
            return
    raise AssertionError("others decide all the time, and none of their decisions is seen")


def decided_on(book: Book, held: Placed[Gate]) -> Placed[Decision] | None:
    """The last decision on a gate since it was held; None while there is none."""
    made = [each for each in book.placed(Decision) if each.record.stage == held.record.stage and each.seq > held.seq]
    return made[-1] if made else None


def went_back(book: Book, stage: Stage, since: int) -> Placed[Decision] | None:
    """The decision to go back to a stage or before it that was taken since; None when there was none."""
    until = STAGES[: STAGES.index(stage) + 1]
    made = [
        each
        for each in book.placed(Decision)
        if each.seq > since and each.record.choice == "back" and each.record.back_to in until
    ]
    return made[-1] if made else None


def refuse_unheld(book: Book, held: Placed[Gate]) -> None:
    """Lets nobody go on by a gate that was held before the project went back.

    Raises:
        RequestError: when it has to be held again; it says who went back, and why.
    """
    back = went_back(book, held.record.stage, held.seq)
    if back is not None:
        raise RequestError(
            f"the project went back to {back.record.back_to}, and this gate was held before",
            where=f"the end of {held.record.stage}",
            seen=_told(back),
            next_step=f"mend what was missing, and hold the gate again with `shipworthy check {held.record.stage}`",
        )


def _refusal(other: Placed[Decision]) -> RequestError:
    return RequestError(
        "somebody else has decided on this gate meanwhile",
        where=f"the end of {other.record.stage}",
        seen=_told(other),
        allowed="a decision taken in the knowledge of this one",
        next_step=f"talk to {other.record.by}; if yours still stands, say it again with --over {other.seq}",
    )


def _told(made: Placed[Decision]) -> str:
    record = made.record
    to = f" to {record.back_to}" if record.back_to else ""
    return f"entry {made.seq}, {made.time:%Y-%m-%d %H:%M} UTC: {record.by} decided {record.choice}{to}: {record.why}"


def _newest(book: Book) -> int:
    """Place of the newest decision or counter-entry that was read."""
    places = [each.seq for each in book.placed(Decision, also_undone=True)]
    places += [each.seq for each in book.placed(Undone, also_undone=True)]
    return max(places, default=0)
