"""From troubles to incidents: one matter keeps its name, ends when it is over, and costs what it cost."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from msgspec import structs

from shipworthy.monitor.causes import (
    INCIDENT,
    Trouble,
    carry_on,
    incidents_of_model,
    troubled,
    troubles,
    with_cost,
)
from shipworthy.monitor.decline import falls
from shipworthy.monitor.feeds import Broken
from shipworthy.monitor.health import Symptom
from shipworthy.monitor.windows import Stretch
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from tests.monitor.samples import DAY, MONDAY, WEEK, gain_window, promise, settings


def _stretch(week: int) -> Stretch:
    return Stretch(MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK)


def _feed(since: datetime, until: datetime | None = None, kind: str = "outside") -> Broken:
    return Broken(
        where="weather.heat",
        kind=kind,  # type: ignore[arg-type]
        since=since,
        until=until,
        share=1.0,
        says="heat comes in another unit",
        next_step="ask the vendor",
    )


def _slow(since: datetime, kind: str = "slow") -> Symptom:
    return Symptom(kind, since, "answers took 120 ms", "look at the machine", ())  # type: ignore[arg-type]


def _through(weeks: dict[int, tuple[Trouble, ...]], count: int) -> tuple[Incident, ...]:
    found: tuple[Incident, ...] = ()
    for week in range(count):
        stretch = _stretch(week)
        found = carry_on(found, weeks.get(week, ()), stretch, stretch.end)
    return found


def test_a_broken_feed_is_the_data_and_a_sick_server_the_system() -> None:
    since = MONDAY + DAY
    incidents = _through({0: troubles([_feed(since)], [_slow(since)])}, 1)
    assert [(one.named, one.kind) for one in incidents] == [("data: weather.heat", "outside"), ("system", "slow")]
    assert [one.id for one in incidents] == [
        "data.weather.heat.outside.2024-01-02T00:00",
        "system.server.slow.2024-01-02T00:00",
    ]
    assert all(one.says.endswith(".") and one.noticed == MONDAY + WEEK for one in incidents)


def test_an_incident_keeps_its_name_while_it_lasts_and_ends_with_the_first_sound_window() -> None:
    first, later = MONDAY + DAY, MONDAY + WEEK
    weeks = {0: troubles([], [_slow(first)]), 1: troubles([], [_slow(later)])}
    (lasting,) = _through(weeks, 2)
    assert (lasting.since, lasting.until) == (first, None)
    (over,) = _through(weeks, 3)
    assert (over.id, over.until) == (lasting.id, MONDAY + 2 * WEEK)
    weeks[3] = troubles([], [_slow(MONDAY + 3 * WEEK)])
    assert [one.until for one in _through(weeks, 4)] == [MONDAY + 2 * WEEK, None]


def test_a_feed_that_is_mended_within_the_week_ends_then() -> None:
    until = MONDAY + 3 * DAY
    (over,) = _through({0: troubles([_feed(MONDAY + DAY, until)], [])}, 2)
    assert over.until == until


def test_a_feed_that_goes_on_in_another_way_is_the_same_matter() -> None:
    weeks = {
        0: troubles([_feed(MONDAY + DAY)], []),
        1: troubles([_feed(MONDAY + WEEK, MONDAY + 9 * DAY, "shift")], []),
    }
    (one,) = _through(weeks, 3)
    assert (one.kind, one.until) == ("outside", MONDAY + 9 * DAY)


def test_a_server_that_is_slow_and_fails_has_two_troubles() -> None:
    weeks = {0: troubles([], [_slow(MONDAY), _slow(MONDAY, "errors")])}
    assert len(_through(weeks, 1)) == 2


def test_seeing_the_same_stretch_twice_changes_nothing() -> None:
    seen = troubles([_feed(MONDAY + DAY)], [_slow(MONDAY)])
    once = carry_on((), seen, _stretch(0), MONDAY + WEEK)
    assert carry_on(once, seen, _stretch(0), MONDAY + WEEK) == once


def test_a_stretch_is_troubled_by_what_shares_a_moment_with_it() -> None:
    incidents = _through({0: troubles([_feed(MONDAY + DAY, MONDAY + 2 * DAY)], [])}, 1)
    assert troubled(_stretch(0), incidents) == incidents
    assert troubled(_stretch(1), incidents) == ()
    lasting = _through({0: troubles([_feed(MONDAY + DAY)], [])}, 1)
    assert troubled(_stretch(5), lasting) == lasting


def _gain(value: float, se: float, n: int, incident: Incident) -> Measurement:
    gain = Measurement(name="gain", value=value, se=se, n=n, unit="EUR", per=100.0, direction="up")
    return structs.replace(gain, slice={INCIDENT: incident.id})


def test_the_cost_is_what_the_rows_concerned_brought_less_than_was_promised() -> None:
    (incident,) = _through({0: troubles([_feed(MONDAY)], [])}, 1)
    windows = [
        structs.replace(gain_window(week, np.full(7, 9.0)), measurements=(_gain(*told, incident),))
        for week, told in enumerate([(5.0, 3.0, 1000), (-10.0, 4.0, 500)])
    ]
    cost = with_cost(incident, windows, settings(promise=promise(20.0))).cost
    assert cost is not None
    # by hand: 15 less for each of 10 hundreds, 30 less for each of 5
    assert cost.value == pytest.approx(15 * 10 + 30 * 5)
    assert cost.se == pytest.approx(np.hypot(3 * 10, 4 * 5))
    assert cost.low is not None
    assert cost.high is not None
    assert cost.low < 300 < cost.high
    assert (cost.unit, cost.per, cost.n) == ("EUR", 1.0, 1500)


def test_without_promise_the_cost_is_held_against_sound_windows_before() -> None:
    (incident,) = _through({2: troubles([_feed(MONDAY + 2 * WEEK)], [])}, 3)
    sound = [gain_window(week, np.array([0.3, 0.1] * 3)) for week in range(2)]
    ill = structs.replace(sound[0], measurements=(_gain(5.0, 3.0, 1000, incident),))
    cost = with_cost(incident, [*sound, ill], settings()).cost
    assert cost is not None
    assert cost.value == pytest.approx((20 - 5) * 10)
    assert with_cost(incident, [ill], settings()).cost is None


def test_a_fall_is_told_in_money_with_its_dates_and_its_cause() -> None:
    random = np.random.default_rng(1)
    means = [0.3] * 5 + [0.05] * 6
    windows = [gain_window(week, mean + random.normal(0, 0.1, 7)) for week, mean in enumerate(means)]
    by = settings(target=20.0, promise=promise(26.0, 20.0))
    (incident,) = incidents_of_model(falls(windows, by), windows, (), by)
    assert (incident.cause, incident.kind, incident.until) == ("model", "value", None)
    assert incident.id == "model.value.2024-02-05T00:00"
    assert incident.noticed > incident.since + WEEK
    for words in ("Since 5 February 2024", "EUR per 100 cases", "26 EUR were promised", "no feed is broken"):
        assert words in incident.says
    assert incident.cost is not None
    assert incident.cost.value is not None
    during = windows[5:]
    by_hand = sum((26 - (one.value or 0)) * one.n / 100 for window in during if (one := window.of("gain")))
    assert incident.cost.value == pytest.approx(by_hand)
    assert {one.name for one in incident.measurements} == {"gain", "promised"}


def test_what_was_done_about_a_fall_stays_with_it() -> None:
    random = np.random.default_rng(1)
    windows = [gain_window(week, random.normal(0.3 if week < 5 else 0.0, 0.1, 7)) for week in range(10)]
    by = settings(target=20.0, promise=promise(26.0, 20.0))
    found = falls(windows, by)
    (incident,) = incidents_of_model(found, windows, (), by)
    known = structs.replace(incident, did=("retrained",))
    assert incidents_of_model(found, windows, (known,), by) == (known,)


def test_a_fall_that_is_over_says_so_in_the_past() -> None:
    random = np.random.default_rng(2)
    means = [0.3] * 5 + [-0.05] * 6 + [0.4] * 6
    windows = [gain_window(week, mean + random.normal(0, 0.1, 7)) for week, mean in enumerate(means)]
    by = settings(target=20.0)
    (incident,) = incidents_of_model(falls(windows, by), windows, (), by)
    assert incident.until is not None
    assert abs(incident.until - (MONDAY + 11 * WEEK)) <= WEEK
    assert incident.says.startswith("From ")
    assert "no feed was broken" in incident.says
    assert incident.cost is None  # nothing was promised


def test_a_trouble_of_another_place_is_another_matter() -> None:
    (incident,) = _through({0: troubles([_feed(MONDAY)], [])}, 1)
    other = structs.replace(_feed(MONDAY), where="weather.wind")
    seen = carry_on((incident,), troubles([_feed(MONDAY + WEEK), other], []), _stretch(1), MONDAY + 2 * WEEK)
    assert [one.where for one in seen] == ["weather.heat", "weather.wind"]
    assert timedelta(0) == seen[0].since - MONDAY
