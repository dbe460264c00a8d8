"""Windows shorter than a day: the same as ever, feeds being judged by whole days."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.quantities import SECONDS
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.watch import Watched, watch
from tests.monitor.samples import DAY, MONDAY, ListedLog, calls, known_reference, rows, settings

DAYS = 10
HOURS = timedelta(hours=6)
BROKEN = MONDAY + 4 * DAY
MENDED = MONDAY + 7 * DAY


@pytest.fixture(scope="module")
def natural() -> Reference:
    return known_reference(np.random.default_rng(100))


def _log() -> ListedLog:
    random = np.random.default_rng(4)
    frame = rows(MONDAY, DAYS, random)
    heat = pl.col("inputs").struct.field("heat")
    inside = (pl.col("time") >= BROKEN) & (pl.col("time") < MENDED)
    bent = pl.when(inside).then(heat * 1.8 + 32).otherwise(heat).alias("heat")
    frame = frame.with_columns(pl.col("inputs").struct.with_fields(bent))
    return ListedLog(frame, calls(MONDAY, random.gamma(2.0, 0.0025, 20 * DAYS) + 0.002))


@pytest.fixture(scope="module")
def seen(natural: Reference) -> Watched:
    """Looked at after every window, as a schedule does."""
    log, by = _log(), settings(window=SECONDS["d"] / 4, delay=0.0)
    step = Watched((), (), (), ())
    for window in range(1, 4 * DAYS + 1):
        now = MONDAY + window * HOURS
        step = watch(log.until(now), natural, by, step.incidents, step.windows, now, step.seen)
    return step


def test_windows_follow_each_other_from_midnight_and_hold_every_row_once(seen: Watched) -> None:
    assert [one.start for one in seen.windows] == [MONDAY + place * HOURS for place in range(4 * DAYS)]
    assert sum(one.rows for one in seen.windows) == 60 * DAYS


def test_a_broken_feed_is_one_incident_dated_to_its_days(seen: Watched) -> None:
    (incident,) = seen.incidents
    assert incident.named == "data: weather.heat"
    assert (incident.since, incident.until) == (BROKEN, MENDED)
    assert BROKEN < incident.noticed <= BROKEN + DAY + HOURS


def test_what_came_in_is_told_with_the_window_that_ends_a_day(seen: Watched) -> None:
    for one in seen.windows:
        ends_a_day = one.end.hour == 0
        told = [each for each in one.measurements if each.name == "drift"]
        assert bool(told) == ends_a_day
        assert all(each.n == 60 for each in told)


def test_a_slow_server_is_dated_within_the_window(natural: Reference) -> None:
    log = _log()
    log.frame = log.frame.filter(pl.col("time") < BROKEN)
    slow = MONDAY + 2 * DAY + HOURS
    inside = (pl.col("time") >= slow) & (pl.col("time") < slow + HOURS)
    log.called = pl.concat([log.called] * 9).sort("time").filter(pl.col("time") < BROKEN)
    log.called = log.called.with_columns(pl.when(inside).then(0.5).otherwise(pl.col("seconds")).alias("seconds"))
    by = settings(window=SECONDS["d"] / 4, delay=0.0)
    (incident,) = watch(log, natural, by, (), (), BROKEN).incidents
    assert incident.named == "system"
    assert (incident.since, incident.until) == (slow, slow + HOURS)


def test_a_window_with_as_many_rows_as_a_day_is_looked_at_alone(natural: Reference) -> None:
    random = np.random.default_rng(6)
    heat = pl.col("inputs").struct.field("heat")
    told = []
    # four days' rows before dawn, one day's rows at each of the next windows, in Fahrenheit in the second of these
    for place, (hour, days) in enumerate(((0, 4), (6, 1), (12, 1), (18, 1))):
        frame = rows(MONDAY + 10 * place * DAY, days, random)
        minutes = pl.int_range(frame.height) * pl.duration(minutes=1)
        frame = frame.with_columns(time=pl.lit(MONDAY + timedelta(hours=hour)).cast(frame["time"].dtype) + minutes)
        bent = (heat * 1.8 + 32 if hour == 12 else heat).alias("heat")
        told.append(frame.with_columns(pl.col("inputs").struct.with_fields(bent)))
    log, by = ListedLog(pl.concat(told)), settings(window=SECONDS["d"] / 4, delay=0.0)
    step, lasting = Watched((), (), (), ()), []
    for window in range(1, 5):
        now = MONDAY + window * HOURS
        step = watch(log.until(now), natural, by, step.incidents, step.windows, now, step.seen)
        lasting.append(step.broken_now)
    assert lasting == [(), (), ("weather.heat",), ()]
