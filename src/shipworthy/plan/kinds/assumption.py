"""Assumptions: what is taken for true until a check or a person says whether it is."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.naming import assumption_names
from shipworthy.plan.plain import percent
from shipworthy.plan.resting import rests
from shipworthy.plan.roadmap import AssumptionEntry
from shipworthy.records.claim import Bar, Claim


def claims(document: Document) -> Iterator[Claim]:
    """One claim an assumption; those without a check are for a person to answer."""
    grounds = rests(document)
    for name, entry in zip(assumption_names(document.assumptions), document.assumptions, strict=True):
        yield _claim(name, entry, grounds[name])


def _claim(name: str, entry: AssumptionEntry, grounds: tuple[str, ...]) -> Claim:
    says = entry.says.strip().rstrip(".")
    bar: Bar | None = None
    parts: tuple[str, ...] = (f"assumptions.{name}",)
    asks = f"sign this with `shipworthy sign {name}` when it is so: the project rests on it and no check can tell"
    if entry.check is not None:
        source = entry.check.source
        bar = Bar(measure=f"coverage.{source}", at_least=entry.check.covers, unit="share")
        parts = (*parts, "data.sources", "evaluation.group")
        says = f"{says} ({source} knows {percent(entry.check.covers)} of the rows)"
        asks = "run `shipworthy check data`"
    return Claim(
        id=f"assumption.{name}",
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
        rests_on=tuple(f"assumption.{other}" for other in grounds),
    )
