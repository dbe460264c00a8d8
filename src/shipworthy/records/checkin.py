"""That somebody was shown what there is, and what they said."""

from datetime import datetime

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class CheckIn(Record, frozen=True):
    """A person was shown something; agreement that has gone quiet is none.

    Attributes:
        whom: the person who was shown it, as the document calls them.
        shown: what they saw.
        says: what they said to it; empty when they said nothing.
        by: the person who wrote it down.
        authority: how sure we are that it was that person.
        at: when it was shown, UTC.
    """

    whom: str
    shown: str
    by: str
    authority: Authority
    at: datetime
    says: str = ""
