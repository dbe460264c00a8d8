"""One-time links by which people come in, as the ledger knows them: never the link itself."""

from datetime import datetime

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Invited(Record, frozen=True):
    """Somebody was invited by a one-time link.

    Attributes:
        link: what the link is called; it cannot be made from this.
        person: whom it was made for, by a name of the document.
        to: what it lets them do.
        until: when it ends, UTC.
        by: the person who invited.
        authority: how sure we are that it was that person.
    """

    link: str
    person: str
    to: tuple[str, ...]
    until: datetime
    by: str
    authority: Authority


class Entered(Record, frozen=True):
    """Somebody came in by a one-time link, and could read the project from then on.

    Attributes:
        link: what the link is called.
        by: the person.
        authority: how sure we are that it was that person.
    """

    link: str
    by: str
    authority: Authority


class Withdrawn(Record, frozen=True):
    """An invitation was taken back; whoever had come in by it was shown the door.

    Attributes:
        link: what the link is called.
        by: the person who took it back.
        authority: how sure we are that it was that person.
    """

    link: str
    by: str
    authority: Authority
