"""What the ledger takes in and what it gives back."""

from datetime import datetime
from typing import Any

from shipworthy.records.record import Record


class Draft(Record, frozen=True):
    """Something to be written down, before the ledger gave it a place, a time and a hash.

    Attributes:
        project: name of the project.
        kind: name of the record in the body, such as `Evidence`.
        body: the record as JSON-like values.
        author: person or program.
        authority: how sure we are of the author.
    """

    project: str
    kind: str
    body: dict[str, Any]
    author: str
    authority: str


class Entry(Record, frozen=True):
    """One entry of the ledger, as it was taken in.

    Attributes:
        seq: place in the ledger, counted from 1.
        project: name of the project.
        kind: name of the record in the body.
        body: the record as JSON-like values.
        author: person or program.
        authority: how sure we are of the author.
        time: when the ledger took it in, UTC.
        previous: hash of the entry before; 64 zeros for the first.
        hash: SHA-256 over all of the above, 64 hexadecimal digits.
    """

    seq: int
    project: str
    kind: str
    body: dict[str, Any]
    author: str
    authority: str
    time: datetime
    previous: str
    hash: str
