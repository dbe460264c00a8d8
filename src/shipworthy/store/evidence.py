"""The records of one project in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import msgspec

from shipworthy.foundation.errors import LedgerError
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.record import Record
from shipworthy.store.entry import Draft, Entry
from shipworthy.store.ledger import Ledger

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class _Known:
    """Records of one kind that were read.

    Attributes:
        until: place in the ledger of the newest.
        records: oldest first.
    """

    until: int = 0
    records: tuple[Record, ...] = ()


class Book:
    """What one project has written into the ledger: evidence, gates, decisions, bundles, incidents.

    Raises what `Ledger` raises.
    """

    def __init__(self, ledger: Ledger, project: str) -> None:
        self._ledger = ledger
        self._project = project
        # the ledger only grows, so that what was read once is never read again
        self._known: dict[type[Record], _Known] = {}

    def put(self, record: Record) -> Entry:
        """Writes one record down; its kind is the record's name, its author the record's own."""
        return self.put_all([record])[0]

    def put_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:
        """Writes all records down, or none."""
        return self._ledger.append_all([self._draft(record) for record in records])

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All records of a kind, oldest first; evidence bears the time at which the ledger took it in.

        Raises:
            LedgerError: when one was written by another version in a form that this one does not know.
        """
        known = self._known.get(kind, _Known())
        fresh = self._ledger.entries(self._project, kind.__name__, known.until)
        if fresh:
            read: tuple[Record, ...] = tuple(self._read(entry, kind) for entry in fresh)
            known = self._known[kind] = _Known(fresh[-1].seq, (*known.records, *read))
        return cast(tuple[R, ...], known.records)

    def latest_by_claim(self) -> dict[str, Evidence]:
        """Claim id -> the latest evidence that speaks to it."""
        return {claim: evidence for evidence in self.all(Evidence) for claim in evidence.claims}

    def latest_by_check(self) -> dict[tuple[str, str], Evidence]:
        """Check and candidate -> the latest evidence that the check produced about it."""
        return {(evidence.check, evidence.candidate): evidence for evidence in self.all(Evidence)}

    def _draft(self, record: Record) -> Draft:
        author, authority = "shipworthy", "machine"
        if isinstance(record, Evidence):
            author, authority = record.author, record.authority
        elif isinstance(record, Decision | Deployment | SignOff):
            author, authority = record.by, record.authority
        return Draft(
            project=self._project,
            kind=type(record).__name__,
            body=record.to_dict(),
            author=author,
            authority=authority,
        )

    def _read(self, entry: Entry, kind: type[R]) -> R:
        fields: dict[str, Any] = entry.body
        if kind is Evidence:
            fields = {**fields, "time": entry.time}
        try:
            return kind.from_dict(fields)
        except msgspec.ValidationError as error:
            raise LedgerError(
                "an entry of the ledger is in a form that this version does not know",
                where=f"{self._ledger.place}, entry {entry.seq}",
                seen=str(error),
                next_step="install the version of shipworthy that wrote it, or a newer one",
            ) from error
