"""Watching a small deployment from its log: causes named, windows the same however often one looks."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from shipworthy.monitor.feed_day import Day, whole_days
from shipworthy.monitor.history import NOTHING
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.value import measure_window, valued
from shipworthy.monitor.watch import Watched, watch
from shipworthy.records.logged import Call, Logged, Turned
from shipworthy.store.prediction_log import PredictionLog
from tests.monitor.samples import DAY, MONDAY, WEEK, YES_NO, ListedLog, calls, known_reference, promise, rows, settings

WEEKS = 8


@pytest.fixture(scope="module")
def natural() -> Reference:
    return known_reference(np.random.default_rng(100))


@pytest.fixture(scope="module")
def by() -> Settings:
    random = np.random.default_rng(101)
    aside = rows(MONDAY - 4 * WEEK, 28, random)
    kept = measure_window(valued(aside, settings()))
    gain = next(one for one in kept if one.name == "gain")
    assert gain.value is not None
    return settings(aside=kept, promise=promise(gain.value, 30.0), target=0.6 * gain.value)


def _log(seed: int = 1, bad_from: int = WEEKS, weeks: int = WEEKS) -> ListedLog:
    """Weeks of sound rows, and of rows that the model knows nothing of from some week on."""
    random = np.random.default_rng(seed)
    parts = [rows(MONDAY + week * WEEK, 7, random, skill=0.0 if week >= bad_from else 1.0) for week in range(weeks)]
    called = [calls(MONDAY + week * WEEK, random.gamma(2.0, 0.0025, 140) + 0.002) for week in range(weeks)]
    return ListedLog(pl.concat(parts), pl.concat(called))


def _in_fahrenheit(log: ListedLog, week: int) -> None:
    start, end = MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK
    inside = (pl.col("time") >= start) & (pl.col("time") < end)
    heat = pl.col("inputs").struct.field("heat")
    bent = pl.when(inside).then(heat * 1.8 + 32).otherwise(heat).alias("heat")
    log.frame = log.frame.with_columns(pl.col("inputs").struct.with_fields(bent))


def _slowed(log: ListedLog, week: int) -> None:
    start, end = MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK
    inside = (pl.col("time") >= start) & (pl.col("time") < end)
    log.called = log.called.with_columns(pl.when(inside).then(pl.col("seconds") + 0.1).otherwise(pl.col("seconds")))


def _after(week: int) -> datetime:
    return MONDAY + week * WEEK + DAY


def _at_once(log: ListedLog, natural: Reference, by: Settings) -> Watched:
    return watch(log, natural, by, (), (), _after(WEEKS))


def test_weeks_without_a_fault_name_none(natural: Reference, by: Settings) -> None:
    seen = _at_once(_log(), natural, by)
    assert seen.incidents == ()
    assert seen.broken_now == ()
    assert len(seen.windows) == len(seen.new) == WEEKS
    first = seen.windows[0]
    assert (first.start, first.rows, first.known, first.requests, first.judged) == (MONDAY, 420, 420, 140, True)
    assert first.versions == (1,)
    for name in ("value", "gain", "promised", "roc_auc", "latency_p99", "errors", "fallback"):
        assert first.of(name) is not None


def test_a_unit_that_changes_for_a_week_is_the_data_and_nothing_else(natural: Reference, by: Settings) -> None:
    log = _log(2)
    _in_fahrenheit(log, 4)
    (incident,) = _at_once(log, natural, by).incidents
    assert incident.named == "data: weather.heat"
    assert (incident.since, incident.until) == (MONDAY + 4 * WEEK, MONDAY + 5 * WEEK)
    assert incident.cost is not None
    assert incident.cost.n == 420


def test_a_slow_server_is_the_system_and_nothing_else(natural: Reference, by: Settings) -> None:
    log = _log(3)
    _slowed(log, 3)
    (incident,) = _at_once(log, natural, by).incidents
    assert (incident.named, incident.kind) == ("system", "slow")
    assert (incident.since, incident.until) == (MONDAY + 3 * WEEK, MONDAY + 4 * WEEK)


def test_a_model_that_lost_its_skill_is_the_model_and_nothing_else(natural: Reference, by: Settings) -> None:
    (incident,) = _at_once(_log(4, bad_from=4), natural, by).incidents
    assert (incident.named, incident.kind, incident.until) == ("model", "value", None)
    assert abs(incident.since - (MONDAY + 4 * WEEK)) <= WEEK
    assert incident.cost is not None
    assert incident.cost.low is not None
    assert incident.cost.low > 0


def test_value_lost_while_a_feed_is_broken_is_not_put_to_the_model(natural: Reference, by: Settings) -> None:
    log = _log(5, bad_from=4, weeks=WEEKS)
    for week in range(4, WEEKS):
        _in_fahrenheit(log, week)
    seen = _at_once(log, natural, by)
    assert {one.cause for one in seen.incidents} == {"data"}
    assert seen.broken_now == ("weather.heat",)


def test_watching_every_week_comes_to_the_same_as_once_at_the_end(natural: Reference, by: Settings) -> None:
    log = _log(6, bad_from=5)
    _in_fahrenheit(log, 2)
    _slowed(log, 3)
    whole = _at_once(log, natural, by)
    assert {one.cause for one in whole.incidents} == {"data", "system", "model"}
    step = Watched((), (), (), ())
    for week in range(1, WEEKS + 1):
        so_far = log.until(_after(week))
        step = watch(so_far, natural, by, step.incidents, step.windows, _after(week), step.seen)
        assert len(step.new) == 1
    assert step.windows == whole.windows
    assert [(one.id, one.until, one.cost) for one in step.incidents] == [
        (one.id, one.until, one.cost) for one in whole.incidents
    ]


def test_watching_twice_changes_nothing_with_or_without_the_days(natural: Reference, by: Settings) -> None:
    log = _log(7, bad_from=5)
    _in_fahrenheit(log, 7)
    once = _at_once(log, natural, by)
    for seen in (once.seen, NOTHING):
        again = watch(log, natural, by, once.incidents, once.windows, _after(WEEKS), seen)
        assert again.new == ()
        assert (again.windows, again.incidents, again.broken_now) == (once.windows, once.incidents, once.broken_now)


def test_what_was_judged_is_not_read_again(natural: Reference, by: Settings) -> None:
    log = _log(8)
    early = ListedLog(log.frame.filter(pl.col("time") < _after(7)), log.called)
    step = watch(early, natural, by, (), (), _after(7))
    log.read = 0
    watch(log, natural, by, step.incidents, step.windows, _after(8), step.seen)
    # for what the decisions brought, and for what came in after the day that was seen already
    assert log.read == 420 + (420 - 60)


def test_looking_every_day_tells_the_same_and_reads_what_came_in_once(natural: Reference, by: Settings) -> None:
    log = _log(13, weeks=3)
    _in_fahrenheit(log, 1)
    whole = watch(log, natural, by, (), (), _after(3))
    step, read = Watched((), (), (), ()), 0
    for day in range(1, 23):
        now = MONDAY + day * DAY
        so_far = log.until(now)
        step = watch(so_far, natural, by, step.incidents, step.windows, now, step.seen)
        read += so_far.read
    assert step.windows == whole.windows
    assert [(one.named, one.since, one.until) for one in step.incidents] == [
        (one.named, one.since, one.until) for one in whole.incidents
    ]
    assert read == 2 * 3 * 420


def test_what_was_seen_long_ago_is_gone_on_with(natural: Reference, by: Settings) -> None:
    log = _log(15)
    _in_fahrenheit(log, 6)
    once = _at_once(log, natural, by)
    early, late = (watch(log.until(_after(week)), natural, by, (), (), _after(week)) for week in (3, 5))
    log.read = 0
    # as when another model answered, and held the rows against others, for a while
    again = watch(log, natural, by, late.incidents, late.windows, _after(WEEKS), early.seen)
    assert (again.windows, again.broken_now) == (once.windows, once.broken_now)
    assert [(one.id, one.since, one.until) for one in again.incidents] == [
        (one.id, one.since, one.until) for one in once.incidents
    ]
    assert log.read == (2 + 2 * 3) * 420


def test_what_another_model_answered_is_not_lost_when_nothing_came_since(natural: Reference, by: Settings) -> None:
    log = _log(16, weeks=5)
    early = watch(log.until(_after(3)), natural, by, (), (), _after(3))
    late = watch(log, natural, by, (), (), _after(5))
    back = watch(log, natural, by, late.incidents, late.windows, _after(5), early.seen)
    assert back.new == ()
    assert whole_days(back.seen.days) == whole_days(late.seen.days)


def test_a_first_day_is_counted_once(natural: Reference, by: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def noted(days: Sequence[Day], *args: object, **more: object) -> tuple[()]:
        seen.append(sum(day.signature.rows for day in days))
        return ()

    monkeypatch.setattr("shipworthy.monitor.history.broken", noted)
    watch(_log(14).until(MONDAY + 2 * DAY), natural, by, (), (), MONDAY + 2 * DAY)
    assert seen == [2 * 60]


def test_a_feed_that_breaks_is_told_before_the_week_is_over_and_lifted_when_mended(
    natural: Reference, by: Settings
) -> None:
    log = _log(9)
    _in_fahrenheit(log, 5)

    def look(until: datetime, before: Watched) -> Watched:
        so_far = log.until(until)
        return watch(so_far, natural, by, before.incidents, before.windows, until, before.seen)

    sound = look(MONDAY + 5 * WEEK, Watched((), (), (), ()))
    assert sound.broken_now == ()
    broken = look(MONDAY + 5 * WEEK + 3 * DAY, sound)
    assert broken.broken_now == ("weather.heat",)
    mended = look(MONDAY + 6 * WEEK + 3 * DAY, broken)
    assert mended.broken_now == ()
    assert [one.id for one in mended.incidents] == [one.id for one in broken.incidents]


def test_an_empty_log_and_an_empty_week_are_no_trouble(natural: Reference, by: Settings) -> None:
    nothing = ListedLog(_log().frame.clear())
    assert watch(nothing, natural, by, (), (), MONDAY) == Watched((), (), (), ())
    log = _log(10)
    hole = (pl.col("time") < MONDAY + 2 * WEEK) | (pl.col("time") >= MONDAY + 3 * WEEK)
    seen = watch(ListedLog(log.frame.filter(hole), log.called.filter(hole)), natural, by, (), (), _after(WEEKS))
    assert len(seen.windows) == WEEKS
    assert (seen.windows[2].rows, seen.windows[2].judged) == (0, True)


def test_a_window_waits_for_its_outcomes(natural: Reference, by: Settings) -> None:
    seen = watch(_log(11), natural, by, (), (), MONDAY + 3 * WEEK)
    assert len(seen.windows) == 2


def test_it_reads_a_real_prediction_log(natural: Reference, by: Settings, tmp_path: Path) -> None:
    log = _log(12, weeks=2)
    fields = ("id", "time", "received", "version", "score", "decision", "group", "inputs", "seconds")
    with PredictionLog.open(tmp_path) as kept:
        kept.write(
            [Logged(**{name: row[name] for name in fields}) for row in log.frame.iter_rows(named=True)],
            [
                Turned(id=row["id"], outcome=row["outcome"], received=row["time"] + DAY, time=row["time"] + DAY)
                for row in log.frame.iter_rows(named=True)
            ],
            [Call(**row) for row in log.called.iter_rows(named=True)],
        )
        from_disk = watch(kept, natural, by, (), (), _after(2))
        assert kept.predictions(task=YES_NO).height == 840
    in_memory = watch(log, natural, by, (), (), _after(2))
    for one, other in zip(from_disk.windows, in_memory.windows, strict=True):
        told, meant = one.of("gain"), other.of("gain")
        assert told is not None
        assert meant is not None
        assert told.value == pytest.approx(meant.value)


def test_a_week_of_6000_rows_is_judged_by_reading_no_more_than_was_ever_written(
    natural: Reference, by: Settings
) -> None:
    before = _log(13, weeks=5)
    step = watch(before, natural, by, (), (), _after(5))
    big = rows(MONDAY + 5 * WEEK, 7, np.random.default_rng(13), a_day=860)
    log = ListedLog(pl.concat([before.frame, big]), before.called)
    watch(log, natural, by, step.incidents, step.windows, _after(6), step.seen)
    assert big.height < log.read <= log.frame.height
