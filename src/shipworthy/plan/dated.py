"""Days of the document that do not follow each other as they should."""

from collections.abc import Iterator
from itertools import pairwise

from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.records.stage import STAGES


def misdated(document: Document) -> Iterator[Fault]:
    """Stages due before the one before them; access given before it was asked for, or both given and refused."""
    yield from _stages(document)
    for name, entry in document.access.items():
        place = ("access", name)
        if entry.asked and entry.granted and entry.granted < entry.asked:
            what = "this was granted before it was asked for"
            yield Fault((*place, "granted"), what, entry.granted, f"{entry.asked} or later")
        if entry.granted and entry.refused:
            yield Fault(place, "this was both granted and refused", "granted and refused", "one of the two")


def _stages(document: Document) -> Iterator[Fault]:
    due = [(stage, document.stages[stage].due) for stage in STAGES if stage in document.stages]
    known = [(stage, day) for stage, day in due if day]
    for (before, earlier), (stage, day) in pairwise(known):
        if day < earlier:
            what = f"{stage} is due before {before}, which comes first"
            yield Fault(("stages", stage, "due"), what, day, f"{earlier}, when {before} is due, or later")
    starts = document.timebox.starts
    if starts and known and known[0][1] < starts:
        stage, day = known[0]
        yield Fault(("stages", stage, "due"), "this is due before the first day", day, f"{starts} or later")
