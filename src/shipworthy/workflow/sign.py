"""The verb `sign`: a person's signature under the success criterion, a review or an assumption."""

from dataclasses import dataclass
from typing import Any, Final

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.people.identity import require
from shipworthy.records.claim import Claim
from shipworthy.records.decision import SignOff
from shipworthy.workflow.bench import Bench

GOALPOST: Final = "goalpost"


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


def sign(bench: Bench, what: str = GOALPOST, *, says: str = "") -> Signed:
    """Signs claims as they read now; a later change of their text makes the signature out of date.

    Args:
        bench: the project; its person signs.
        what: `goalpost` for the success criterion, else the id of a claim or the words behind its dot.
        says: what the person adds.

    Raises:
        RequestError: when there is nothing of that name to sign.
        PersonError: when the person may not sign it.
    """
    claims = _goalpost(bench) if what == GOALPOST else (_named(bench, what),)
    person = bench.person
    if what == GOALPOST:
        require(person, "business-owner", bench.people, "sign the goalpost")
    sign_off = SignOff(
        claims={claim.id: claim.binding for claim in claims},
        by=person.name,
        authority=person.authority,
        says=says,
        goalpost=what == GOALPOST,
    )
    bench.book.put(sign_off)
    simulated = " (simulated)" if person.authority == "simulated" else ""
    return Signed(sign_off, f"{person.name}{simulated} signed: {claims[-1].says}")


def _goalpost(bench: Bench) -> tuple[Claim, ...]:
    wanted = [bench.claim("brief.goalpost"), bench.claim("success.criterion")]
    found = tuple(claim for claim in wanted if claim is not None)
    if len(found) < len(wanted):
        raise RequestError(
            "there is no success criterion to sign",
            where="success.criterion",
            allowed="for example {gain_over: status_quo, per: 1000, at_least: 20000}",
            next_step="write the criterion into project.yaml, then sign it",
        )
    return found


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
