"""How much the gain moves with each amount that was agreed: it is a sum of them, each times how often it counts."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import gain_per_row
from shipworthy.measure.rows import weights
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

MOVES: Final = "moves"
"""Name of these measurements."""


def gain_moves(predictions: Predictions, baseline: Predictions, worth: Worth, per: float) -> tuple[Measurement, ...]:
    """What the gain rises by when one amount rises by one, for each amount; empty when none was agreed.

    Args:
        predictions: a candidate's.
        baseline: what it is held against, on the same ids.
        worth: amounts; those that stand in columns are left out.
        per: rows that the gain is for.

    Returns:
        Measurements with `slice={"decision": …, "outcome": …}`, or `{"cost": …}` for predicted numbers; none for a
        value by function, which has no amounts to tell of.
    """
    return tuple(
        Measurement(
            name=MOVES,
            value=_mean(predictions, gain_per_row(predictions, baseline, unit)) * per,
            n=predictions.frame.height,
            per=per,
            slice=where,
            candidate=predictions.candidate,
            against=baseline.candidate,
        )
        for where, unit in _units(worth)
    )


def _units(worth: Worth) -> Iterator[tuple[dict[str, str], Worth]]:
    """Each amount alone, as one; all others as nothing."""
    if not worth.agreed:
        return
    for side in ("under", "over"):
        if isinstance(getattr(worth, side), float | int):
            yield {"cost": side}, structs.replace(worth, under=float(side == "under"), over=float(side == "over"))
    points = worth.points or ()
    for one in points:
        if not isinstance(one.costs, str):
            alone = tuple(structs.replace(each, costs=float(each is one)) for each in points)
            yield {"cost": one.name}, structs.replace(worth, points=alone)
    nothing = {decision: dict.fromkeys(cells, 0.0) for decision, cells in worth.outcomes.items()}
    for decision, cells in worth.outcomes.items():
        for outcome, amount in cells.items():
            if not isinstance(amount, str):
                table = {**nothing, decision: {**nothing[decision], outcome: 1.0}}
                yield {"decision": decision, "outcome": outcome}, structs.replace(worth, outcomes=table)


def _mean(predictions: Predictions, gains: NDArray[np.float64]) -> float:
    known, weight = np.isfinite(gains), weights(predictions.frame)
    if not known.any():
        return 0.0
    return float(np.average(gains[known], weights=None if weight is None else weight[known]))
