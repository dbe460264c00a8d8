from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.records.claim import Claim


def claims(document: Document) -> Iterator[Claim]:
    """Whatever answers at all hours needs somebody to call at all hours."""
    if document.delivery.form == "rest":
        yield Claim(
            id="on-call.named",
            kind="on-call",
            says="somebody can be called at night when it fails",
            stage="transfer",
            owner=document.holder("ml-engineer"),
            settled_by="person",
            parts=("delivery.form",),
            asks="sign this when a name stands in the on-call plan: at night nobody looks at a board",
        )
