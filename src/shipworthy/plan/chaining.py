"""Attempts that come after others: which may, and after which."""

from collections.abc import Iterator
from typing import Final

from shipworthy.foundation.errors import nearest
from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.plan.roadmap import CandidateEntry
from shipworthy.plan.shape import Place

LEARNING: Final = {"estimator", "factory", "module"}
"""Ways to build what learns here."""


def misplaced_after(document: Document) -> Iterator[Fault]:
    """Attempts that come after what does not stand above them, or cannot be asked about rows on folds."""
    above: dict[str, CandidateEntry] = {}
    for position, entry in enumerate(document.candidates):
        place: Place = ("candidates", position, "after")
        if entry.after and entry.reads:
            what = "an attempt that comes after others reads what they read, and no columns of its own"
            yield Fault(place, what, ", ".join(entry.reads), "after or reads", "take one of them out")
        for name in entry.after:
            yield from _fault(place, name, above)
        above[entry.name] = entry


def _fault(place: Place, name: str, above: dict[str, CandidateEntry]) -> Iterator[Fault]:
    known = [other for other, entry in above.items() if not _why(entry)]
    if name not in above:
        close = nearest(name, known)
        step = f"did you mean {close}?" if close else "put it above, or take the name out"
        yield Fault(place, "no attempt of this name stands above", name, ", ".join(known) or "none yet", step)
    elif why := _why(above[name]):
        yield Fault(place, f"nothing can come after {name}: {why}", name, ", ".join(known) or "none yet")


def _why(entry: CandidateEntry) -> str:
    """Why nothing can come after an attempt; empty when something can."""
    if not entry.ways:
        return "it is not built"
    if entry.ways[0] not in {*LEARNING, "function"}:
        return "only attempts that learn here and functions answer anew for the rows of every fold"
    return "it reads columns beside the features" if entry.reads else ""
