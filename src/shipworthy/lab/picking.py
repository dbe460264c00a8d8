"""What searching really gained: the best of many looks better than it is on the cases it was picked on."""

from collections.abc import Sequence
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.lab.aiming import decided, score_of
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.metrics.measure import metric_gain
from shipworthy.records.aim import Aim
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions

_MOST: Final = 20


def gain_over(ours: Predictions, theirs: Predictions, aim: Aim, per: float = 1.0) -> Measurement:
    """The paired gain of one trial over another on the same rows, in what trials are compared by."""
    if aim.valued and aim.worth is not None:
        return measure_gain(decided(ours, aim), decided(theirs, aim), aim.worth, per)
    return structs.replace(metric_gain(aim.metric, ours, theirs), name="gain")


def picked_apart(trials: Sequence[Predictions], aim: Aim) -> Predictions | None:
    """The answers of a search as they would be for new cases: each fold by the trial that is best on the others.

    Cross-validated selection, as Varma and Simon (2006) ask for; with fewer fits than a search within every fold.

    Args:
        trials: out-of-fold predictions of all trials, on the same rows in the same order; the first is the attempt
            as it stands, and stays unless another is better.
        aim: what they are compared by.

    Returns:
        One table of predictions; None with fewer than two folds.
    """
    first = trials[0].frame
    folds = first["period"].unique(maintain_order=True).to_list()
    if len(folds) < 2 or len(trials) < 2:
        return None
    told = [(score_of(each, aim), place) for place, each in enumerate(trials)]
    ranked = sorted(((score, -place) for score, place in told if score is not None), reverse=True)
    kept = sorted({0, *(-place for _, place in ranked[:_MOST])})
    parts = [trials[_best(trials, kept, fold, aim)].frame.filter(pl.col("period") == fold) for fold in folds]
    order = pl.concat(parts)
    return structs.replace(trials[0], frame=first.select("id").join(order, on="id", how="left", maintain_order="left"))


def _best(trials: Sequence[Predictions], kept: Sequence[int], fold: str, aim: Aim) -> int:
    """Place of the trial that is best on the other folds, the earliest of equals."""
    scores: list[tuple[float, int]] = []
    for place in kept:
        others = structs.replace(trials[place], frame=trials[place].frame.filter(pl.col("period") != fold))
        score = score_of(others, aim)
        if score is not None:
            scores.append((score, -place))
    return -max(scores)[1] if scores else 0
