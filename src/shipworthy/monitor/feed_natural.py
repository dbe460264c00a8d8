"""What one column does by itself from day to day, learned from days that are known to be sound."""

import math
from collections.abc import Callable, Sequence
from typing import Final, Literal

import numpy as np
import polars as pl

from shipworthy.data.signature import MOST_VALUES
from shipworthy.monitor.feed_day import Floats, History, Values
from shipworthy.records.record import Record
from shipworthy.records.signature import ColumnSignature

RUNS: Final = (1, 3, 7)
"""Lengths, in days, over which a feed is looked at: gross faults show in a day, others only in several."""
RECENT: Final = 28
"""Days before a day that it is held against."""
SEED: Final = 7
"""Days before a day without which there is nothing to hold it against but the rows learned from."""

MANY: Final = MOST_VALUES + 1
"""Stands for more different values than are told apart."""
EMPTY: Final = 0.9
"""Share without a value, on some day, from which it cannot be told that values stopped coming."""

_RUNNING: Final = 0.97
_NONE: Final = (0.0, 0.0, 0.0)


class Natural(Record, frozen=True):
    """What one column does by itself, day by day, in the rows learned from.

    Attributes:
        name: of the column.
        source: it comes from.
        origin: what the source itself calls it, where joining gave it another name.
        role: `value`; `age` for the hours since what was joined was taken; `clock` for what tells the row's own date.
        running: True when it goes on with time, so that a new value is no sign of anything.
        missing: largest share without a value over 1, 3 and 7 days.
        distinct: fewest different values over 1, 3 and 7 days; None where there were always too many to count.
        filled: fewest rows with a value over 1, 3 and 7 days.
        unseen: largest share of values that occur in no other week, over 1, 3 and 7 days.
        mean: of the numbers; None when it holds none.
        sd: standard deviation of the numbers, held and bent as their scale says.
        least: smallest mean of a day.
        most: largest mean of a day.
        leaps: share of days whose mean left the band of the days before it, downwards and upwards.
        leap: how far it left it on average, held and bent as well.
        farthest: how far at most.
    """

    name: str
    source: str = ""
    origin: str = ""
    role: Literal["value", "age", "clock"] = "value"
    running: bool = False
    missing: tuple[float, ...] = (0.0, 0.0, 0.0)
    distinct: tuple[int | None, ...] = (None, None, None)
    filled: tuple[float, ...] = (0.0, 0.0, 0.0)
    unseen: tuple[float, ...] = (0.0, 0.0, 0.0)
    mean: float | None = None
    sd: float = 0.0
    least: float = 0.0
    most: float = 0.0
    leaps: tuple[float, float] = (0.0, 0.0)
    leap: tuple[float, float] = (0.0, 0.0)
    farthest: tuple[float, float] = (0.0, 0.0)

    @property
    def place(self) -> str:
        """`source.column` as the source itself calls it; the column alone where no source is known.

        >>> Natural(name="year_planes", source="planes", origin="year").place
        'planes.year'
        """
        column = self.origin or self.name
        return f"{self.source}.{column}" if self.source else column


def leap(means: Floats, at: int, good: Sequence[int]) -> float:
    """How far a day's mean lies outside the band of earlier days; 0 inside, negative below.

    >>> leap(np.array([1.0, 3.0, 2.0, 7.0]), 3, [0, 1, 2])
    4.0
    """
    band = means[list(good)]
    band = band[~np.isnan(band)]
    if np.isnan(means[at]) or not len(band):
        return 0.0
    return float(max(means[at] - band.max(), 0.0) or min(means[at] - band.min(), 0.0))


def over(counts: Floats, run: int) -> Floats:
    """Sums over each `run` successive days, by the first of them."""
    if len(counts) < run:
        return np.array([])
    return np.convolve(counts, np.ones(run), mode="valid")


def together(values: Sequence[Values]) -> int:
    """Different values of several days together; more than 64 count as 65."""
    union: set[float | str] = set()
    for each in values:
        if each is None:
            return MANY
        union |= each
    return min(len(union), MANY)


def unseen_elsewhere(series: pl.Series, day: pl.Series) -> tuple[float, ...]:
    """Largest share, over 1, 3 and 7 days, of values that occur in no week but their own. Both of one length."""
    rows = pl.DataFrame({"value": series, "day": day}).drop_nulls()
    week = pl.col("day").dt.truncate("1w")
    if rows.select(week).n_unique() < 2:
        return _NONE
    alone = (week.n_unique().over("value") == 1).alias("alone")
    days = rows.with_columns(alone).group_by("day").agg(pl.col("alone").sum(), pl.len().alias("rows")).sort("day")
    part, whole = (days[name].cast(pl.Float64).to_numpy() for name in ("alone", "rows"))
    return tuple(_most(over(part, run), over(whole, run)) for run in RUNS)


def natural(past: History, about: Natural) -> Natural:
    """Adds to what is known about a column what its days do by themselves.

    Args:
        past: the column over sound days, in order.
        about: its name, source and role, and what was learned from its rows.
    """
    shares = [_most(over(past.nulls, run), over(past.rows, run)) for run in RUNS]
    there = ~np.isnan(past.mean)
    known = past.mean[there]
    leaps = np.array([leap(past.mean, at, range(max(0, at - RECENT), at)) for at in range(SEED, len(past.mean))])
    some = [-leaps[leaps < 0], leaps[leaps > 0]]
    learned = {
        "missing": shares,
        "distinct": [_fewest(past.values, run) for run in RUNS],
        "filled": [float(min(over(past.filled, run), default=0.0)) for run in RUNS],
        "least": float(known.min()) if len(known) else 0.0,
        "most": float(known.max()) if len(known) else 0.0,
        "leaps": [len(side) / max(len(leaps), 1) for side in some],
        "leap": [float(side.mean()) if len(side) else 0.0 for side in some],
        "farthest": [float(side.max(initial=0.0)) for side in some],
    }
    return Natural.from_dict({**about.to_dict(), **learned})


def runs_on(means: Floats) -> bool:
    """Whether daily means rise or fall with time nearly without exception (Spearman's correlation beyond 0.97)."""
    if len(means) < SEED or np.ptp(means) == 0:
        return False
    rank = np.argsort(np.argsort(means, kind="stable"), kind="stable")
    return bool(abs(np.corrcoef(rank, np.arange(len(means)))[0, 1]) > _RUNNING)


def is_clock(series: pl.Series, when: pl.Series) -> bool:
    """Whether whole numbers tell the year, month, week or day of the year of a moment, give or take one."""
    if not series.dtype.is_numeric():
        return False
    parts: tuple[Callable[[], pl.Series], ...] = (when.dt.year, when.dt.month, when.dt.week, when.dt.ordinal_day)
    return any(_share((part() - series).abs() <= 1) > _RUNNING for part in parts)


def moments(column: ColumnSignature) -> tuple[float | None, float]:
    """Mean and standard deviation of a column's numbers; None and 0 without any."""
    rows = sum(column.counts)
    if not rows:
        return None, 0.0
    mean = column.total / rows
    return mean, math.sqrt(max(column.squares / rows - mean**2, 0.0))


def _share(true: pl.Series) -> float:
    return float(true.sum()) / max(true.count(), 1)


def _most(part: Floats, whole: Floats) -> float:
    there = whole > 0
    return float((part[there] / whole[there]).max()) if there.any() else 0.0


def _fewest(values: Sequence[Values], run: int) -> int | None:
    fewest = min((together(values[at : at + run]) for at in range(len(values) - run + 1)), default=0)
    return None if fewest >= MANY else fewest
