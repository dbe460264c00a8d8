"""Reviews: who has to agree before the project goes live."""

from collections.abc import Iterator
from typing import Final

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.document import Document
from shipworthy.plan.naming import names
from shipworthy.records.claim import Claim

_DAY: Final = 86_400.0


def claims(document: Document) -> Iterator[Claim]:
    """One claim a review."""
    for name, (review, entry) in zip(names(list(document.reviews)), document.reviews.items(), strict=True):
        yield Claim(
            id=f"review.{name}",
            kind="review",
            says=f"the {review} review is signed",
            stage="transfer",
            owner=entry.owner or document.holder("reviewer"),
            settled_by="person",
            parts=(f"reviews.{review}",),
            lead_time=seconds(entry.lead_time) / _DAY if entry.lead_time else None,
            asks=f"do the {review} review and sign it with `shipworthy sign {name}`",
        )
