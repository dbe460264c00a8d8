"""The claims that a document makes: one file a kind in `kinds/`, and one line for each here."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import structs

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import RequestError
from shipworthy.plan.brief import asked_questions
from shipworthy.plan.brought import brought_claims
from shipworthy.plan.document import Document
from shipworthy.plan.kinds import (
    access,
    assumption,
    brief,
    case,
    controls,
    criterion,
    data,
    delivery,
    guardrail,
    handover,
    own,
    requested,
    review,
    robust,
    sealed,
)
from shipworthy.plan.kinds.brief import asked_for
from shipworthy.plan.parts import part_digests
from shipworthy.plan.policy import UNWEIGHED, Weight
from shipworthy.plan.weighing import weighed
from shipworthy.records.claim import Claim
from shipworthy.records.stage import STAGES

KINDS: Final = (
    brief.claims,
    data.claims,
    assumption.claims,
    criterion.claims,
    controls.claims,
    sealed.claims,
    guardrail.claims,
    robust.claims,
    case.claims,
    delivery.claims,
    review.claims,
    access.claims,
)


def claims_of(document: Document, weight: Weight = UNWEIGHED) -> tuple[Claim, ...]:
    """Every claim that the project lives on, in the order of the stages; ids are unique and stay the same.

    Args:
        document: the project document.
        weight: what is asked of it, as `plan.policies.weight_of` tells; the usual when left out.

    Raises:
        DocumentError: when the policy names a claim that no project has.
        RequestError: when an installed package brings claims that cannot be used.
    """
    made = list(weighed(_all(document, weight), weight))
    said = part_digests(document, (part for claim in made for part in claim.parts))
    found = [_bound(claim, said, document.evaluation.group) for claim in made]
    twice = sorted(name for name, times in Counter(claim.id for claim in found).items() if times > 1)
    if twice:
        step = "say one of them in other words, or remove the package that brings it"
        raise RequestError("two claims share a name", where="claims", seen=twice, next_step=step)
    return tuple(sorted(found, key=lambda claim: STAGES.index(claim.stage)))


def _all(document: Document, weight: Weight) -> Iterator[Claim]:
    for kind in KINDS:
        yield from kind(document)
    for name, question in asked_questions(document, weight):
        yield asked_for(question, document, name)
    yield from requested.claims(document, weight)
    yield from handover.claims(document, weight)
    yield from own.claims(document)
    yield from brought_claims(document)


def _bound(claim: Claim, said: Mapping[str, str], group: str) -> Claim:
    """The claim with what the document says in its parts, so that a signature outlives other words for it."""
    rows = any(part.startswith(("data", "evaluation")) for part in claim.parts)
    bar = structs.replace(claim.bar, group=group) if claim.bar and rows else claim.bar
    return structs.replace(claim, bar=bar, meaning=digest([claim.id, {part: said[part] for part in claim.parts}]))
