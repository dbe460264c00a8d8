"""What people signed, held against what the claims say now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shipworthy.records.claim import Claim
from shipworthy.records.decision import SignOff


@dataclass(frozen=True)
class Signature:
    """How a claim stands with people's signatures.

    Attributes:
        state: signed as it reads now (`current`), as it read once (`earlier`), by `simulated` people only, by people
            who did not prove who they are where that is asked for (`unproven`), or by `nobody`.
        by: who signed last; empty when nobody did.
        evidence: digests of the sign-off.
    """

    state: Literal["current", "earlier", "simulated", "unproven", "nobody"]
    by: str = ""
    evidence: tuple[str, ...] = ()


def signature(claim: Claim, sign_offs: Sequence[SignOff], rehearsal: bool) -> Signature:
    """The latest signature under a claim.

    A signature binds the claim as it read at that moment. Simulated people count in a rehearsal only;
    programs never, and unproven names not where the claim asks for a proof.

    Args:
        claim: as it reads now.
        sign_offs: oldest first.
        rehearsal: whether simulated people count.
    """
    signed = [each for each in sign_offs if claim.id in each.claims and each.authority != "machine"]
    counting = [each for each in signed if rehearsal or each.authority != "simulated"]
    if not counting:
        return Signature("simulated", signed[-1].by, (signed[-1].digest,)) if signed else Signature("nobody")
    proven = [each for each in counting if not claim.proven or each.authority in ("authenticated", "simulated")]
    if not proven:
        return Signature("unproven", counting[-1].by, (counting[-1].digest,))
    last = proven[-1]
    current = last.claims[claim.id] == claim.binding
    return Signature("current" if current else "earlier", last.by, (last.digest,))
