"""That somebody was asked for a review or an access, and what was handed to them."""

from datetime import datetime

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Asked(Record, frozen=True):
    """A review or an access was asked for.

    Attributes:
        claim: id of the claim that it settles.
        of: person, role or department that was asked.
        by: the person who asked.
        authority: how sure we are that it was that person.
        at: when, UTC.
        says: what was added.
        evidence: digests of the evidence handed over with it, one a claim that it speaks to.
    """

    claim: str
    of: str
    by: str
    authority: Authority
    at: datetime
    says: str = ""
    evidence: tuple[str, ...] = ()
