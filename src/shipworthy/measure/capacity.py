"""The highest scores of each period, where no more than so many can be acted on."""

from typing import Final
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.inputs import input_column
from shipworthy.records.predictions import Predictions

CALENDAR: Final = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
"""Stretches of time that may be counted over, and what Polars calls them; weeks begin on Monday, all in UTC."""


def highest(
    scores: NDArray[np.float64], periods: NDArray[np.int64], most: int | NDArray[np.int64], names: pl.Series
) -> NDArray[np.bool_]:
    """The rows that are taken when each period takes its highest scores and no more than `most` of them.

    Equal scores are told apart by these names, so that the choice does not hang on the order of the rows. One sort.

    Args:
        scores: NaN is never taken. # (rows,)
        periods: code of the period of each row. # (rows,)
        most: rows taken of a period at most, all of a period that has fewer; one number, or one for each row, equal
            within a period # (rows,).
        names: of the rows, unique, such as `drawn` from their ids. # (rows,)

    Returns:
        True for a row that is taken. # (rows,)

    >>> taken = highest(np.array([0.2, 0.9, 0.9, 0.1]), np.array([0, 0, 0, 1]), 1, pl.Series(["a", "c", "b", "d"]))
    >>> taken.tolist()
    [False, False, True, True]
    """
    order = (
        pl.DataFrame({"score": scores, "period": periods, "name": names})
        .with_row_index("row")
        .filter(pl.col("score").is_not_nan())
        .sort("period", "score", "name", descending=[False, True, False])
        .select("row", "period")
    )
    rows, period = order["row"].to_numpy(), order["period"].to_numpy()
    place = np.arange(len(period))
    first = np.append(True, period[1:] != period[:-1])[: len(period)]
    start = np.maximum.accumulate(np.where(first, place, 0))
    taken = np.zeros(len(scores), dtype=bool)
    taken[rows[place - start < np.broadcast_to(most, len(scores))[rows]]] = True
    return taken


def drawn(ids: pl.Series) -> pl.Series:
    """Names whose order has nothing to do with the order of the rows, the same ones for the same ids.

    Ids are often numbers of rows, and rows are often sorted by what turned out.

    >>> drawn(pl.Series(["1", "2"])).to_list()
    ['83dcefb71', '1ad5be0d2']
    """
    return pl.Series([f"{crc32(each.encode()):08x}{each}" for each in ids.cast(pl.String)], dtype=pl.String)


def fair_share(periods: NDArray[np.int64], among: NDArray[np.bool_], most: int) -> NDArray[np.int64]:
    """How many of a period may be taken among some of its rows, by their share of the period's rows.

    Where rows of one day lie partly in the folds and partly among those kept aside, each part has its part of the
    day's capacity: all of it for each would be more than there is.

    Args:
        periods: code of the period of each row, from 0. # (rows,)
        among: the rows that are looked at. # (rows,)
        most: rows that may be taken of a whole period.

    Returns:
        One number for each row looked at, rounded. # (rows looked at,)

    >>> fair_share(np.array([0, 0, 0, 0, 1]), np.array([True, True, True, False, True]), 4).tolist()
    [3, 3, 3, 4]
    """
    whole = np.bincount(periods)
    part = np.bincount(periods[among], minlength=len(whole))
    share = np.floor(most * part / np.maximum(whole, 1) + 0.5).astype(np.int64)
    return share[periods[among]]


def period_codes(predictions: Predictions, per: str, wanted_by: str) -> NDArray[np.int64]:
    """Which period each row belongs to.

    Rows of which it is not known count as one period of their own, so that they too are limited.

    Args:
        predictions: rows with their time, or with the column among their inputs.
        per: one of `CALENDAR`, or a column of `inputs` whose values are the periods.
        wanted_by: who asks, for the message.

    Returns:
        Codes from 0, equal within a period. # (rows,)

    Raises:
        ColumnError: when no row has a time, or the column did not travel with the predictions.
    """
    if per not in CALENDAR:
        column = input_column(predictions, per, wanted_by)
    else:
        frame = predictions.frame
        if "time" not in frame.columns or (frame.height and frame["time"].null_count() == frame.height):
            raise ColumnError(
                f"so many a {per} needs to know when each row was, and the rows have no time",
                where=wanted_by,
                seen=per,
                allowed="a column of dates or times, named as the source's `time`; or a column that names the period",
                next_step="name the time column of the base source, or write a column instead of the stretch of time",
            )
        column = frame["time"].dt.truncate(CALENDAR[per])
    return column.rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
