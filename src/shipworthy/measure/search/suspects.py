"""Regions worth a test: among the worst where they were searched, and large enough where they are tested."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.rows import cluster_codes
from shipworthy.measure.search.confirm import FEWEST, FEWEST_GROUPS, LEVEL, chance_of_luck, loss_within
from shipworthy.measure.search.grid import Grid, telling
from shipworthy.measure.search.score import scale_of
from shipworthy.measure.search.sliceline import Region, worst
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions

NAMED: Final = 3
"""Regions that one search puts to the test."""
_SHARE: Final = 0.01
"""Least share of the rows that a region holds."""
_SAME: Final = 0.5
"""Share of a region's rows in worse ones from which it tells nothing of its own."""
_BLANK: Final = Measurement(name="loss", value=None, direction="down")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The predictions of one origin, and where they stand among all.

    Attributes:
        predictions: of these rows only.
        rows: their positions among all rows. # (rows,)
        groups: what is independent among them; None when each row is. # (rows,)
    """

    predictions: Predictions
    rows: NDArray[np.int64]
    groups: NDArray[np.int64] | None

    @classmethod
    def of(cls, predictions: Predictions, these: pl.Series) -> "Part":
        """Some of the predictions; booleans, one a row."""
        part = structs.replace(predictions, frame=predictions.frame.filter(these))
        return cls(part, these.arg_true().to_numpy().astype(np.int64), cluster_codes(part.frame))

    def loss(
        self, blank: Measurement, loss: NDArray[np.float64], within: NDArray[np.bool_], *, rest: bool
    ) -> Measurement:
        """The loss of a region on these rows; loss and region are of all rows, see `loss_within`."""
        return loss_within(blank, self.predictions, loss[self.rows], within[self.rows], rest=rest)

    def ids(self, within: NDArray[np.bool_]) -> pl.Series:
        """Ids of these rows that lie in a region of all rows."""
        return self.predictions.frame["id"].filter(pl.Series(within[self.rows]))

    def can_tell(self, within: NDArray[np.bool_]) -> bool:
        """Whether enough rows and groups of these lie in a region of all rows; what they lost is not looked at."""
        inside = within[self.rows]
        groups = inside.sum() if self.groups is None else len(np.unique(self.groups[inside]))
        return bool(inside.sum() >= FEWEST and groups >= FEWEST_GROUPS)


@dataclass(frozen=True, slots=True, eq=False)
class Suspect:
    """A region that is put to the test.

    Attributes:
        conditions: column -> name of its cell.
        within: which of all rows lie in it. # (rows,)
    """

    conditions: dict[str, str]
    within: NDArray[np.bool_]


def suspects(grid: Grid, loss: NDArray[np.float64], searched: Part, tested: Part, *, rest: bool) -> list[Suspect]:
    """The worst regions of the part that is searched, none mostly within worse ones.

    What the other part cannot tell of, such as a month gone by, is not searched; nor is a region put forward of which
    the groups searched do not agree that it loses more. Neither looks at what the other part lost.

    Args:
        grid: all rows.
        loss: of all rows, NaN where not known. # (rows,)
        searched: rows that tell where to look.
        tested: rows that the regions will be held against.
        rest: a region is held against all other rows, and not against no loss at all.
    """
    rows = searched.rows[np.isfinite(loss[searched.rows])]
    scale = scale_of(loss[rows], max(FEWEST, round(_SHARE * len(rows))), None if rest else 0.0)
    if scale is None or not grid.columns:
        return []
    grid = grid.where([np.bincount(codes[tested.rows], minlength=1) for codes in grid.codes], FEWEST)
    grid = grid.keep(telling(grid.take(rows), loss[rows]))
    taken = np.zeros(grid.rows, dtype=bool)
    found: list[Suspect] = []
    for region in worst(grid.take(rows), loss[rows], scale):
        within = region.within(grid)
        if not _known(region, within[rows], taken[rows]) and tested.can_tell(within):
            # what lies in worse regions speaks for these, and not for one around them
            lost = searched.loss(_BLANK, loss, within & ~taken, rest=rest)
            if chance_of_luck(lost) <= 1 - LEVEL:
                taken |= within
                found.append(Suspect(region.conditions(grid), within))
        if len(found) == NAMED:
            break
    return found


def _known(region: Region, inside: NDArray[np.bool_], taken: NDArray[np.bool_]) -> bool:
    """Whether most of it lies in regions that are suspected already."""
    return bool((inside & taken).sum() > _SAME * region.rows)
