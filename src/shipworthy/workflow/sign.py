"""The verb `sign`: a person's signature under the success criterion, a review or an assumption."""

from dataclasses import dataclass
from typing import Any, Final

from shipworthy.foundation.errors import PersonError, RequestError, nearest
from shipworthy.people.identity import require
from shipworthy.plan.goal import goal_of
from shipworthy.plan.kinds.requested import MISTAKES
from shipworthy.plan.kinds.sealed import SEALED
from shipworthy.records.claim import Claim
from shipworthy.records.decision import SignOff
from shipworthy.records.placed import Placed
from shipworthy.show.mistakes import rates_in_words
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.mistakes import shown_mistakes
from shipworthy.workflow.packet import packet_of
from shipworthy.workflow.seal import refuse_spent

GOALPOST: Final = "goalpost"
OWNER: Final = "business-owner"
SECONDS: Final = (OWNER, "reviewer")
"""Roles of which one is needed to agree to a goal that somebody else has moved, unless a policy says which."""


@dataclass(frozen=True)
class Signed:
    """A signature on record.

    Attributes:
        sign_off: what was signed by whom.
        says: the same in a sentence.
    """

    sign_off: SignOff
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.sign_off.to_dict(), "sentence": self.says}


def sign(bench: Bench, what: str = GOALPOST, *, says: str = "", why: str = "") -> Signed:
    """Signs claims as they read now; a later change of their text makes the signature out of date.

    The goal, signed by somebody else as it reads now, is agreed to: a second name under the same words.

    Args:
        bench: the project; its person signs.
        what: `goalpost` for the success criterion, else the id of a claim or the words behind its dot.
        says: what the person adds.
        why: why the goal is another one than was signed before; needed then, and only then.

    Raises:
        RequestError: when there is nothing of that name to sign, no reason for another goal, or no mistake was counted
            yet that could be accepted.
        PersonError: when the person may not sign it.
    """
    sign_off = _goal(bench, says, why) if what == GOALPOST else _one(bench, _named(bench, what), says)
    bench.book.put(sign_off)
    return Signed(sign_off, _sentence(bench, sign_off))


def last_signed(bench: Bench) -> Placed[SignOff] | None:
    """The latest signature under the goal that counts, those of people who agreed to it left aside."""
    signed = [each for each in bench.book.placed(SignOff) if each.record.goalpost]
    counting = [each for each in signed if bench.rehearsal or each.record.authority != "simulated"]
    return counting[-1] if counting else None


def is_moved(bench: Bench, last: Placed[SignOff] | None) -> bool:
    """Whether the goal reads differently than it was signed."""
    return last is not None and any(
        last.record.claims.get(claim.id, claim.binding) != claim.binding for claim in goalpost(bench)
    )


def seconders(bench: Bench) -> tuple[str, ...]:
    """Roles of which one is needed to agree to a goal that somebody else has moved."""
    return bench.weight.countersigns or SECONDS


def goalpost(bench: Bench) -> tuple[Claim, ...]:
    """The claims that a signature under the goal binds; empty while there is no criterion."""
    wanted = [bench.claim("brief.goalpost"), bench.claim("success.criterion")]
    found = tuple(claim for claim in wanted if claim is not None)
    return found if len(found) == len(wanted) else ()


def _goal(bench: Bench, says: str, why: str) -> SignOff:
    claims, goal = goalpost(bench), goal_of(bench.document)
    if not claims or goal is None:
        raise RequestError(
            "there is no success criterion to sign",
            where="success.criterion",
            allowed="for example {gain_over: status_quo, per: 1000, at_least: 20000}",
            next_step="write the criterion into project.yaml, then sign it",
        )
    person, last = bench.person, last_signed(bench)
    moved = is_moved(bench, last)
    if last is not None and not moved and last.record.by != person.name:
        require(person, seconders(bench), bench.people, "agree to the goal")
        return SignOff(claims={}, by=person.name, authority=person.authority, says=says, seconds=last.hash)
    require(person, OWNER, bench.people, "sign the goalpost")
    if moved and not why.strip():
        raise RequestError(
            "this is another goal than was signed, and it needs a reason",
            where="--why",
            seen=claims[-1].says,
            allowed=f"what {last.record.by} signed: {last.record.goal.says}" if last and last.record.goal else "",
            next_step="say with --why what has changed, or write the goal as it was signed into project.yaml",
        )
    return SignOff(
        claims={claim.id: claim.binding for claim in claims},
        by=person.name,
        authority=person.authority,
        says=says,
        goalpost=True,
        goal=goal,
        why=why.strip() if moved else "",
    )


def _one(bench: Bench, claim: Claim, says: str) -> SignOff:
    person = bench.person
    _may_sign(bench, claim)
    if claim.id == SEALED:
        refuse_spent(bench)
    handed = packet_of(bench) if claim.kind == "review" else ()
    return SignOff(
        claims={claim.id: claim.binding},
        by=person.name,
        authority=person.authority,
        says=says,
        evidence=tuple(each.digest for each in handed),
        mistakes=shown_mistakes(bench) if claim.id == MISTAKES else (),
    )


def _may_sign(bench: Bench, claim: Claim) -> None:
    """Lets those sign who answer for the claim, its reviewers, and where nobody does, the business owner.

    Where a policy says who signs, nobody else does.
    """
    person, people = bench.person, bench.people
    if claim.signers:
        require(person, claim.signers, people, f"sign {claim.id}")
        return
    names = {each.name for each in people}
    roles = ["reviewer"] if claim.kind == "review" else []
    if claim.owner and claim.owner not in names:
        roles.append(claim.owner)
    if not people or person.name == claim.owner or not claim.owner:
        return
    held = [role for role in roles if any(role in each.roles for each in people)]
    if claim.owner in names and not held:
        raise PersonError(
            f"{person.name} may not sign this",
            where=claim.id,
            seen=person.name,
            allowed=f"{claim.owner}, who answers for it",
            next_step=f"let {claim.owner} do it with --as {claim.owner}",
        )
    require(person, held or OWNER, people, f"sign {claim.id}")


def _named(bench: Bench, what: str) -> Claim:
    signable = [claim for claim in bench.claims if claim.settled_by == "person"]
    for claim in signable:
        if what in (claim.id, claim.id.partition(".")[2]):
            return claim
    names = [GOALPOST, *(claim.id for claim in signable)]
    near = nearest(what, [*names, *(name.partition(".")[2] for name in names)])
    raise RequestError(
        "nothing of this name waits for a signature",
        seen=what,
        allowed=names,
        next_step=f"did you mean {near}?" if near else "choose one of these",
    )


def _sentence(bench: Bench, sign_off: SignOff) -> str:
    who = f"{sign_off.by} (simulated)" if sign_off.authority == "simulated" else sign_off.by
    if sign_off.seconds:
        last = last_signed(bench)
        whose = f"the goal that {last.record.by} signed" if last else "the goal"
        return f"{who} agreed to {whose}: {goalpost(bench)[-1].says}"
    signed = goalpost(bench)[-1] if sign_off.goal else bench.claim(next(iter(sign_off.claims)))
    moved = " (another goal than before)" if sign_off.why else ""
    told = f" ({rates_in_words(sign_off.mistakes)})" if sign_off.mistakes else ""
    return f"{who} signed{moved}: {signed.says if signed else ''}{told}"
