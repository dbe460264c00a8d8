"""The claims that a document makes: one file a kind in `kinds/`, and one line for each here."""

from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds import assumption, brief, criterion, data, guardrail, review
from shipworthy.records.claim import Claim
from shipworthy.records.stage import STAGES

KINDS: Final = (
    brief.claims,
    data.claims,
    assumption.claims,
    criterion.claims,
    guardrail.claims,
    review.claims,
)


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Every claim that the project lives on, in the order of the stages; ids are unique and stay the same."""
    found = [claim for kind in KINDS for claim in kind(document)]
    return tuple(sorted(found, key=lambda claim: STAGES.index(claim.stage)))
