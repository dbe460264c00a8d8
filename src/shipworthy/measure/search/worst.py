"""The regions where an attempt loses most: searched on out-of-fold rows, confirmed on the rows kept aside."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import blank_value
from shipworthy.measure.search.confirm import FEWEST, LEVEL, confirmed, loss_within
from shipworthy.measure.search.grid import Grid, grid_of, telling
from shipworthy.measure.search.losses import behind_per_row, forgone_per_row
from shipworthy.measure.search.score import scale_of
from shipworthy.measure.search.sliceline import worst
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

FORGONE: Final = "forgone"
"""How much more a row of a region loses, against the best decision that there was, than one outside of it."""
BEHIND: Final = "behind"
"""How much less a row of a region brings than what is done today."""
REST: Final = "the rest"
NAMED: Final = 3
"""Regions that are put forward by each search."""
_SHARE: Final = 0.01
"""Least share of the rows that a region holds."""
_SAME: Final = 0.5
"""Share of a region's rows in worse ones from which it tells nothing of its own."""


@dataclass(frozen=True)
class Searched:
    """What came of it.

    Attributes:
        found: regions that do worse beyond what luck explains, measured on the rows kept aside: name `forgone` or
            `behind`, `slice` the conditions, a positive value the loss. The intervals are right all together at 95 %.
        put_forward: how many were held against the rows kept aside.
        rows: out-of-fold rows that were searched.
        columns: that were searched.
    """

    found: tuple[Measurement, ...]
    put_forward: int
    rows: int
    columns: tuple[str, ...]


def worst_regions(
    predictions: Predictions,
    features: pl.DataFrame,
    worth: Worth,
    baseline: Predictions | None = None,
    per: float = 1.0,
) -> Searched:
    """Searches regions of up to three conditions, and names those that the rows kept aside confirm.

    Regions are found where out-of-fold decisions lost most, and tested on rows that the search has not seen, one-sided,
    with intervals over independent groups; Holm over all that were put forward keeps the chance that any is named which
    luck alone explains at 5 %.

    Args:
        predictions: decided, of folds and of the rows kept aside.
        features: what conditions are made of, a row for each of the predictions, none of it personal.
        worth: amounts.
        baseline: what is done today on the same ids; None when that cannot be said row by row.
        per: rows that the losses are for.

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    losses = {FORGONE: forgone_per_row(predictions, worth)}
    if baseline is not None and worth.agreed:
        losses[BEHIND] = behind_per_row(predictions, baseline, worth)
    grid = grid_of(features)
    origin = predictions.frame["origin"]
    folds, kept = ((origin == name).to_numpy() for name in ("fold", "holdout"))
    suspects = [
        (name, *suspect)
        for name, loss in losses.items()
        for suspect in _suspects(grid, loss, folds & np.isfinite(loss), None if name == FORGONE else 0.0)
    ]
    blank = structs.replace(
        blank_value(predictions, worth, per, 1 - (1 - LEVEL) / max(1, len(suspects))),
        direction="down",
        origin="holdout",
    )
    aside = structs.replace(predictions, frame=predictions.frame.filter(kept))
    measured = [
        loss_within(
            structs.replace(blank, name=name, slice=conditions, against=_against(name, baseline)),
            aside,
            losses[name][kept],
            within[kept],
            rest=name == FORGONE,
        )
        for name, conditions, within in suspects
    ]
    return Searched(tuple(confirmed(measured)), len(measured), int(folds.sum()), grid.columns)


def _against(name: str, baseline: Predictions | None) -> str:
    return REST if name == FORGONE or baseline is None else baseline.candidate


def _suspects(
    grid: Grid, loss: NDArray[np.float64], among: NDArray[np.bool_], reference: float | None
) -> list[tuple[dict[str, str], NDArray[np.bool_]]]:
    """The worst regions among some rows, none mostly within worse ones: conditions, and all rows that meet them."""
    rows = np.flatnonzero(among)
    scale = scale_of(loss[rows], max(FEWEST, round(_SHARE * len(rows))), reference)
    if scale is None:
        return []
    searched = grid.take(rows)
    places = telling(searched, loss[rows])
    whole, searched = grid.keep(places), searched.keep(places)
    taken = np.zeros(len(rows), dtype=bool)
    suspects = []
    for region in worst(searched, loss[rows], scale):
        inside = region.within(searched)
        if (inside & taken).sum() <= _SAME * region.rows:
            taken |= inside
            suspects.append((region.conditions(whole), region.within(whole)))
        if len(suspects) == NAMED:
            break
    return suspects
