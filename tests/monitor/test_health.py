"""A sick system: planted slowness and errors are found, bursts on a busy machine are not."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from shipworthy.monitor.health import TYPICAL, Health, health
from shipworthy.monitor.windows import Stretch
from shipworthy.records.window import Window
from tests.monitor.samples import DAY, MONDAY, WEEK, calls, no_calls, rows, settings

CALLS = 7 * 20


def _stretch(week: int) -> Stretch:
    return Stretch(MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK)


def _usual(random: np.random.Generator) -> NDArray[np.float64]:
    """A busy laptop: mostly 5 ms, now and then three or four times that."""
    return random.gamma(2.0, 0.0025, CALLS) + 0.002


def _look(
    week: int, seconds: NDArray[np.float64], earlier: Sequence[Window] = (), called: pl.DataFrame | None = None
) -> Health:
    made = calls(MONDAY + week * WEEK, seconds) if called is None else called
    answered = rows(MONDAY + week * WEEK, 7, np.random.default_rng(week), a_day=20)
    return health(made, answered, _stretch(week), earlier, settings())


def _window(week: int, seen: Health) -> Window:
    stretch = _stretch(week)
    return Window(start=stretch.start, end=stretch.end, judged=True, measurements=seen.measurements)


def _history(weeks: int, seed: int = 3) -> list[Window]:
    random = np.random.default_rng(seed)
    found: list[Window] = []
    for week in range(weeks):
        found.append(_window(week, _look(week, _usual(random), found)))
    return found


def test_latencies_are_quantiles_with_their_ends() -> None:
    seconds = _usual(np.random.default_rng(1))
    told = {one.name: one for one in _look(0, seconds).measurements}
    assert told["latency_p50"].value == pytest.approx(np.quantile(seconds, 0.5, method="inverted_cdf"))
    assert told["latency_p99"].value == pytest.approx(np.quantile(seconds, 0.99, method="inverted_cdf"))
    assert told["latency_p99"].low is not None
    assert told["latency_p99"].low < 0.03
    assert (told["latency_p99"].unit, told["latency_p99"].n) == ("s", CALLS)
    assert told["errors"].value == 0.0
    by_day = [np.quantile(seconds[i : i + 20], 0.9, method="higher") for i in range(0, CALLS, 20)]
    assert told[TYPICAL].value == pytest.approx(np.median(by_day))


@pytest.mark.parametrize("week", [0, 1, 8])
def test_a_week_in_which_all_calls_take_100_ms_longer_is_always_slow(week: int) -> None:
    for seed in range(20):
        seconds = _usual(np.random.default_rng(seed)) + 0.1
        (symptom,) = _look(week, seconds, _history(week)).symptoms
        assert symptom.kind == "slow"
        assert symptom.since == MONDAY + week * WEEK
        assert "ms" in symptom.says


def test_a_server_that_grows_slow_on_wednesday_is_slow_since_wednesday() -> None:
    seconds = _usual(np.random.default_rng(5))
    seconds[40:] += 0.1
    (symptom,) = _look(4, seconds, _history(4)).symptoms
    assert symptom.since == MONDAY + 4 * WEEK + 2 * DAY


def test_half_a_year_on_a_busy_machine_with_bursts_is_healthy() -> None:
    random = np.random.default_rng(7)
    found: list[Window] = []
    for week in range(26):
        seconds = _usual(random)
        burst = int(random.integers(0, CALLS - 25))
        seconds[burst : burst + 25] += random.exponential(0.02, 25)  # more than a day of calls, slow together
        seconds[random.integers(0, CALLS, 4)] += 0.05
        seen = _look(week, seconds, found)
        assert seen.symptoms == ()
        found.append(_window(week, seen))


def test_a_limit_that_is_broken_from_the_start_is_told_even_though_it_is_usual() -> None:
    random = np.random.default_rng(8)
    found: list[Window] = []
    for week in range(3):
        seen = _look(week, _usual(random) + 0.03, found)
        assert [each.kind for each in seen.symptoms] == ["slow"]
        found.append(_window(week, seen))


def test_without_a_stated_limit_nothing_is_too_slow() -> None:
    made = calls(MONDAY, np.full(CALLS, 3.0))
    answered = rows(MONDAY, 7, np.random.default_rng(1))
    assert health(made, answered, _stretch(0), (), settings(latency_p99=None)).symptoms == ()


def _some_failing(share: float, seed: int, count: int = 1000) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    made = calls(MONDAY, np.full(count, 0.004), a_day=count // 7 + 1)
    times = pl.Series([MONDAY + i * WEEK / count for i in range(count)], dtype=pl.Datetime("us", "UTC"))
    failed = random.uniform(size=count) < share
    return made.with_columns(time=times, received=times, status=pl.Series(np.where(failed, 503, 200), dtype=pl.Int64))


def test_five_calls_in_a_hundred_answered_by_an_error_are_always_told() -> None:
    for seed in range(40):
        symptoms = _look(0, np.zeros(0), called=_some_failing(0.05, seed)).symptoms
        assert [each.kind for each in symptoms] == ["errors"]
    assert "in 100 calls" in symptoms[0].says


def test_errors_as_rare_as_is_put_up_with_are_told_as_rarely_as_stated() -> None:
    told = [bool(_look(0, np.zeros(0), called=_some_failing(0.001, seed)).symptoms) for seed in range(400)]
    assert np.mean(told) <= settings().alarms_per_window(2) + 2 * np.sqrt(settings().alarms_per_window(2) / 400)


def test_calls_refused_by_the_clients_own_fault_are_no_errors() -> None:
    made = _some_failing(0.2, 1).with_columns(pl.col("status").replace(503, 422))
    assert _look(0, np.zeros(0), called=made).symptoms == ()


def _stood_in(why: str, calls_: int) -> Health:
    answered = rows(MONDAY, 7, np.random.default_rng(1), a_day=20)
    among = pl.int_range(pl.len()) < calls_
    answered = answered.with_columns(
        route=pl.when(among).then(pl.lit("fallback")).otherwise(pl.col("route")),
        why=pl.when(among).then(pl.lit(why)).otherwise(pl.col("why")),
    )
    return health(calls(MONDAY, np.full(CALLS, 0.004)), answered, _stretch(0), (), settings())


@pytest.mark.parametrize(
    "why", ["the model failed: ValueError: no", "the model did not answer within 0.5 s", "the model gave no number"]
)
def test_a_model_that_raises_hangs_or_gives_nothing_is_a_sick_system(why: str) -> None:
    seen = _stood_in(why, 7)
    assert [each.kind for each in seen.symptoms] == ["errors"]
    assert next(one for one in seen.measurements if one.name == "failures").value == pytest.approx(0.05)
    assert {one.slice["why"] for one in seen.measurements if one.name == "fallback"} == {"the model gave no answer"}


def test_a_fallback_that_was_engaged_on_purpose_is_no_symptom() -> None:
    seen = _stood_in("weather.pressure is broken", 140)
    assert seen.symptoms == ()
    assert {one.slice["why"] for one in seen.measurements if one.name == "fallback"} == {"it was meant to"}


def test_a_window_without_calls_says_nothing() -> None:
    empty = rows(MONDAY, 1, np.random.default_rng(1)).clear()
    assert health(no_calls(), empty, _stretch(0), (), settings()) == Health((), ())
