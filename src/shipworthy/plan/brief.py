"""The check `brief`: what the document says of the problem, and what it leaves open."""

from collections.abc import Callable
from typing import Final

from shipworthy.plan.claims import BRIEF, claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.parts import part_digests
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding

CHECK: Final = "brief"


def brief_evidence(document: Document) -> tuple[Evidence, ...]:
    """One piece of evidence for every claim of the brief: it is said, or it is missing and why it matters."""
    return tuple(_evidence(document, claim) for claim in claims_of(document) if claim.check == CHECK)


def _evidence(document: Document, claim: Claim) -> Evidence:
    said = _SAID[claim.id](document)
    stands_on = {f"document:{name}": now for name, now in part_digests(document, claim.parts).items()}
    if said:
        return Evidence(check=CHECK, says=said, stage="ideation", claims=(claim.id,), holds=True, stands_on=stands_on)
    says = f"nobody has written down {BRIEF[claim.id].missing}"
    severity = "problem" if claim.required else "note"
    finding = Finding(check=CHECK, says=says, severity=severity, where=claim.parts[0], next_step=claim.asks)
    return Evidence(
        check=CHECK, says=says, stage="ideation", claims=(claim.id,), holds=False, findings=(finding,), stands_on=stands_on
    )


def _status_quo(document: Document) -> str:
    today = document.problem.status_quo
    if today is None or today.kind == "unknown":
        return ""
    said = {"rule": f"today's rule is {today.rule}", "column": f"today's decisions stand in {today.column}"}
    return said.get(today.kind, "nothing is done today" if today.kind == "nothing" else f"claimed by {today.source}")


def _value(document: Document) -> str:
    value = document.success.value
    if value is None:
        return ""
    return "no value was agreed, and that is said" if value.none else f"decisions are valued in {document.success.unit or 'a unit'}"


def _delivery(document: Document) -> str:
    form, consumers = document.delivery.form, document.delivery.consumers
    return f"delivered as {form} to {', '.join(consumers)}" if form and consumers else ""


_SAID: Final[dict[str, Callable[[Document], str]]] = {
    "brief.user": lambda document: document.problem.user,
    "brief.need": lambda document: document.problem.need,
    "brief.decision": lambda document: document.problem.decision,
    "brief.action": lambda document: document.problem.action,
    "brief.lead-time": lambda document: f"known {document.problem.lead_time} ahead" if document.problem.lead_time else "",
    "brief.status-quo": _status_quo,
    "brief.value": _value,
    "brief.criterion": lambda document: "a success criterion is stated" if document.success.criterion else "",
    "brief.delivery": _delivery,
    "brief.fallback": lambda document: f"without a model: {document.delivery.fallback}" if document.delivery.fallback else "",
    "brief.reviews": lambda document: f"reviews: {', '.join(document.reviews)}" if document.reviews else "",
    "brief.running-cost": lambda document: document.delivery.running_cost or "",
}
