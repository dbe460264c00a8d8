"""What must not be torn apart: rows of one customer, one day, one group; and rows drawn evenly over outcomes."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import ColumnError
from shipworthy.lab.periods import times
from shipworthy.records.spec import Split
from shipworthy.records.table import Table

WHOLE: Final = {"day": "1d", "week": "1w", "month": "1mo"}
"""Stretches of the calendar that rows may belong to, and what Polars calls them."""

_LEVELS: Final = 5
_ROWS_A_LEVEL: Final = 20


def units_of(split: Split, table: Table) -> NDArray[np.int64]:
    """A number for every row; rows with the same number stay together.

    # (rows,)

    Raises:
        ColumnError: when the group is no column of the table, and no stretch of the calendar that rows have.
    """
    if not split.group:
        return np.arange(table.frame.height)
    if split.group in table.frame.columns:
        group = table.frame[split.group]
    elif split.group in WHOLE and (split.time or table.time):
        when = times(table.frame, split.time or table.time)
        group = when.dt.truncate(WHOLE[split.group]) if when.dtype.is_temporal() else when
    else:
        raise ColumnError(
            "the column that says what belongs together is not in the data",
            where="evaluation.split.group",
            seen=split.group,
            allowed=[*table.frame.columns, *WHOLE],
            next_step="name a column of the joined table; day, week and month need a time column",
        )
    place = group.rank("dense").cast(pl.Int64)
    # rows of no group belong to nobody: each is a group of its own
    alone = pl.int_range(len(place), eager=True) + (place.max() or 0) + 1
    return place.fill_null(alone).to_numpy()


def strata_of(labels: pl.Series) -> NDArray[np.int64]:
    """What rows are drawn evenly over: the classes, or up to five levels of a number with as many rows each.

    >>> strata_of(pl.Series([float(number) for number in range(40)])).tolist().count(1)
    20

    # (rows,)
    """
    if labels.dtype == pl.String:
        return labels.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    known = len(labels) - labels.null_count()
    levels = max(1, min(_LEVELS, known // _ROWS_A_LEVEL))
    rank = labels.cast(pl.Float64).rank("min").fill_null(0).to_numpy()
    return np.ceil(rank / max(known, 1) * levels).astype(np.int64)
