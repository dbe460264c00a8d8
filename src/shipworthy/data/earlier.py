"""The joined table as it could have been known earlier: what an answer that was made beforehand stands on."""

from collections.abc import Mapping
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.data.join import join_sources
from shipworthy.data.partners import partners
from shipworthy.data.spoil import dated
from shipworthy.records.spec import AsOf, DataSpec, Join, Source
from shipworthy.records.table import Table

_ASKED: Final = "asked {}"
_MOMENT: Final = "asked"
BATCHES: Final = {3_600.0: "1h", 86_400.0: "1d", 604_800.0: "1w"}
"""Seconds between two batches, and what Polars calls the stretch."""


def asked_before(when: pl.Series, seconds: float, *, batch: bool) -> pl.Series:
    """The moment that an answer was made, when it was made beforehand.

    Args:
        when: the moments that it is used, dates or times. # (rows,)
        seconds: how old it is; of a batch, the time between two of them: one of `BATCHES`.
        batch: the answer is that of the newest batch, made on the hour, at midnight, or on Monday for a week.

    >>> from datetime import datetime
    >>> asked_before(pl.Series([datetime(2024, 5, 7, 13)]), 86_400.0, batch=True).to_list()
    [datetime.datetime(2024, 5, 7, 0, 0)]
    """
    times = when.cast(pl.Datetime("us")) if when.dtype == pl.Date else when
    if batch:
        return times.dt.truncate(BATCHES[seconds])
    return times.dt.offset_by(f"-{round(seconds)}s")


def joined_earlier(
    sources: Mapping[str, Table], spec: DataSpec, seconds: float, *, batch: bool
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows with what the sources said at an earlier moment.

    Args:
        sources: every source, by name.
        spec: how they are joined.
        seconds: as for `asked_before`.
        batch: as for `asked_before`.

    Returns:
        The joined rows in their order, and the names of the sources that were asked earlier: those that are joined as
        they were known by then, by a time of the base.
    """
    base = spec.sources[0]
    frame = sources[base.name].frame
    timely = [each for each in spec.sources if each.name in dated(spec) and _left(each) in frame.columns]
    moved = {_left(each): asked_before(frame[_left(each)], seconds, batch=batch) for each in timely}
    asking = frame.with_columns([times.alias(_ASKED.format(name)) for name, times in moved.items()])
    tables = {**sources, base.name: structs.replace(sources[base.name], frame=asking)}
    changed = tuple(_moved(each) if each in timely else each for each in spec.sources)
    joined = join_sources(tables, structs.replace(spec, sources=changed)).frame
    return joined.drop([_ASKED.format(name) for name in moved]), tuple(each.name for each in timely)


def seen_earlier(
    frame: pl.DataFrame, unit: str, time: str, columns: tuple[str, ...], asked: pl.Series
) -> tuple[pl.DataFrame, float]:
    """The rows with some columns as they stood in the newest earlier row of the same unit.

    Args:
        frame: the rows.
        unit: column that says whom a row is about.
        time: column that says when.
        columns: that change with time; empty where the unit was not met by then.
        asked: the moment that each row is asked about. # (rows,)

    Returns:
        The rows in their order, and the share of them whose unit had been met by then.
    """
    asking = frame.select(unit).with_columns(asked.alias(_MOMENT))
    join = Join(left=(unit,), right=(unit,), as_of=AsOf(left=_MOMENT, right=time))
    met = partners(asking, frame.select(unit, time), join)
    seen = frame.with_columns([frame[name].gather(met) for name in columns])
    return seen, 1 - met.null_count() / max(len(met), 1)


def _left(source: Source) -> str:
    return source.join.as_of.left if source.join and source.join.as_of else ""


def _moved(source: Source) -> Source:
    if source.join is None or source.join.as_of is None:
        return source
    as_of = structs.replace(source.join.as_of, left=_ASKED.format(source.join.as_of.left))
    return structs.replace(source, join=structs.replace(source.join, as_of=as_of))
