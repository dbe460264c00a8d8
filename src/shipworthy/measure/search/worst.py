"""The regions where an attempt loses most: searched on out-of-fold rows, confirmed on the rows kept aside."""

from dataclasses import dataclass
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.measure.gain import blank_value
from shipworthy.measure.search.confirm import LEVEL, confirmed
from shipworthy.measure.search.grid import grid_of
from shipworthy.measure.search.losses import behind_per_row, forgone_per_row
from shipworthy.measure.search.suspects import Part, suspects
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

FORGONE: Final = "forgone"
"""How much more a row of a region loses, against the best decision that there was, than one outside of it."""
ERROR: Final = "error"
"""How much more often a row of a region is decided wrongly, or how much further off, where no value was agreed."""
BEHIND: Final = "behind"
"""How much less a row of a region brings than what is done today."""
REST: Final = "the rest"


@dataclass(frozen=True)
class Searched:
    """What came of it.

    Attributes:
        found: regions that do worse beyond what luck explains, measured on the rows kept aside: name `forgone`,
            `error` or `behind`, `slice` the conditions, a positive value the loss. The intervals are right all together
            at 95 %.
        tested: all regions that were held against the rows kept aside, measured alike, whether they do worse or not.
        cases: of each region found, the ids of the rows kept aside that lie in it.
        put_forward: how many were held against the rows kept aside.
        rows: out-of-fold rows that were searched.
        columns: that were searched.
    """

    found: tuple[Measurement, ...]
    tested: tuple[Measurement, ...]
    cases: tuple[pl.Series, ...]
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

    Regions are found where out-of-fold decisions lost most, and put forward when groups of rows agree on it there. They
    are tested on rows that the search has not seen, one-sided, with intervals over independent groups; Holm over all
    that were put forward keeps the chance that any is named which luck alone explains at 5 %.

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
    losses = {FORGONE if worth.agreed else ERROR: forgone_per_row(predictions, worth)}
    if baseline is not None and worth.agreed:
        losses[BEHIND] = behind_per_row(predictions, baseline, worth)
    grid = grid_of(features)
    parts = {name: predictions.frame["origin"] == name for name in ("fold", "holdout")}
    folds, aside = (Part.of(predictions, parts[name]) for name in ("fold", "holdout"))
    found = {name: suspects(grid, loss, folds, aside, rest=name != BEHIND) for name, loss in losses.items()}
    tried = [(name, suspect) for name, some in found.items() for suspect in some]
    blank = structs.replace(
        blank_value(predictions, worth, per, 1 - (1 - LEVEL) / max(1, len(tried))), direction="down", origin="holdout"
    )
    measured = [
        aside.loss(
            structs.replace(blank, name=name, slice=one.conditions, against=_against(name, baseline)),
            losses[name],
            one.within,
            rest=name != BEHIND,
        )
        for name, one in tried
    ]
    named = [(one, suspect.within) for one, (_, suspect) in zip(confirmed(measured), tried, strict=True) if one]
    return Searched(
        found=tuple(one for one, _ in named),
        tested=tuple(measured),
        cases=tuple(aside.ids(within) for _, within in named),
        put_forward=len(tried),
        rows=len(folds.rows),
        columns=grid.columns,
    )


def _against(name: str, baseline: Predictions | None) -> str:
    return REST if name != BEHIND or baseline is None else baseline.candidate
