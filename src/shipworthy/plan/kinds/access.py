"""Access requests: each is a promise that the stage which needs it waits for."""

from collections.abc import Iterator
from typing import Final

from shipworthy.foundation.quantities import SECONDS, seconds
from shipworthy.plan.access import AccessEntry
from shipworthy.plan.document import Document
from shipworthy.plan.naming import names
from shipworthy.plan.parts import part_digests
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding

CHECK: Final = "access"


def claims(document: Document) -> Iterator[Claim]:
    """One claim an access."""
    for name, (access, entry) in zip(names(list(document.access)), document.access.items(), strict=True):
        yield Claim(
            id=f"access.{name}",
            kind="access",
            says=f"access to {access} was granted",
            stage=entry.stage,
            owner=entry.owner,
            check=CHECK,
            parts=(f"access.{access}",),
            lead_time=seconds(entry.lead_time) / SECONDS["d"] if entry.lead_time else None,
            asks=f"grant access to {access}; then the day is written under access.{access}.granted",
        )


def access_evidence(document: Document) -> tuple[Evidence, ...]:
    """What the document says of each access: granted, refused, or waited for."""
    entries = zip(claims(document), document.access.values(), strict=True)
    return tuple(_evidence(document, claim, entry) for claim, entry in entries)


def _evidence(document: Document, claim: Claim, entry: AccessEntry) -> Evidence:
    holds, says = _state(entry)
    waits = Finding(check=CHECK, says=says, severity="problem", where=claim.parts[0], next_step=claim.asks)
    return Evidence(
        check=CHECK,
        says=says,
        stage=claim.stage,
        claims=(claim.id,),
        holds=holds,
        findings=() if holds else (waits,),
        stands_on={f"document:{part}": name for part, name in part_digests(document, claim.parts).items()},
    )


def _state(entry: AccessEntry) -> tuple[bool | None, str]:
    if entry.granted:
        return True, f"granted on {entry.granted}"
    if entry.refused:
        return False, f"refused: {entry.refused}"
    return None, f"asked for on {entry.asked}, not granted yet" if entry.asked else "not asked for yet"
