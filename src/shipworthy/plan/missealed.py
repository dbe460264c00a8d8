"""A share of the cases that cannot be sealed."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault

_MOST: Final = 0.5


def missealed(document: Document) -> Iterator[Fault]:
    """That rows have a time to be sealed by, that too much is sealed, or that nothing names what is."""
    split, place = document.evaluation.split, ("evaluation", "split", "sealed_share")
    share = split.sealed_share
    if share is None:
        return
    base = document.base
    if split.sealed_from:
        yield Fault(place, "the last cases are sealed already", f"{share:g}", "sealed_from or sealed_share, not both")
    elif split.time or (base and base[1].time):
        yield Fault(place, "rows have a time, and the last ones are sealed by it", f"{share:g}", "sealed_from: a day")
    if not 0 < share <= _MOST:
        yield Fault(place, "this leaves too little, or seals nothing", f"{share:g}", "more than 0, at most 0.5")
    if document.data.one_per:
        allowed = "data.one_per or sealed_share, not both"
        yield Fault(place, "one row is made of several, so that none can be sealed", f"{share:g}", allowed)
