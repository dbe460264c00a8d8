"""When rows happened, and the calendar periods that time falls into."""

import math
from datetime import UTC, datetime, time
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import ColumnError, RequestError

CALENDAR: Final = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q"}
"""Lengths a period may have, shortest first, and what Polars calls them."""

FEWEST: Final = 4
MOST: Final = 8
_BLOCKS: Final = 5
_THIN: Final = 0.25


def times(frame: pl.DataFrame, column: str) -> pl.Series:
    """The column that orders the rows, as dates, times or numbers; text is read as dates.

    Raises:
        ColumnError: when the column is not there or orders nothing.
    """
    if column not in frame.columns:
        raise ColumnError(
            "the column that orders the rows is not in the data",
            where="evaluation.split.time",
            seen=column,
            allowed=frame.columns,
            next_step="name a column of the joined table, or leave the time out to draw rows at random",
        )
    series = frame[column].alias("time")
    if series.dtype == pl.String:
        try:
            series = series.str.to_datetime(time_zone="UTC")
        except pl.exceptions.PolarsError as error:
            raise _orders_nothing(column, "text that is not a time in ISO 8601") from error
    if not (series.dtype.is_temporal() or series.dtype.is_numeric()) or series.dtype in (
        pl.Time,
        pl.Duration,
    ):
        raise _orders_nothing(column, str(series.dtype))
    if series.dtype == pl.Date:
        return series.cast(pl.Datetime("us"))
    return series.fill_nan(None) if series.dtype.is_float() else series


def moment(text: str, like: pl.Series, where: str) -> object:
    """A time of the document (ISO 8601, or a number) as a value that compares with a series of `times`.

    A time without a zone is read in the series' own zone, a zone in the text is kept.

    Raises:
        RequestError: when the text is no time, or no number where the series holds numbers.

    >>> from datetime import datetime
    >>> moment("2024-06-01", pl.Series([datetime(2024, 1, 1)]), "")
    datetime.datetime(2024, 6, 1, 0, 0)
    """
    try:
        if like.dtype.is_numeric():
            return float(text)
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise RequestError(
            "this is not a time",
            where=where,
            seen=text,
            allowed="ISO 8601, such as 2024-06-01 or 2024-06-01T12:00",
        ) from error
    zone = like.dtype.time_zone if isinstance(like.dtype, pl.Datetime) else None
    if zone is None:
        return read if read.tzinfo is None else read.astimezone(UTC).replace(tzinfo=None)
    if read.tzinfo is not None:
        return pl.Series([read.astimezone(UTC)]).dt.convert_time_zone(zone).item()
    local = pl.Series([read]).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return local.item()


def period_labels(when: pl.Series, development: NDArray[np.bool_], length: str = "") -> pl.Series:
    """The period of every row.

    Args:
        when: as `times` gives it; rows without a time get no period. # (rows,)
        development: rows before the holdout; they choose the length and should have 4 to 8 periods. # (rows,)
        length: `day`, `week`, `month` or `quarter`; empty chooses by the data.

    Returns:
        Labels that sort as time does: `2013-05`, `2013-Q2`, `2013-05-06` (the Monday of a week, or a day).
        Where the calendar gives too few periods, blocks of about equally many rows, named by their first
        time. A first or last development period with less than a quarter of the usual rows joins its
        neighbour. # (rows,)

    Raises:
        RequestError: for a length that does not exist.
    """
    if length and length not in CALENDAR:
        raise RequestError(
            "this is no length of a period",
            where="evaluation.split.period",
            seen=length,
            allowed=list(CALENDAR),
        )
    calendar = when.dtype.is_temporal()
    chosen = length or (_choose(when.filter(pl.Series(development))) if calendar else "")
    if not (chosen and calendar):
        return _blocks(when, development)
    return _join_thin(_label(when, chosen), development)


def _choose(when: pl.Series) -> str:
    """The shortest length with 4 to 8 full periods, else the nearest; empty when all give fewer than 3."""
    counts = {name: _full_periods(when.dt.truncate(every)) for name, every in CALENDAR.items()}
    distance = {
        name: max(math.log(FEWEST / count), math.log(count / MOST), 0.0)
        for name, count in counts.items()
        if count >= FEWEST - 1
    }
    return min(distance, key=lambda name: distance[name]) if distance else ""


def _full_periods(starts: pl.Series) -> int:
    rows = starts.drop_nulls().value_counts(name="rows")["rows"]
    return int((rows >= _THIN * float(np.median(rows))).sum()) if len(rows) else 0


def _label(when: pl.Series, length: str) -> pl.Series:
    start = when.dt.truncate(CALENDAR[length])
    if length == "quarter":
        return start.dt.year().cast(pl.String) + "-Q" + start.dt.quarter().cast(pl.String)
    return start.dt.strftime("%Y-%m" if length == "month" else "%Y-%m-%d")


def _blocks(when: pl.Series, development: NDArray[np.bool_]) -> pl.Series:
    """Blocks of about equally many development rows, equal times together; what comes after is one more."""
    inside = pl.Series(development)
    known = when.filter(inside).drop_nulls().sort()
    if known.is_empty():
        return pl.Series("time", [None] * len(when), dtype=pl.String)
    starts = known.gather([len(known) * block // _BLOCKS for block in range(_BLOCKS)]).unique().sort()
    after = when.filter(~inside & (when > known[-1])).min()
    if after is not None:
        starts = pl.concat([starts, pl.Series("time", [after], dtype=when.dtype)])
    width = len(str(len(starts)))
    names = [f"{place:0{width}d}: from {_name(start)}" for place, start in enumerate(starts, start=1)]
    index = starts.search_sorted(when.fill_null(starts[0]), side="right").cast(pl.Int64) - 1
    labels = pl.Series("time", names).gather(index.clip(0, len(starts) - 1))
    return labels.set(when.is_null(), None)


def _join_thin(labels: pl.Series, development: NDArray[np.bool_]) -> pl.Series:
    """Lets a period that the data only touches at either end of the development rows join its neighbour."""
    inside = pl.Series(development)
    counts = labels.filter(inside).drop_nulls().value_counts().sort(labels.name)
    names, rows = counts[labels.name].to_list(), counts["count"].to_list()
    usual = float(np.median(rows)) if rows else 0.0
    if len(names) > FEWEST - 1 and rows[-1] < _THIN * usual:
        labels = labels.set(inside & (labels == names[-1]).fill_null(value=False), names[-2])
    if len(names) > FEWEST - 1 and rows[0] < _THIN * usual:
        labels = labels.set(inside & (labels == names[0]).fill_null(value=False), names[1])
    return labels


def _orders_nothing(column: str, seen: str) -> ColumnError:
    return ColumnError(
        f"the column {column} cannot order the rows",
        where="evaluation.split.time",
        seen=seen,
        allowed="a column of dates, times or numbers",
        next_step="name another column, or leave the time out to draw rows at random",
    )


def _name(start: object) -> str:
    if isinstance(start, datetime):
        return start.date().isoformat() if start.time() == time() else start.isoformat(sep=" ")
    return str(start)
