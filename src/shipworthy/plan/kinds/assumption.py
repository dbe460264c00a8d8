"""Assumptions: what is taken for true until a check or a person says whether it is."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.naming import assumption_names
from shipworthy.plan.plain import percent
from shipworthy.plan.roadmap import AssumptionEntry
from shipworthy.records.claim import Bar, Claim


def claims(document: Document) -> Iterator[Claim]:
    """One claim an assumption; those without a check are for a person to answer."""
    for name, entry in zip(assumption_names(document.assumptions), document.assumptions, strict=True):
        yield _claim(f"assumption.{name}", f"assumptions.{name}", entry)


def _claim(name: str, part: str, entry: AssumptionEntry) -> Claim:
    says = entry.says.strip().rstrip(".")
    bar: Bar | None = None
    parts: tuple[str, ...] = (part,)
    asks = "say whether this is so: the project rests on it and no check can tell"
    if entry.check is not None:
        source = entry.check.source
        bar = Bar(measure=f"coverage.{source}", at_least=entry.check.covers, unit="share")
        parts = (part, "data.sources")
        says = f"{says} ({source} knows {percent(entry.check.covers)} of the rows)"
        asks = f"check the data: it shows how many rows {source} knows"
    return Claim(
        id=name,
        kind="assumption",
        says=says,
        stage=entry.stage,
        owner=entry.owner,
        fatal=entry.fatal,
        settled_by="person" if bar is None else "measurement",
        bar=bar,
        parts=parts,
        prior=entry.chance,
        asks=asks,
    )
