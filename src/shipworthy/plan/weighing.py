"""What a policy makes of the claims of a project: which the gate waits for, which may stay open, and why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.plan.kinds.brief import QUESTIONS as BRIEF
from shipworthy.plan.kinds.computed import IN_TIME, PAID
from shipworthy.plan.kinds.requested import CHECK_INS, PROPOSALS
from shipworthy.plan.kinds.requested import QUESTIONS as ON_REQUEST
from shipworthy.plan.naming import slug
from shipworthy.plan.policy import Weight
from shipworthy.records.claim import Claim

_FIXED: Final = (
    "brief.goalpost",
    *(question.claim for question in BRIEF),
    *(question.claim for _, question in ON_REQUEST),
    IN_TIME,
    PAID.claim,
    CHECK_INS,
    PROPOSALS,
)
"""Claims whose names no document can change; a policy that names another of their sections is misspelt."""


_ASKED: Final = (*(question.claim for _, question in ON_REQUEST), CHECK_INS, PROPOSALS)
"""Claims that are there only because a policy asks for them."""


def weighed(claims: Iterable[Claim], weight: Weight) -> Iterator[Claim]:
    """The claims as the policy wants them; without one they stay as they are.

    Args:
        claims: all of a project.
        weight: what is asked of it.

    Raises:
        DocumentError: when the policy names a claim that no project has.
    """
    _check(weight)
    for claim in claims:
        yield _weighed(claim, weight) if weight.risk else claim


def changed_by(claims: Sequence[Claim], weight: Weight) -> str:
    """What the policy changed, in a sentence; empty without one."""
    if not weight.risk:
        return ""
    more = sum(bool(claim.because) and claim.required for claim in claims)
    less = sum(bool(claim.because) and not claim.required and weight.lets_open(claim.id) for claim in claims)
    asked = sum(bool(claim.because) and not claim.required and not weight.lets_open(claim.id) for claim in claims)
    told = [
        f"{more} {_promises(more)} more must hold" if more else "",
        f"{asked} more {'is' if asked == 1 else 'are'} asked for" if asked else "",
        f"{less} may stay open" if less else "",
    ]
    level = f" ({weight.says})" if weight.says else ""
    changes = ", ".join(words for words in told if words) or "nothing else is asked than of any project"
    return f"The risk of this project is {weight.risk}{level}. By the policy {weight.policy}, {changes}."


def _promises(count: int) -> str:
    return "promise" if count == 1 else "promises"


def _weighed(claim: Claim, weight: Weight) -> Claim:
    must, signed = weight.requires(claim.id), claim.settled_by == "person" or claim.kind == "criterion"
    signer = next((role for review, role in weight.reviews.items() if claim.id == f"review.{slug(review)}"), "")
    because = ""
    if signer or (must and not claim.required) or claim.id in _ASKED or (claim.kind == "lead-time" and claim.signers):
        because = f"asked {weight.because}"
    if weight.lets_open(claim.id) and claim.required:
        because, must = f"need not hold {weight.because}", False
    else:
        must = must or claim.required
    return structs.replace(
        claim,
        required=must,
        because=because,
        signers=(signer,) if signer else claim.signers,
        proven=claim.proven or (signed and weight.identities == "authenticated"),
    )


def _check(weight: Weight) -> None:
    sections = {name.partition(".")[0] for name in _FIXED}
    for name in (*weight.required, *weight.asked, *weight.may_stay_open):
        if name.partition(".")[0] in sections and "*" not in name and name not in _FIXED:
            near = nearest(name, _FIXED)
            raise DocumentError(
                "the policy names a claim that no project has",
                where=f"policy {weight.policy}",
                seen=name,
                allowed=_FIXED,
                next_step=f"write {near} instead of {name}" if near else "take it out of the policy",
            )
