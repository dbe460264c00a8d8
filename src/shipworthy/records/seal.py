"""That the last rows are sealed until the end, and that the seal was broken."""

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Seal(Record, frozen=True):
    """Rows from a moment on are read by nothing until a person's signature opens them.

    A document that says otherwise later does not open them: the seal on record holds.

    Attributes:
        sealed_from: first moment that is sealed (ISO 8601).
        by: who was at work when the seal was found in the document.
        authority: how sure we are that it was that person.
    """

    sealed_from: str
    by: str
    authority: Authority


class Opening(Record, frozen=True):
    """Sealed rows were opened, once and for one attempt; they are secret no longer.

    Attributes:
        sealed_from: first moment that was sealed (ISO 8601).
        candidate: the attempt whose answers were held against what turned out.
        predictions: digest of these answers.
        n: how many rows were opened.
        sign_off: digest of the signature that allowed it.
        by: who was at work when they were opened.
        authority: how sure we are that it was that person.
    """

    sealed_from: str
    candidate: str
    predictions: str
    n: int
    sign_off: str
    by: str
    authority: Authority
