"""The records of one project in the ledger."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

import msgspec

from shipworthy.foundation.errors import LedgerError
from shipworthy.records.evidence import Authority, Evidence
from shipworthy.records.placed import Placed
from shipworthy.records.record import Record
from shipworthy.records.undone import Undone
from shipworthy.store.counting import gone
from shipworthy.store.entry import Draft, Entry
from shipworthy.store.ledger import Ledger

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class _Known:
    """Records of one kind that were read.

    Attributes:
        until: place in the ledger of the newest.
        placed: oldest first, those undone included.
        undone: hashes of the entries that did not count when `counting` was made.
        counting: the records that count.
    """

    until: int = 0
    placed: tuple[Placed[Any], ...] = ()
    undone: frozenset[str] = frozenset()
    counting: tuple[Record, ...] = ()


class Book:
    """What one project has written into the ledger: evidence, gates, decisions, bundles, incidents.

    Raises what `Ledger` raises.
    """

    def __init__(self, ledger: Ledger, project: str) -> None:
        self._ledger = ledger
        self._project = project
        # the ledger only grows, so that what was read once is never read again
        self._known: dict[type[Record], _Known] = {}
        self._stills = 0
        self._seen: set[type[Record]] = set()

    def put(self, record: Record) -> Entry:
        """Writes one record down; its kind is the record's name, its author the record's own."""
        return self.put_all([record])[0]

    def put_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:
        """Writes all records down, or none."""
        self._seen.clear()
        return self._ledger.append_all([self._draft(record) for record in records])

    def put_unless(self, record: Record, after: int) -> Entry | None:
        """Writes one record down unless another of its kind, or a counter-entry, was written behind a place.

        Args:
            record: to write.
            after: place in the ledger up to which the writer has read.

        Returns:
            The entry; None when somebody else was faster, and nothing was written.
        """
        self._seen.clear()
        kinds = (type(record).__name__, Undone.__name__)
        return self._ledger.append_unless(self._draft(record), kinds, after)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Asks the ledger for each kind once until this is over, for those who read much and write nothing.

        What others write in the meantime is seen afterwards; what is written through this book, at once.
        """
        self._stills += 1
        try:
            yield
        finally:
            self._stills -= 1
            self._seen.clear()

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All records of a kind that count, oldest first; evidence bears the time at which the ledger took it in.

        Raises:
            LedgerError: when one was written by another version in a form that this one does not know.
        """
        known, undone = self._read_on(kind), self.undone()
        if known.undone != undone:
            counting = tuple(each.record for each in known.placed if each.hash not in undone)
            known = self._known[kind] = replace(known, undone=undone, counting=counting)
        return cast(tuple[R, ...], known.counting)

    def placed(self, kind: type[R], *, also_undone: bool = False) -> tuple[Placed[R], ...]:
        """The same records with their places in the ledger.

        Args:
            kind: of the records.
            also_undone: those that a counter-entry took out as well.
        """
        known, undone = self._read_on(kind), frozenset[str]() if also_undone else self.undone()
        return tuple(each for each in known.placed if each.hash not in undone)

    def undone(self) -> frozenset[str]:
        """Hashes of the entries that do not count, for a counter-entry that was not undone itself says so."""
        return gone((each.hash, each.record.entry) for each in self._read_on(Undone).placed)

    def latest_by_claim(self) -> dict[str, Evidence]:
        """Claim id -> the latest evidence that speaks to it."""
        return {claim: evidence for evidence in self.all(Evidence) for claim in evidence.claims}

    def latest_by_check(self) -> dict[tuple[str, str], Evidence]:
        """Check and candidate -> the latest evidence that the check produced about it."""
        return {(evidence.check, evidence.candidate): evidence for evidence in self.all(Evidence)}

    def _read_on(self, kind: type[Record]) -> _Known:
        known = self._known.get(kind, _Known())
        if kind in self._seen:
            return known
        fresh = self._ledger.entries(self._project, kind.__name__, known.until)
        if self._stills:
            self._seen.add(kind)
        if fresh:
            read = tuple(self._placed(entry, kind) for entry in fresh)
            counting = tuple(each.record for each in read if each.hash not in known.undone)
            known = self._known[kind] = _Known(
                fresh[-1].seq, (*known.placed, *read), known.undone, (*known.counting, *counting)
            )
        return known

    def _draft(self, record: Record) -> Draft:
        author, authority = "shipworthy", "machine"
        by = getattr(record, "author", "") or getattr(record, "by", "")
        if by and hasattr(record, "authority"):
            author, authority = by, record.authority
        return Draft(
            project=self._project,
            kind=type(record).__name__,
            body=record.to_dict(),
            author=author,
            authority=authority,
        )

    def _placed(self, entry: Entry, kind: type[R]) -> Placed[R]:
        return Placed(
            seq=entry.seq,
            time=entry.time,
            hash=entry.hash,
            kind=entry.kind,
            author=entry.author,
            authority=cast(Authority, entry.authority),
            record=_record(entry, kind, self._ledger.place),
        )


class Latest(Generic[R]):
    """The newest record of a kind of every project of a ledger: all are read once, then only what is new.

    May be used from several threads. Raises what `Ledger` raises.

    Args:
        ledger: of all projects.
        kind: of the records; one that is never undone.
    """

    def __init__(self, ledger: Ledger, kind: type[R]) -> None:
        self._ledger = ledger
        self._kind = kind
        self._known: tuple[int, dict[str, R]] = (0, {})

    def by_project(self) -> dict[str, R]:
        """Project -> its newest record; projects that have none are left out."""
        until, known = self._known
        # taken before the records: what comes in between is read once more, and nothing is missed
        end = self._ledger.head().seq
        if end != until:
            fresh = self._ledger.newest(self._kind.__name__, until)
            known = {**known, **{name: _record(each, self._kind, self._ledger.place) for name, each in fresh.items()}}
            self._known = end, known
        return dict(known)


def _record(entry: Entry, kind: type[R], place: str) -> R:
    fields: dict[str, Any] = entry.body
    if kind is Evidence:
        fields = {**fields, "time": entry.time}
    try:
        return kind.from_dict(fields)
    except msgspec.ValidationError as error:
        raise LedgerError(
            "an entry of the ledger is in a form that this version does not know",
            where=f"{place}, entry {entry.seq}",
            seen=str(error),
            next_step="install the version of shipworthy that wrote it, or a newer one",
        ) from error
