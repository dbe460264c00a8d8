"""Promises in the project's own words."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION
from shipworthy.plan.naming import own_names
from shipworthy.plan.own import WHERE_IT_FAILS, OwnClaimEntry
from shipworthy.records.claim import Bar, Claim


def claims(document: Document) -> Iterator[Claim]:
    """One claim an entry."""
    for name, entry in zip(own_names(document.claims), document.claims, strict=True):
        yield Claim(
            id=f"{entry.kind}.{name}",
            kind=entry.kind,
            says=entry.says.strip().rstrip("."),
            stage=entry.stage,
            owner=entry.owner,
            required=entry.required,
            fatal=entry.fatal,
            settled_by=entry.settler,
            check=entry.check,
            bar=_bar(entry),
            parts=(f"claims.{name}", *(EVALUATION if entry.measure else ())),
            asks=entry.asks.strip().rstrip(".") or _ask(name, entry),
        )


def group_limits(document: Document) -> dict[str, float]:
    """Id of a promise on the worst groups of cases -> how much less than today a case of them may bring."""
    return {
        f"{entry.kind}.{name}": entry.at_most
        for name, entry in zip(own_names(document.claims), document.claims, strict=True)
        if entry.check == WHERE_IT_FAILS and entry.at_most is not None
    }


def _bar(entry: OwnClaimEntry) -> Bar | None:
    if not entry.measure:
        return None
    return Bar(
        measure=entry.measure,
        at_least=entry.at_least,
        at_most=entry.at_most,
        confidence=entry.confidence,
        by=entry.by,
        min_n=entry.min_n,
    )


def _ask(name: str, entry: OwnClaimEntry) -> str:
    if entry.settler == "person":
        return f"sign this with `shipworthy sign {name}` when it is so: the project promised it under claims"
    if entry.at_most is not None and not entry.measure:
        return "leave such cases to what you do today or to people, gather more of them, or agree on another limit"
    return "run `shipworthy evaluate`" if entry.measure else f"run `shipworthy check {entry.stage}`"
