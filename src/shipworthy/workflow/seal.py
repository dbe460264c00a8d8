"""The seal on rows: what the ledger says of it counts, whatever the document says later."""

from collections.abc import Callable
from datetime import UTC, datetime

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.plan.document import Document
from shipworthy.records.person import Person
from shipworthy.records.placed import Placed
from shipworthy.records.seal import Opening, Seal, Sealed
from shipworthy.store.evidence import Book
from shipworthy.workflow.bench import Bench


def sealed(book: Book, document: Document) -> Sealed:
    """Which rows nothing is read of; what a share is drawn by is left open until a seal on record says it.

    Args:
        book: what the project wrote into the ledger; a seal there holds until it is opened.
        document: what it asks for now.

    Raises:
        RequestError: when other rows are kept together now than when a share of them was sealed.
    """
    asked, closed = _asked(document), _closed(book)
    moments = [each for each in (asked.sealed_from, *(seal.sealed_from for seal in closed)) if each]
    share = max(asked.share, *(seal.share for seal in closed), 0.0)
    columns = next((each.columns for each in closed if each.share), ())
    group = document.evaluation.split.group
    if columns and group and columns != (group,):
        raise RequestError(
            "the sealed cases were drawn one by one, and now whole groups stay together",
            where="evaluation.split.group",
            seen=group,
            allowed=f"what they were drawn by: {', '.join(columns)}",
            next_step="leave it as it was until the sealed cases are opened with `shipworthy sign sealed`",
        )
    return Sealed(sealed_from=min(moments, key=_utc, default=""), share=share, columns=columns)


def note_seal(bench: Bench, seal: Callable[[], Sealed]) -> None:
    """Writes down that rows are sealed, the first time that the document says so.

    Args:
        bench: the project.
        seal: says what a share is drawn by; asked only when one is to be written down.
    """
    asked = _asked(bench.document)
    if not asked.any or any(_covers(each, asked) for each in _closed(bench.book)):
        return
    if any(_same(each.record, asked) for each in openings(bench.book)):
        return
    columns = seal().columns if asked.share else ()
    person = whoever(bench)
    bench.book.put(
        Seal(
            sealed_from=asked.sealed_from,
            by=person.name,
            authority=person.authority,
            share=asked.share,
            columns=columns,
        )
    )


def opening(bench: Bench) -> Placed[Opening] | None:
    """How the rows that the document seals were opened; None while they are sealed."""
    asked = _asked(bench.document)
    return next((each for each in reversed(openings(bench.book)) if _same(each.record, asked)), None)


def openings(book: Book) -> tuple[Placed[Opening], ...]:
    """All openings, oldest first; what was seen cannot be unseen."""
    return book.placed(Opening, also_undone=True)


def refuse_spent(bench: Bench) -> None:
    """Refuses a signature under rows of which some were opened before.

    Raises:
        RequestError: when that is so.
    """
    asked = _asked(bench.document)
    for each in openings(bench.book):
        told = each.record
        # a share takes what a smaller one takes, and some of whatever a moment does
        if told.share or asked.share or _utc(told.sealed_from) >= _utc(asked.sealed_from):
            which = f"cases from {told.sealed_from} on" if told.sealed_from else f"cases, {told.share:.0%} of all,"
            column = "name the column that says when, and " if asked.share else ""
            later = f"{column}write their first day under evaluation.split.sealed_from"
            raise RequestError(
                "the sealed cases were opened before and are spent",
                where=asked.where,
                seen=f"{told.by} opened {told.n:,} {which} for {told.candidate}, on {each.time.date().isoformat()}",
                allowed="cases that nobody has seen",
                next_step=f"seal cases that come in later: {later}",
            )


def whoever(bench: Bench) -> Person:
    """Who is at work, a machine without a login name included.

    Raises:
        PersonError: when somebody was named who is not in the document.
    """
    try:
        return bench.person
    except PersonError:
        if bench.asked_for:
            raise
        return Person(name="unknown")


def _asked(document: Document) -> Sealed:
    split = document.evaluation.split
    return Sealed(sealed_from=split.sealed_from or "", share=split.sealed_share or 0.0)


def _closed(book: Book) -> tuple[Seal, ...]:
    """The seals that were not opened since."""
    opened = max((each.seq for each in openings(book)), default=0)
    return tuple(each.record for each in book.placed(Seal, also_undone=True) if each.seq > opened)


def _covers(seal: Seal, asked: Sealed) -> bool:
    """Whether all that is asked to be sealed is sealed already."""
    if asked.share:
        return seal.share >= asked.share
    return bool(seal.sealed_from) and _utc(seal.sealed_from) <= _utc(asked.sealed_from)


def _same(opened: Opening, asked: Sealed) -> bool:
    return (opened.sealed_from, opened.share) == (asked.sealed_from, asked.share)


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
