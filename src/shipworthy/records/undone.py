"""A counter-entry: something on record that no longer counts."""

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Undone(Record, frozen=True):
    """Takes an earlier entry out of what counts; both stay in the ledger. Undone itself, it brings that entry back.

    Attributes:
        entry: hash of the entry that no longer counts.
        seq: its place in the ledger, for people.
        kind: name of the record in it.
        why: the person's reason.
        by: the person.
        authority: how sure we are that it was that person.
    """

    entry: str
    seq: int
    kind: str
    why: str
    by: str
    authority: Authority
