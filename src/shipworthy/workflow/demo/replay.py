"""Real cases after those that were learned from, played to the model server as they came: hour by hour, day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from shipworthy.delivery.rows import json_rows
from shipworthy.foundation.quantities import seconds
from shipworthy.lab.periods import times
from shipworthy.records.bundle import Bundle
from shipworthy.workflow.demo.faults import Fault, joined_with
from shipworthy.workflow.project import Project

_ID = "id of the case"
_HOUR = "hour of the case"


@dataclass(frozen=True)
class Batch:
    """Cases asked about with one request.

    Attributes:
        at: the moment they speak of, UTC.
        ids: one a case.
        rows: as the server takes them.
    """

    at: datetime
    ids: list[str]
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Day:
    """One day of the replay.

    Attributes:
        day: the date, UTC.
        batches: requests in the order of their moments.
        outcomes: what is known by then of cases of the days before, as the server takes it.
    """

    day: date
    batches: tuple[Batch, ...]
    outcomes: tuple[dict[str, Any], ...]


class Replay:
    """The cases after the last one learned from.

    Args:
        project: its sources are played; nothing of them is changed.
        bundle: what is live; its inputs are what is asked with.
        faults: planted into the sources before they are joined.
    """

    def __init__(self, project: Project, bundle: Bundle, faults: Sequence[Fault]) -> None:
        material = project.material
        spec = material.spec
        table = joined_with(material.sources, faults, spec) if faults else material.table
        frame = table.frame
        when = times(frame, material.split.time)
        after = when > last_moment(project)
        delay = seconds(project.document.success.outcome.delay or "0d")
        labels = material.outcomes.labels
        # the moment first: ids that grow with time are written at the end of the log's index, and quickly
        names = sorted(table.key or frame.columns[:1], key=lambda name: name != material.split.time)
        key = pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=" ")
        rows = frame.select([each.name for each in bundle.inputs])
        self._rows = (
            rows.with_columns(
                _utc(when).alias(_HOUR),
                frame.select(key.alias(_ID)).to_series(),
                labels.alias("turned out"),
            )
            .filter(after)
            .sort(_HOUR, maintain_order=True)
        )
        self._inputs = rows.columns
        self._delay = timedelta(seconds=delay)

    @property
    def rows(self) -> int:
        """Cases to be asked about."""
        return self._rows.height

    def days(self) -> Iterator[Day]:
        """Day by day, whole weeks only; outcomes that nobody knows are never told."""
        told = self._rows.filter(pl.col("turned out").is_not_null()).select(
            pl.col(_ID),
            pl.col("turned out"),
            (pl.col(_HOUR) + self._delay).alias("at"),
        )
        outcomes, days = dict(_by_day(told, "at")), dict(_by_day(self._rows, _HOUR))
        first, last = min(days), max(days)
        whole = timedelta(days=((last - first).days + 1) // 7 * 7 or 7)
        for day in sorted({*days, *outcomes}):
            # what turned out of the last cases comes after them
            yield Day(day, self._batches(days.get(day) if day < first + whole else None), _turned(outcomes.get(day)))

    def _batches(self, rows: pl.DataFrame | None) -> tuple[Batch, ...]:
        if rows is None:
            return ()
        return tuple(
            Batch(hour, part[_ID].to_list(), json_rows(part.select(self._inputs)))
            for hour, part in _runs(rows, rows[_HOUR])
        )


def last_moment(project: Project) -> Any:
    """The newest moment of the rows that were learned from or kept aside."""
    material = project.material
    when = times(material.table.frame, material.split.time)
    used = np.unique(np.concatenate([part for fold in material.folds for part in (fold.train, fold.test)]))
    return when.gather(used).max()


def _turned(rows: pl.DataFrame | None) -> tuple[dict[str, Any], ...]:
    if rows is None:
        return ()
    return tuple({"id": name, "outcome": outcome, "time": at.isoformat()} for name, outcome, at in rows.iter_rows())


def _by_day(rows: pl.DataFrame, column: str) -> Iterator[tuple[date, pl.DataFrame]]:
    return _runs(rows, rows[column].dt.date())


def _runs(rows: pl.DataFrame, by: pl.Series) -> Iterator[tuple[Any, pl.DataFrame]]:
    """Neighbours that share a value, as parts of the same frame: nothing is copied."""
    start = 0
    for run in by.rle():
        yield run["value"], rows.slice(start, run["len"])
        start += run["len"]


def _utc(when: pl.Series) -> pl.Series:
    zone = when.dtype.time_zone if isinstance(when.dtype, pl.Datetime) else None
    return when.dt.convert_time_zone("UTC") if zone else when.dt.replace_time_zone("UTC")
