"""The seal on the last rows: what the ledger says of it counts, whatever the document says later."""

from datetime import UTC, datetime

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.plan.document import Document
from shipworthy.records.person import Person
from shipworthy.records.placed import Placed
from shipworthy.records.seal import Opening, Seal
from shipworthy.store.evidence import Book
from shipworthy.workflow.bench import Bench


def sealed_from(book: Book, document: Document) -> str:
    """First moment that no row is read from; empty when nothing is sealed.

    Args:
        book: what the project wrote into the ledger; a seal there holds until it is opened.
        document: what it asks for now.
    """
    asked, last = document.evaluation.split.sealed_from or "", _closed(book)
    if last is None or not last.record.sealed_from:
        return asked
    return min([each for each in (asked, last.record.sealed_from) if each], key=_utc)


def note_seal(bench: Bench) -> None:
    """Writes down that rows are sealed, the first time that the document says so."""
    asked, last = bench.document.evaluation.split.sealed_from, _closed(bench.book)
    if asked is None or (last is not None and _utc(last.record.sealed_from) <= _utc(asked)):
        return
    if any(each.record.sealed_from == asked for each in openings(bench.book)):
        return
    person = whoever(bench)
    bench.book.put(Seal(sealed_from=asked, by=person.name, authority=person.authority))


def opening(bench: Bench) -> Placed[Opening] | None:
    """How the rows that the document seals were opened; None while they are sealed."""
    asked = bench.document.evaluation.split.sealed_from or ""
    return next((each for each in reversed(openings(bench.book)) if each.record.sealed_from == asked), None)


def openings(book: Book) -> tuple[Placed[Opening], ...]:
    """All openings, oldest first; what was seen cannot be unseen."""
    return book.placed(Opening, also_undone=True)


def refuse_spent(bench: Bench) -> None:
    """Refuses a signature under rows of which some were opened before.

    Raises:
        RequestError: when that is so.
    """
    asked = bench.document.evaluation.split.sealed_from or ""
    for each in openings(bench.book):
        if _utc(each.record.sealed_from) >= _utc(asked) or each.record.sealed_from == asked:
            told = each.record
            raise RequestError(
                "the sealed cases were opened before and are spent",
                where="evaluation.split.sealed_from",
                seen=f"{told.by} opened {told.n:,} cases from {told.sealed_from} on for {told.candidate}, on "
                f"{each.time.date().isoformat()}",
                allowed="cases that nobody has seen",
                next_step="seal cases that come in later: write their first day under evaluation.split.sealed_from",
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


def _closed(book: Book) -> Placed[Seal] | None:
    """The earliest seal that was not opened since."""
    opened = max((each.seq for each in openings(book)), default=0)
    still = [each for each in book.placed(Seal, also_undone=True) if each.seq > opened]
    return min(still, key=lambda each: _utc(each.record.sealed_from), default=None)


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
