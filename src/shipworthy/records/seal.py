"""That rows are sealed until the end, and that the seal was broken."""

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Sealed(Record, frozen=True):
    """Which rows are sealed: the last ones, or a share of all.

    Attributes:
        sealed_from: first moment that is sealed (ISO 8601); empty when no time is.
        share: of the rows, between 0 and 1, drawn by what their columns say, so that no row ever moves; 0 for none.
        columns: by which they are drawn: what names a row or a group, else all columns but the outcome.
    """

    sealed_from: str = ""
    share: float = 0.0
    columns: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything sealed."""
        return bool(self.sealed_from or self.share)

    @property
    def where(self) -> str:
        """The place in the document that says so."""
        return f"evaluation.split.{'sealed_share' if self.share else 'sealed_from'}"


class Seal(Record, frozen=True):
    """Rows are read by nothing until a person's signature opens them.

    A document that says otherwise later does not open them: the seal on record holds.

    Attributes:
        sealed_from: first moment that is sealed (ISO 8601); empty when a share is.
        by: who was at work when the seal was found in the document.
        authority: how sure we are that it was that person.
        share: of the rows that is sealed; 0 when a time is.
        columns: by which that share is drawn.
    """

    sealed_from: str
    by: str
    authority: Authority
    share: float = 0.0
    columns: tuple[str, ...] = ()


class Opening(Record, frozen=True):
    """Sealed rows were opened, once and for one attempt; they are secret no longer.

    Attributes:
        sealed_from: first moment that was sealed (ISO 8601); empty when a share was.
        candidate: the attempt whose answers were held against what turned out.
        predictions: digest of these answers.
        n: how many rows were opened.
        sign_off: digest of the signature that allowed it.
        by: who was at work when they were opened.
        authority: how sure we are that it was that person.
        share: of the rows that was sealed; 0 when a time was.
    """

    sealed_from: str
    candidate: str
    predictions: str
    n: int
    sign_off: str
    by: str
    authority: Authority
    share: float = 0.0
