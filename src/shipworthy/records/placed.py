"""A record with its place in the ledger."""

from datetime import datetime
from typing import Generic, TypeVar

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record

R = TypeVar("R", bound=Record)


class Placed(Record, Generic[R], frozen=True):
    """What was written down, and where, when and by whom.

    Attributes:
        seq: place in the ledger, counted from 1; what stands before was known when it was written.
        time: when the ledger took it in, UTC.
        hash: of the entry; names it for good, also in a copy of the ledger.
        kind: name of the record.
        author: person or program.
        authority: how sure we are of the author.
        record: what was written.
    """

    seq: int
    time: datetime
    hash: str
    kind: str
    author: str
    authority: Authority
    record: R
