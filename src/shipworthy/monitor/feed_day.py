"""The rows of one day, summed up; and a stretch of days as arrays, one a column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.data.signature import merge, sign
from shipworthy.records.record import Record
from shipworthy.records.signature import ColumnSignature, Scale, Signature

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Values = frozenset[float | str] | None


class Day(Record, frozen=True):
    """One day of rows.

    Attributes:
        start: midnight, UTC, with which it begins.
        signature: its rows, summed up.
    """

    start: datetime
    signature: Signature

    def __add__(self, other: "Day") -> "Day":
        """Both parts of the same day together."""
        return Day(start=self.start, signature=merge(self.signature, other.signature))


@dataclass(frozen=True)
class History:
    """One column over successive days.

    Attributes:
        rows: of each day. # (days,)
        filled: rows with a value. # (days,)
        nulls: rows without. # (days,)
        outside: rows beyond the reach. # (days,)
        unseen: rows with a value never seen before. # (days,)
        mean: of the numbers, held and bent as their scale says; NaN without one. # (days,)
        values: the different values of each day; None when there are too many to tell apart.
    """

    rows: Floats
    filled: Floats
    nulls: Floats
    outside: Floats
    unseen: Floats
    mean: Floats
    values: tuple[Values, ...]


def day_of(moment: datetime) -> datetime:
    """Midnight, UTC, of the day of a moment; without a zone it is taken for UTC."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(known.astimezone(UTC).date(), time(), tzinfo=UTC)


def summed(frame: pl.DataFrame, on: Sequence[Scale], ages: Mapping[str, str], when: str) -> Signature:
    """The signature of rows, the age of what was joined (in hours) in place of the time it was taken at."""
    return sign(with_ages(frame, ages, when), on)


def with_ages(frame: pl.DataFrame, ages: Mapping[str, str], when: str) -> pl.DataFrame:
    """The rows with hours since it was taken in place of the time at which what was joined was taken."""
    return frame.with_columns(
        _age(frame, when, column) for column in ages.values() if {column, when} <= set(frame.columns)
    )


def whole_days(days: Iterable[Day]) -> list[Day]:
    """Days in order, parts of the same day put together."""
    parts: dict[datetime, list[Day]] = {}
    for day in days:
        parts.setdefault(day.start, []).append(day)
    return [reduce(Day.__add__, parts[start]) for start in sorted(parts)]


def split_days(frame: pl.DataFrame, when: str) -> Iterator[tuple[date, pl.DataFrame]]:
    """The rows of each day (UTC) in order, taken out one day at a time; rows without a time are left out."""
    dated = pl.DataFrame({"day": utc(frame[when]).dt.date()}).with_row_index("row").drop_nulls()
    days = dated.group_by("day").agg("row").sort("day")
    for day, rows in zip(days["day"], days["row"], strict=True):
        yield day, frame[rows]


def utc(series: pl.Series) -> pl.Series:
    """A column of dates or times as times in UTC."""
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        return series.dt.convert_time_zone("UTC")
    return series.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def histories(days: Sequence[Day], names: Iterable[str]) -> dict[str, History]:
    """Every column over the days; a day that lacks a column counts as one without rows for it."""
    found = [{each.name: each for each in day.signature.columns} for day in days]
    rows = np.array([day.signature.rows for day in days], dtype=np.float64)
    return {name: _history(rows, [columns.get(name) for columns in found]) for name in names}


def _history(rows: Floats, columns: Sequence[ColumnSignature | None]) -> History:
    known = [each or ColumnSignature(name="") for each in columns]
    counted = [(each.nulls, each.outside, each.unseen, each.held) for each in known]
    nulls, outside, unseen, held = np.array(counted, dtype=np.float64).reshape(-1, 4).T
    there = np.array([each is not None for each in columns], dtype=bool)
    filled = np.where(there, rows - nulls, 0.0)
    numeric = (filled > 0) & np.array([bool(each.counts) for each in known], dtype=bool)
    mean = np.divide(held, filled, out=np.full(len(rows), np.nan), where=numeric)
    values = tuple(None if each.values is None else frozenset(each.values) for each in known)
    return History(np.where(there, rows, 0.0), filled, nulls, outside, unseen, mean, values)


def _age(frame: pl.DataFrame, when: str, column: str) -> pl.Series:
    hours = (utc(frame[when]) - utc(frame[column])).dt.total_seconds() / 3600
    return hours.cast(pl.Float64).alias(column)
