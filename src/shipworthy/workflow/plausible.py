"""What amounts people find plausible: from those who estimated them blind, else from the document."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.forecast.elicited import pooled
from shipworthy.measure.curve import ratio_of
from shipworthy.plan.plausible import stated_amounts
from shipworthy.plan.value import SHORT_NAMES
from shipworthy.records.elicited import ENOUGH, Said
from shipworthy.records.estimate import Estimated
from shipworthy.records.spec import Task, Worth
from shipworthy.workflow.workbench import Workbench

_ASSUMED: Final = 4.0
"""Nobody said anything: the ratio is looked at from a quarter of what is agreed to four times that."""


@dataclass(frozen=True)
class Plausible:
    """A stretch of ratios, or of one amount.

    Attributes:
        low: lower end.
        high: upper end.
        stated: as the document has it.
        source: where the ends come from, in words that follow "plausible by"; empty where nobody said anything.
    """

    low: float
    high: float
    stated: float
    source: str = ""


def plausible_amounts(bench: Workbench) -> dict[str, Plausible]:
    """Amount -> what people find plausible; amounts of which nobody said anything are left out.

    What people estimated blind counts once so many have spoken that it may be shown to all.
    """
    written = bench.document.success.plausible
    found = {}
    for name, stated in stated_amounts(bench.document).items():
        spoken = [each for each in bench.book.all(Estimated) if each.about == f"value.{name}"]
        said = {each.by: Said(by=each.by, low=each.low, high=each.high) for each in spoken}
        if len(said) >= ENOUGH:
            pool = pooled(tuple(said.values()))
            found[name] = Plausible(pool.low, pool.high, stated, f"what {len(said)} people estimated")
        elif name in written:
            found[name] = Plausible(written[name].low, written[name].high, stated, "the document")
    return found


def plausible_ratio(bench: Workbench, worth: Worth, task: Task) -> Plausible | None:
    """The ratios of what a right yes brings to what a wrong one costs that the amounts leave open.

    Returns:
        None when the amounts have no one ratio, or the ranges leave open which answer is the better one.
    """
    stated = ratio_of(worth, task)
    if stated is None or worth.top:
        # a ratio moves a threshold; a ranking has places instead
        return None
    amounts = plausible_amounts(bench)
    if not amounts:
        return Plausible(stated / _ASSUMED, stated * _ASSUMED, stated)
    cells = _cells(worth, task, amounts)
    brings = cells["true_positive"] - cells["false_negative"][::-1]
    costs = cells["true_negative"] - cells["false_positive"][::-1]
    if not (brings[0] > 0 and costs[0] > 0):
        return None
    sources = dict.fromkeys(each.source for each in amounts.values())
    return Plausible(float(brings[0] / costs[1]), float(brings[1] / costs[0]), stated, " and ".join(sources))


def _cells(
    worth: Worth, task: Task, amounts: dict[str, Plausible]
) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Short name of an amount -> its lowest and highest value, which are the same where nobody said anything."""
    found = {}
    for short, (said, was) in SHORT_NAMES.items():
        decision, outcome = (task.classes[side] for side in (said, was))
        known = amounts.get(short) or amounts.get(f"{decision}.{outcome}")
        stated = float(worth.outcomes[decision][outcome])
        found[short] = np.array([known.low, known.high] if known else [stated, stated])
    return found
