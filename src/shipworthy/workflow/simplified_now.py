"""What was found out last of what a candidate could do without, and what that stands on."""

from collections.abc import Mapping
from dataclasses import asdict

from shipworthy.foundation.digests import digest
from shipworthy.foundation.quantities import SECONDS, per_second
from shipworthy.plan.document import Document
from shipworthy.records.simplified import Simplified
from shipworthy.workflow.ground import VALUE_PARTS, Ground, under
from shipworthy.workflow.ways import ways_of
from shipworthy.workflow.workbench import Workbench


def yearly_costs(document: Document) -> dict[str, float]:
    """Source -> money in a year, of those that say what they cost."""
    return {
        name: per_second(source.cost) * SECONDS["y"] for name, source in document.data.sources.items() if source.cost
    }


def stands_on_now(bench: Workbench, candidate: str, now: Ground) -> dict[str, str]:
    """What such a record stands on, as it is now: all that predictions and values hang on, and what things cost."""
    names = [f"candidate:{candidate}"] if f"candidate:{candidate}" in now else []
    money = digest(
        [yearly_costs(bench.document), bench.document.success.volume, [asdict(way) for way in ways_of(bench.document)]]
    )
    return {**under(now, VALUE_PARTS, "code", *names), "money": money}


def known_of(
    bench: Workbench, candidate: str, stands_on: Mapping[str, str], *, complete: bool = True
) -> Simplified | None:
    """The latest record of a candidate that stands on this; None when there is none.

    Args:
        bench: the project.
        candidate: its name.
        stands_on: as `stands_on_now` gives it.
        complete: only where all was tried.
    """
    mine = [each for each in bench.book.all(Simplified) if each.candidate == candidate and each.stands_on == stands_on]
    return next((each for each in reversed(mine) if each.complete or not complete), None)


def simplified_now(bench: Workbench, candidate: str, now: Ground) -> Simplified | None:
    """What was found of a candidate and still stands, be it not all; None when nothing was, or none is put forward."""
    return known_of(bench, candidate, stands_on_now(bench, candidate, now), complete=False) if candidate else None
