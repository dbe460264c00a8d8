"""The right to abstain: an attempt answers only where it is sure, and what is done today goes on in between."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.gain import same_order
from shipworthy.measure.rows import scores
from shipworthy.measure.worth import labels_of, value_of, value_per_row
from shipworthy.plan.consistency import BASELINES
from shipworthy.records.deciding import Band
from shipworthy.records.predictions import Predictions
from shipworthy.records.reframing import Change
from shipworthy.records.spec import Worth
from shipworthy.show.numbers import share
from shipworthy.workflow.candidates import TODAY
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.rows import folds_of

_STEPS: Final = 25
_LEAST_LEFT: Final = 0.02
"""Share of cases below which nothing is left to today."""


@dataclass(frozen=True)
class Chosen:
    """A band, chosen where it brought most.

    Attributes:
        band: scores in between are left to what is done today.
        covers: share of cases that the attempt decides.
    """

    band: Band
    covers: float


def abstaining(asked: Asked) -> Ideas:
    """The best attempt where it is sure, and the simplest one where that is sure."""
    if asked.bench.material.task.kind != "binary" or TODAY not in asked.field:
        return Ideas(notice="no right to abstain: it needs a yes or no, and what is done today case by case")
    if asked.bench.document.problem.capacity or asked.stick.rates or asked.stick.worth.top:
        return Ideas(notice="no right to abstain: only so many cases can be acted on, which leaves no case to itself")
    simplest = min(
        (spec for spec in asked.candidates.specs if spec.name in asked.names and spec.name not in BASELINES),
        key=lambda spec: spec.complexity,
    ).name
    variants = []
    for name in dict.fromkeys([asked.names[0], simplest]):
        chosen = best_band(folds_of(asked.field[name]), folds_of(asked.field[TODAY]), asked.stick.worth)
        if chosen is not None:
            variants.append(_variant(name, chosen, first=name == asked.names[0]))
    return Ideas(tuple(variants), "" if variants else "no right to abstain: leaving cases to today brings nothing more")


def best_band(mine: Predictions, today: Predictions, worth: Worth) -> Chosen | None:
    """The band that brings most on out-of-fold rows; None when the best leaves nothing, or everything, to today.

    Args:
        mine: scores, of a yes-or-no task.
        today: decisions on the same ids.
        worth: amounts.
    """
    score, old = scores(mine), value_per_row(same_order(mine, today), worth)
    labels = labels_of(mine.task, worth)
    no, yes = (value_of(mine, worth, np.full(len(score), labels.index(label))) for label in mine.task.classes)
    known = np.isfinite(score) & np.isfinite(old) & np.isfinite(no) & np.isfinite(yes)
    if not known.any():
        return None
    edges = np.unique(np.quantile(score[known], np.linspace(0, 1, _STEPS + 1)))
    place = np.searchsorted(edges, score[known], side="right")
    parts = [_summed(place, (each - old)[known], len(edges)) for each in (no, yes)]
    below, above = np.cumsum(parts[0]), np.cumsum(parts[1][::-1])[::-1]
    counts = np.cumsum(np.bincount(place, minlength=len(edges) + 1))
    # no up to edge i, yes from edge j on: what that brings more than today
    brings = np.full((len(edges), len(edges)), -np.inf)
    for low in range(len(edges)):
        for high in range(low + 1, len(edges)):
            brings[low, high] = below[low] + above[high + 1]
    low, high = divmod(int(np.argmax(brings)), len(edges))
    left = float(counts[high] - counts[low]) / float(known.sum())
    if not _LEAST_LEFT <= left <= 1 - _LEAST_LEFT:
        return None
    lowest = max(0.0, float(f"{edges[low]:.3g}"))
    highest = min(1.0, float(f"{edges[high]:.3g}"))
    return Chosen(Band(above=lowest, below=highest), 1 - left) if lowest < highest else None


def _summed(place: NDArray[np.int64], values: NDArray[np.float64], edges: int) -> NDArray[np.float64]:
    """Sum of values between two edges, shape (edges + 1,)."""
    found: NDArray[np.float64] = np.bincount(place, weights=values, minlength=edges + 1).astype(np.float64)
    return found


def _variant(name: str, chosen: Chosen, *, first: bool) -> Variant:
    band = {"above": chosen.band.above, "below": chosen.band.below}
    kind = "the simplest attempt" if not first else "an attempt"
    return Variant(
        id="abstain" if first else "simple-part",
        kind="abstain" if first else "simple-part",
        says=f"lets {kind} answer only where it is sure, {share(chosen.covers)} cases; the others go on as today",
        changes=(Change(place=("problem", "abstain"), value=band),),
        asks="whether cases in between may go on as they do today",
        names=(name,),
        share=chosen.covers,
    )
