"""Watching: judges the windows that can be judged, and names what is wrong with its cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from msgspec import structs

from shipworthy.monitor.causes import INCIDENT, carry_on, incidents_of_model, troubled, troubles, with_cost
from shipworthy.monitor.decline import falls
from shipworthy.monitor.drift import Drifted
from shipworthy.monitor.feed_day import Day
from shipworthy.monitor.health import Health, health
from shipworthy.monitor.history import NOTHING, History, Log, Seen
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.value import Valued, measure_window, valued
from shipworthy.monitor.windows import Stretch, boundaries, can_be_judged
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window


@dataclass(frozen=True)
class Watched:
    """What is known after watching.

    Attributes:
        windows: all judged ones, oldest first, those handed in included.
        new: those judged just now.
        incidents: all, oldest first, known ones gone on with or closed.
        broken_now: `source.column` of each feed that is broken in the newest rows; while there is one, what stands in
            for the model should answer.
        seen: what came in; hand it in the next time, and old rows are not read again.
    """

    windows: tuple[Window, ...]
    new: tuple[Window, ...]
    incidents: tuple[Incident, ...]
    broken_now: tuple[str, ...]
    seen: Seen = NOTHING


def watch(
    log: Log,
    reference: Reference,
    settings: Settings,
    known: Sequence[Incident],
    windows: Sequence[Window],
    now: datetime,
    seen: Seen = NOTHING,
) -> Watched:
    """Judges every window that had the time to get its outcomes and was not judged yet, then the newest rows.

    Reads what was not judged yet, and of what was judged the last weeks when what was `seen` is not handed in. Doing it
    twice changes nothing; doing it after each window or once at the end gives the same windows. Value lost while a
    feed is broken or the system is sick is put to that cause: such windows say nothing of the model.

    Args:
        log: what is watched.
        reference: how incoming columns ought to look.
        settings: what it is watched by.
        known: incidents told before.
        windows: windows judged before.
        now: UTC.
        seen: what watching gave back the last time that the same reference was held against the rows.

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed, or today's rule cannot be computed.
        ColumnError: when a column that is needed did not travel with the rows.
        StorageError: when the log cannot be read.
    """
    told = sorted(windows, key=lambda window: window.start)
    before = len(told)
    incidents = tuple(known)
    span = log.span()
    if span is None:
        return Watched(tuple(told), (), incidents, _broken(incidents), seen)
    done = told[-1].end if told else None
    judge = _Judge(log, settings, History(log, reference, settings, done or span[0], seen))
    for stretch in boundaries(told[0].start if told else span[0], span[1], settings.window):
        if done is not None and stretch.start < done:
            continue
        if not can_be_judged(stretch, settings.delay, now):
            break
        window, incidents = judge.window(stretch, told, incidents)
        told.append(window)
    newest = Stretch(told[-1].end if told else span[0], span[1] + timedelta(microseconds=1))
    kept = judge.history.kept(newest, incidents)
    latest = judge.history.newest(newest.start)
    incidents = _with_model(told, judge.newest(newest, incidents, latest), settings)
    in_order = tuple(sorted(incidents, key=lambda one: (one.since, one.id)))
    return Watched(tuple(told), tuple(told[before:]), in_order, _broken(in_order), Seen(kept, newest.start, latest))


@dataclass(frozen=True)
class _Judge:
    """Judges stretches of one log."""

    log: Log
    settings: Settings
    history: History

    def window(
        self, stretch: Stretch, earlier: Sequence[Window], incidents: tuple[Incident, ...]
    ) -> tuple[Window, tuple[Incident, ...]]:
        """One window, and the incidents after it."""
        settings = self.settings
        rows = self.log.predictions(stretch.start, stretch.end, task=settings.task, inputs=settings.valued_by)
        calls = self.log.calls(stretch.start, stretch.end)
        if not rows.height and not calls.height:
            return Window(start=stretch.start, end=stretch.end, judged=True), incidents
        well = health(calls, rows, stretch, earlier, settings)
        self.history.add(stretch)
        broken = self.history.broken(stretch, incidents) if rows.height else ()
        incidents = carry_on(incidents, troubles(broken, well.symptoms), stretch, stretch.end)
        window = _window(rows, calls, stretch, well, incidents, settings)
        window = _with_incoming(window, self.history.quality(stretch), self.history.drift(stretch, broken))
        during = {one.id for one in troubled(stretch, incidents)}
        told = [*earlier, window]
        return window, tuple(with_cost(one, told, settings) if one.id in during else one for one in incidents)

    def newest(self, stretch: Stretch, incidents: tuple[Incident, ...], latest: Sequence[Day]) -> tuple[Incident, ...]:
        """Incidents after a look at the feeds of the days that came since the last window."""
        if not latest:
            return incidents
        data = tuple(one for one in incidents if one.cause == "data")
        others = tuple(one for one in incidents if one.cause != "data")
        found = troubles(self.history.broken(stretch, incidents, latest), ())
        return (*others, *carry_on(data, found, stretch, stretch.end))


def _window(
    rows: pl.DataFrame,
    calls: pl.DataFrame,
    stretch: Stretch,
    well: Health,
    incidents: Sequence[Incident],
    settings: Settings,
) -> Window:
    blank = Window(start=stretch.start, end=stretch.end, requests=calls.height, judged=True)
    if not rows.height:
        return structs.replace(blank, measurements=well.measurements)
    told = valued(rows, settings)
    during = _gains_during(told, troubled(stretch, incidents))
    return structs.replace(
        blank,
        versions=tuple(sorted(rows["version"].unique().to_list())),
        rows=rows.height,
        known=rows.height - rows["outcome"].null_count(),
        measurements=(*measure_window(told), *during, *well.measurements),
    )


def _with_incoming(window: Window, quality: Sequence[Measurement], drifted: Drifted) -> Window:
    """A window that says how the incoming data is, and what of it has changed by itself."""
    measurements = (*window.measurements, *quality, *drifted.measurements)
    return structs.replace(window, measurements=measurements, findings=(*window.findings, *drifted.findings))


def _gains_during(rows: Valued, incidents: Sequence[Incident]) -> tuple[Measurement, ...]:
    """What the rows of each incident brought."""
    found = []
    for incident in incidents:
        among = rows.predictions.frame["time"] >= incident.since
        if incident.until is not None:
            among &= rows.predictions.frame["time"] < incident.until
        gain = rows.gain(among, {INCIDENT: incident.id})
        if gain is not None:
            found.append(structs.replace(gain, origin="live"))
    return tuple(found)


def _with_model(windows: Sequence[Window], incidents: Sequence[Incident], settings: Settings) -> tuple[Incident, ...]:
    """Incidents of the model judged anew over all windows that nothing else explains."""
    fit = [one for one in windows if one.rows and not troubled(Stretch(one.start, one.end), incidents)]
    found = incidents_of_model(falls(fit, settings), fit, incidents, settings)
    others = tuple(one for one in incidents if one.cause != "model")
    ids = {one.id for one in found}
    # a fall that another cause explains by now is over, and stays on record
    gone = [one for one in incidents if one.cause == "model" and one.id not in ids]
    end = windows[-1].end if windows else None
    return (*others, *found, *(structs.replace(one, until=one.until or end) for one in gone))


def _broken(incidents: Sequence[Incident]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.where for one in incidents if one.cause == "data" and one.until is None))
