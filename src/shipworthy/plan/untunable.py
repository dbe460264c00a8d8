"""What cannot be tuned as the document says it."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.plan.knobs import KNOWN, quick_knobs
from shipworthy.plan.roadmap import CandidateEntry
from shipworthy.plan.shape import Place

LEARNS: Final = ("estimator", "factory", "module")
"""Kinds of candidates that learn here, and so have something to tune."""


def untunable(document: Document) -> Iterator[Fault]:
    """Attempts that say `tune` and have nothing that could be."""
    for position, entry in enumerate(document.candidates):
        if entry.tune is not None:
            yield from _faults(entry, ("candidates", position, "tune"))


def _faults(entry: CandidateEntry, place: Place) -> Iterator[Fault]:
    assert entry.tune is not None
    if entry.ways and not {*entry.ways} & {*LEARNS}:
        what = f"a candidate that is a {entry.ways[0]} learns nothing here, so there is nothing to tune"
        yield Fault(place, what, entry.name, f"tune beside {', '.join(LEARNS)}", "take tune out")
        return
    if entry.tune.quick and entry.tune.knobs:
        yield Fault(place, "the knobs are chosen twice", "quick and knobs", "one of the two", "take quick out")
    if not entry.tune.quick and not entry.tune.knobs:
        yield Fault(place, "nothing says what is searched", entry.name, "tune: quick, or knobs: {parameter: …}")
    if entry.tune.quick and entry.ways and not quick_knobs(entry.estimator or ""):
        seen = entry.estimator or f"a {entry.ways[0]}"
        step = "name them: tune: {knobs: {parameter: {low: 0.1, high: 10, log: true}}}"
        yield Fault(place, "nobody knows which knobs of this matter", seen, ", ".join(KNOWN), step)
