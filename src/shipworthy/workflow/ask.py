"""The verb `ask`: a review or an access is asked for, with what its giver needs to answer."""

from dataclasses import dataclass
from typing import Any

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.people.scopes import allow
from shipworthy.plan.due import due_dates
from shipworthy.records.asked import Asked
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.show.days import on_day
from shipworthy.workflow.asked import ASKED_FOR, Asking, asking
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.packet import packet_of


@dataclass(frozen=True)
class AskedFor:
    """A review or an access that was asked for.

    Attributes:
        asked: what was asked of whom.
        packet: what the reviewer is handed; empty for an access.
        says: the same in a sentence.
    """

    asked: Asked
    packet: tuple[Evidence, ...]
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        packet = [{"digest": each.digest, "check": each.check, "says": each.says} for each in self.packet]
        return {**self.asked.to_dict(), "packet": packet, "sentence": self.says}


def ask(bench: Bench, what: str, *, says: str = "") -> AskedFor:
    """Puts on record that a review or an access was asked for; whoever has to be told is told by people.

    Args:
        bench: the project; its person asks.
        what: id of the claim, or the words behind its dot, such as `privacy`.
        says: what the person adds.

    Raises:
        RequestError: when there is no such review or access, or it is settled.
        PersonError: when the person may not ask.
    """
    claim = _named(bench, what)
    person = bench.person
    allow(person, "ask", bench.people, f"ask for {what}")
    packet = packet_of(bench) if claim.kind == "review" else ()
    asked = Asked(
        claim=claim.id,
        of=claim.owner,
        by=person.name,
        authority=person.authority,
        at=bench.clock.now(),
        says=says.strip(),
        evidence=tuple(each.digest for each in packet),
    )
    bench.book.put(asked)
    return AskedFor(asked, packet, _sentence(bench, claim, asked))


def _named(bench: Bench, what: str) -> Claim:
    open_to_ask = [claim for claim in bench.claims if claim.kind in ASKED_FOR]
    for claim in open_to_ask:
        if what in (claim.id, claim.id.partition(".")[2]):
            return claim
    names = [claim.id.partition(".")[2] for claim in open_to_ask]
    near = nearest(what, names)
    raise RequestError(
        "no review or access has this name",
        seen=what,
        allowed=names or "names under `reviews` and `access` in project.yaml",
        next_step=f"did you mean {near}?" if near else "add it under `reviews` or `access` in project.yaml",
    )


def _sentence(bench: Bench, claim: Claim, asked: Asked) -> str:
    at: Asking = asking(bench, claim, due_dates(bench.document).get(claim.stage))
    of = asked.of or "whoever gives it"
    simulated = " (simulated)" if asked.authority == "simulated" else ""
    when = f"; an answer is due by {on_day(at.answer)}" if at.answer else ""
    handed = f", with {len(asked.evidence)} pieces of evidence" if asked.evidence else ""
    return f"{asked.by}{simulated} asked {of} for {claim.id.partition('.')[2]}{handed}{when}"
