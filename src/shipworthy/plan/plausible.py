"""Ranges that people find plausible for the amounts of a decision's worth, as the document states them."""

from collections.abc import Iterator, Mapping
from typing import Any

from shipworthy.foundation.errors import nearest
from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.records.spec import CostPoint


def stated_amounts(document: Document) -> dict[str, float]:
    """The amounts that are numbers, by name.

    `true_positive`, or `decision.outcome`; `under` and `over`, or `60-too-low` where errors cost by points.
    """
    value = document.success.value
    if value is None:
        return {}
    found: dict[str, Any] = {"under": value.cost.under, "over": value.cost.over} if value.cost else {}
    if value.cost:
        found |= {CostPoint(off=each.off, costs=each.costs).name: each.costs for each in value.cost.points}
    for name, cell in (value.amounts or {}).items():
        cells = cell if isinstance(cell, Mapping) else {"": cell}
        found |= {f"{name}.{key}".rstrip("."): amount for key, amount in cells.items()}
    return {name: float(amount) for name, amount in found.items() if isinstance(amount, int | float)}


def implausible(document: Document) -> Iterator[Fault]:
    """Ranges for amounts that are not there."""
    known = stated_amounts(document)
    for name in document.success.plausible:
        if name not in known:
            near = nearest(name, known)
            step = f"write {near} instead of {name}" if near else "state the amount under success.value first"
            what = "a range is stated for an amount that success.value does not state as a number"
            yield Fault(("success", "plausible", name), what, name, ", ".join(known), step)
