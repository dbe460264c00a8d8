"""What the errors of predicted numbers cost, by lines from point to point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shipworthy.foundation.errors import RequestError
from shipworthy.measure.inputs import input_column
from shipworthy.measure.rows import numbers
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CostPoint, Worth

AMOUNTS = "success.value"


@dataclass(frozen=True, eq=False)
class Costs:
    """Points that are joined by straight lines, each row with its own.

    Attributes:
        off: errors, rising. # (points,)
        costs: of each error. # (points, rows) or (points, 1)
    """

    off: NDArray[np.float64]
    costs: NDArray[np.float64]

    @property
    def slopes(self) -> NDArray[np.float64]:
        """How fast the cost rises between one point and the next. # (points - 1, rows) or (points - 1, 1)."""
        return np.diff(self.costs, axis=0) / np.diff(self.off)[:, None]

    def of(self, error: NDArray[np.float64]) -> NDArray[np.float64]:
        """What these errors cost; beyond the ends as steeply as before, NaN for NaN. # (rows,)."""
        piece = np.clip(np.searchsorted(self.off, error, side="right") - 1, 0, len(self.off) - 2)
        # reckoned from the end that is nearer to no error, so that no error is exactly what its point says
        near = np.where(error < 0, piece + 1, piece)
        row = np.arange(len(error)) if self.costs.shape[1] > 1 else np.zeros(len(error), dtype=np.int64)
        told: NDArray[np.float64] = self.costs[near, row] + self.slopes[piece, row] * (error - self.off[near])
        return told


def costs_of(predictions: Predictions, worth: Worth) -> Costs:
    """The costs of the errors on these rows.

    Raises:
        RequestError: when it is not said what errors cost.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    points = worth.points or _by_unit(worth)
    amounts = [
        numbers(input_column(predictions, point.costs, AMOUNTS)) if isinstance(point.costs, str) else point.costs
        for point in points
    ]
    wide = any(isinstance(point.costs, str) for point in points)
    costs = np.array([np.broadcast_to(amount, predictions.frame.height if wide else 1) for amount in amounts])
    return Costs(np.array([point.off for point in points]), costs)


def _by_unit(worth: Worth) -> tuple[CostPoint, ...]:
    """A cost of each unit too low and too high is a line on either side of no error."""
    if worth.under is None or worth.over is None:
        raise RequestError(
            "the costs of a number that is too low and of one too high are not both stated",
            where=AMOUNTS,
            seen={"under": worth.under, "over": worth.over},
            allowed="an amount for each unit of the target, for under and for over",
            next_step="state both under success.value.cost, 0 where it costs nothing",
        )
    return (
        CostPoint(off=-1.0, costs=worth.under),
        CostPoint(off=0.0, costs=0.0),
        CostPoint(off=1.0, costs=worth.over),
    )
