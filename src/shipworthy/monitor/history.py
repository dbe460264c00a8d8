"""The days of incoming rows, summed up once and kept, so that feeds are judged without reading old rows again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import polars as pl

from shipworthy.monitor.drift import Drifted, drift
from shipworthy.monitor.feed_day import Day, day_of, split_days, whole_days
from shipworthy.monitor.feed_natural import RECENT
from shipworthy.monitor.feeds import Broken, broken, summarise
from shipworthy.monitor.quality import quality
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.settings import CAUSES, Settings
from shipworthy.monitor.windows import Stretch
from shipworthy.records.bundle import Input
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import Task

_BEFORE = timedelta(days=RECENT)
_DAY = timedelta(days=1)


class Log(Protocol):
    """What is read of a prediction log; `store.prediction_log.PredictionLog` is one."""

    def predictions(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        task: Task,
        inputs: Sequence[Input] | None = None,
    ) -> pl.DataFrame:
        """Live predictions of a stretch of time, oldest first."""
        ...

    def calls(self, since: datetime | None = None, until: datetime | None = None) -> pl.DataFrame:
        """Calls of a stretch of time, oldest first."""
        ...

    def span(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment that there are live predictions for."""
        ...

    def daily(self, since: datetime, until: datetime | None = None) -> dict[datetime, int]:
        """Live predictions of each day (its midnight, UTC) of a stretch of time."""
        ...


@dataclass(frozen=True)
class Seen:
    """What came in, summed up for one model: hand it in at the next look, and old rows are not read again.

    Attributes:
        days: without a gap; parts of a day may stand apart.
        until: moment up to which they go: windows were judged that far.
        recent: days after that, as they were when they were last looked at.
    """

    days: tuple[Day, ...] = ()
    until: datetime | None = None
    recent: tuple[Day, ...] = ()


NOTHING: Final = Seen()


class History:
    """Days of one deployment; older ones are read from the log when they are asked for.

    Args:
        log: where rows come from.
        reference: what they are held against.
        settings: what they are watched by.
        done: moment up to which windows were judged, or of the first row.
        seen: at an earlier look.
    """

    def __init__(
        self,
        log: Log,
        reference: Reference,
        settings: Settings,
        done: datetime,
        seen: Seen,
    ) -> None:
        self._log, self._reference, self._settings = log, reference, settings
        self._recent = {day.start: day for day in seen.recent}
        self._days = list(seen.days)
        self._from = min((day.start for day in seen.days), default=done)
        self._added: tuple[Day, ...] = ()
        self._until, self._done = seen.until if seen.days and seen.until else done, done

    def add(self, stretch: Stretch) -> None:
        """Adds the days of the stretch that follows those known."""
        self._added = self.newest(stretch.start, stretch.end)
        self._days += self._added

    def broken(self, stretch: Stretch, incidents: Sequence[Incident], newest: Sequence[Day] = ()) -> tuple[Broken, ...]:
        """The feeds that were broken at some moment of a stretch.

        The last day counts once it has as many rows as a quiet one, since the morning is not like the day. A stretch
        of less than a day that has so many by itself is looked at alone: sound rows of the same day hide nothing.

        Args:
            stretch: where to look; its rows were added, or are the newest.
            incidents: known ones: what lasts is held against the time before it began.
            newest: days of the stretch that are not to be kept, as more of their rows may come.
        """
        first = self._horizon(stretch, incidents)
        known = [day for day in self.since(first) if day.start < stretch.end]
        days, own = whole_days([*known, *newest]), whole_days(newest or self._added)
        if stretch.end - stretch.start < _DAY and len(own) == 1 and own[0].signature.rows >= self._reference.usual:
            days[-1:] = own
        if days and days[-1].signature.rows < self._reference.usual:
            days.pop()
        settings, length = self._settings, (stretch.end - stretch.start).total_seconds()
        alarms = settings.false_alarms * min(length, settings.window) / CAUSES
        return broken(days, self._reference, stretch.start, stretch.end, false_alarms_per_window=alarms)

    def drift(self, stretch: Stretch, found: Sequence[Broken]) -> Drifted:
        """How far the columns of a stretch's days lie from the rows learned from; broken ones are another matter."""
        days = self._within(stretch)
        if not days:
            return Drifted()
        places = {each.where for each in found}
        naturals = self._reference.naturals
        known = [each.name for each in naturals if {each.source, each.place} & places]
        alarms = self._settings.alarms_per_window()
        return drift(days, self._reference, false_alarms_per_window=alarms, broken=known)

    def quality(self, stretch: Stretch) -> tuple[Measurement, ...]:
        """How much of each column was missing or outside on the days of a stretch."""
        days = self._within(stretch)
        return quality(days) if days else ()

    def _within(self, stretch: Stretch) -> list[Day]:
        """The days of a stretch; where windows are shorter than a day, the day that ends with it, if one does."""
        short = timedelta(seconds=self._settings.window) < _DAY
        ends = _DAY - timedelta(microseconds=1) if short else timedelta()
        return whole_days([day for day in self._days if stretch.start <= day.start + ends < stretch.end])

    def since(self, first: datetime) -> list[Day]:
        """The days from a midnight on, parts of them in any order."""
        if self._until < self._done:
            self._days += self._summed(self._until, self._done)
            self._until = self._done
        if first < self._from:
            self._days = [*self._summed(first, self._from), *self._days]
            self._from = first
        return [day for day in self._days if day.start >= first]

    def newest(self, since: datetime, until: datetime | None = None) -> tuple[Day, ...]:
        """The days of a stretch; they are read from the first on that has got more rows since it was last looked at."""
        found: list[Day] = []
        for start, rows in self._log.daily(since, until).items():
            day = self._recent.get(start)
            if day is None or day.signature.rows != rows:
                return (*found, *self._summed(max(start, since), until))
            found.append(day)
        return tuple(found)

    def kept(self, stretch: Stretch, incidents: Sequence[Incident]) -> tuple[Day, ...]:
        """The days that looking at a stretch and those after it needs."""
        first = self._horizon(stretch, incidents)
        return tuple(self.since(first))

    def _horizon(self, stretch: Stretch, incidents: Sequence[Incident]) -> datetime:
        """From where on days are needed: a fault that was there lately is held against the time before it, too."""
        reach = stretch.start - _BEFORE
        lately = [one for one in incidents if one.cause == "data" and (one.until is None or one.until > reach)]
        return day_of(min([stretch.start, *(one.since for one in lately)])) - _BEFORE

    def _summed(self, since: datetime, until: datetime | None) -> list[Day]:
        """The days of a stretch, or parts of them, as the log has them."""
        named, settings = self._reference.time, self._settings
        rows = self._log.predictions(since, until, task=settings.task, inputs=settings.inputs)
        wide = rows.select("time", "inputs").rename({"time": "__time"}).unnest("inputs")
        if named and named not in wide.columns:
            wide = wide.with_columns(pl.col("__time").alias(named))
        parts = split_days(wide, "__time")
        return [
            summarise(part.drop("__time"), self._reference, datetime(day.year, day.month, day.day, tzinfo=UTC))
            for day, part in parts
        ]
