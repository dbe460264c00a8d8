"""The claims that a document makes: one file a kind in `kinds/`, and one line for each here."""

from typing import Final

from msgspec import structs

from shipworthy.foundation.digests import digest
from shipworthy.plan.document import Document
from shipworthy.plan.kinds import assumption, brief, criterion, data, delivery, guardrail, review
from shipworthy.plan.parts import part_digests
from shipworthy.records.claim import Claim
from shipworthy.records.stage import STAGES

KINDS: Final = (
    brief.claims,
    data.claims,
    assumption.claims,
    criterion.claims,
    guardrail.claims,
    delivery.claims,
    review.claims,
)


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Every claim that the project lives on, in the order of the stages; ids are unique and stay the same."""
    found = [_bound(claim, document) for kind in KINDS for claim in kind(document)]
    return tuple(sorted(found, key=lambda claim: STAGES.index(claim.stage)))


def _bound(claim: Claim, document: Document) -> Claim:
    """The claim with what the document says in its parts, so that a signature outlives other words for it."""
    return structs.replace(claim, meaning=digest([claim.id, part_digests(document, claim.parts)]))
