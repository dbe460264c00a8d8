"""What a policy makes of the claims of a project: which the gate waits for, which may stay open, and why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.foundation.quantities import SECONDS
from shipworthy.plan.kinds.brief import QUESTIONS as BRIEF
from shipworthy.plan.kinds.computed import IN_TIME, PAID
from shipworthy.plan.kinds.handover import QUESTIONS as HANDED_OVER
from shipworthy.plan.kinds.handover import RUNBOOK
from shipworthy.plan.kinds.requested import MISTAKES
from shipworthy.plan.kinds.requested import QUESTIONS as ON_REQUEST
from shipworthy.plan.naming import slug
from shipworthy.plan.plain import figure, joined
from shipworthy.plan.policy import CHECK_INS, PROPOSALS, Weight
from shipworthy.records.claim import Claim

_FIXED: Final = (
    "brief.goalpost",
    *(question.claim for question in BRIEF),
    *(question.claim for _, question in ON_REQUEST),
    *(question.claim for question in HANDED_OVER),
    RUNBOOK,
    MISTAKES,
    IN_TIME,
    PAID.claim,
    CHECK_INS,
    PROPOSALS,
)
"""Claims whose names no document can change; a policy that names another of their sections is misspelt."""


REQUESTED: Final = (
    *(question.claim for _, question in ON_REQUEST),
    *(question.claim for question in HANDED_OVER),
    RUNBOOK,
    MISTAKES,
    CHECK_INS,
    PROPOSALS,
)
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


def rules_of(weight: Weight) -> tuple[str, ...]:
    """What the policy wants of people and names, a sentence each; empty without one.

    >>> rules_of(Weight(risk="high", policy="ours", every=SECONDS["w"], shown_to=("product",)))
    ('The product manager is shown what there is at least every 7 days.',)
    """
    told = [
        f"{_roles(weight.shown_to, 'and')} {'is' if len(weight.shown_to) == 1 else 'are'} shown what there is at least "
        f"every {_days(weight.every)}."
        if weight.every
        else "",
        f"What is proposed for a meeting is in {_days(weight.proposals)} before it." if weight.proposals else "",
        f"{_roles(weight.countersigns, 'or')} agrees when the goal is moved." if weight.countersigns else "",
        "Only people who signed in may sign." if weight.identities == "authenticated" else "",
    ]
    return tuple(sentence for sentence in told if sentence)


def _roles(roles: Sequence[str], word: str) -> str:
    words = [f"the {'product manager' if role == 'product' else role.replace('-', ' ')}" for role in roles]
    told = joined(words) if word == "and" else " or ".join(words)
    return told[0].upper() + told[1:]


def _days(span: float) -> str:
    days = round(span / SECONDS["d"], 1)
    return f"{figure(days)} {'day' if days == 1 else 'days'}"


def _promises(count: int) -> str:
    return "promise" if count == 1 else "promises"


def because(claim: str, required: bool, weight: Weight) -> str:
    """Why a policy asks for a claim, or lets it stay open; empty where it changes nothing.

    Args:
        claim: id of the claim.
        required: whether the gate waits for it without a policy.
        weight: what is asked of the project.
    """
    if required and weight.lets_open(claim):
        return f"need not hold {weight.because}"
    if claim in REQUESTED and weight.wants(claim):
        return f"asked {weight.because}"
    if claim in _reviews(weight) or (weight.requires(claim) and not required):
        return f"asked {weight.because}"
    return ""


def _weighed(claim: Claim, weight: Weight) -> Claim:
    signed = claim.settled_by == "person" or claim.kind == "criterion"
    signer = _reviews(weight).get(claim.id, "")
    why = because(claim.id, claim.required, weight)
    if claim.id == IN_TIME and claim.settled_by == "person":
        why = f"asked {weight.because}"
    return structs.replace(
        claim,
        required=(claim.required or weight.requires(claim.id)) and not weight.lets_open(claim.id),
        because=why,
        asks=f"{claim.asks} ({why})" if why else claim.asks,
        signers=(signer,) if signer else claim.signers,
        proven=claim.proven or (signed and weight.identities == "authenticated"),
    )


def _reviews(weight: Weight) -> dict[str, str]:
    """Claim of each review that the policy wants -> role of whoever signs it."""
    return {f"review.{slug(review)}": role for review, role in weight.reviews.items()}


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
