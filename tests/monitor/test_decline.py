"""Falls in value and performance: found in simulations with a known truth, as rarely false as stated."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.monitor.decline import TESTS, Fall, falls
from shipworthy.monitor.limits import limits
from shipworthy.monitor.settings import Settings
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import Task, Worth
from shipworthy.records.window import Window
from tests.monitor.samples import WEEK, gain_window, promise, settings

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]
QUARTER = 13


def _bell(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    return random.normal(0.0, 0.2, count)


def _stormy(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Most days bring a little less than the mean, a few far more."""
    return (random.gamma(0.3, 1.0, count) - 0.3) / math.sqrt(0.3) * 0.2


SHAPES = {"bell": _bell, "stormy": _stormy}


def _aside(draw: Draw, random: np.random.Generator, mean: float) -> Measurement:
    gain = gain_window(0, mean + draw(random, 30)).of("gain")
    assert gain is not None
    return gain


def _stream(draw: Draw, random: np.random.Generator, means: list[float]) -> tuple[list[Window], Settings]:
    """Weeks whose days bring these means a row; 0.2 a row, 20 for 100 rows, are the goal."""
    windows = [gain_window(week, mean + draw(random, 7)) for week, mean in enumerate(means)]
    return windows, settings(target=20.0, promise=promise(26.0, 20.0), aside=(_aside(draw, random, means[0]),))


@pytest.mark.parametrize("shape", SHAPES)
def test_streams_that_bring_just_what_is_asked_raise_no_more_false_alarms_than_stated(shape: str) -> None:
    random = np.random.default_rng([1, len(shape)])
    quarters = 200 * 2
    alarms = 0
    for _ in range(200):
        windows, by = _stream(SHAPES[shape], random, [0.2] * 2 * QUARTER)
        alarms += len(falls(windows, by))
    # a third of one alarm a quarter is the model's, and half of that the value's
    assert alarms / quarters <= 1 / 3 / TESTS


@pytest.mark.parametrize("shape", SHAPES)
def test_streams_that_bring_what_was_promised_are_hardly_ever_called_fallen(shape: str) -> None:
    random = np.random.default_rng([2, len(shape)])
    alarms = sum(len(falls(*_stream(SHAPES[shape], random, [0.35] * 2 * QUARTER))) for _ in range(60))
    assert alarms <= 1


@pytest.mark.parametrize(("fallen_to", "weeks"), [(0.1, 12), (0.0, 5), (-0.2, 3)])
@pytest.mark.parametrize("shape", SHAPES)
def test_falls_are_found_the_sooner_the_deeper_and_dated_near_the_truth(
    shape: str, fallen_to: float, weeks: int
) -> None:
    random = np.random.default_rng([3, len(shape)])
    delays, dates = [], []
    for _ in range(30):
        windows, by = _stream(SHAPES[shape], random, [0.3] * 8 + [fallen_to] * 30)
        after = [fall for fall in falls(windows, by) if fall.noticed.start >= windows[8].start]
        if after:
            delays.append((after[0].noticed.start - windows[8].start) / WEEK + 1)
            dates.append(abs((after[0].since.start - windows[8].start) / WEEK))
    assert len(delays) >= 27
    assert np.median(delays) <= weeks
    assert np.median(dates) <= 2


def test_a_fall_lasts_until_windows_are_back_and_a_second_one_is_another() -> None:
    random = np.random.default_rng(4)
    windows, by = _stream(_bell, random, [0.3] * 6 + [-0.1] * 8 + [0.35] * 8 + [-0.1] * 6)
    first, second = falls(windows, by)
    assert first.kind == second.kind == "value"
    assert first.since.start == windows[6].start
    assert first.until is not None
    assert first.back is not None
    assert abs((first.until.start - windows[14].start) / WEEK) <= 1
    assert first.back.start < windows[20].start
    assert second.until is None


def test_one_good_week_does_not_end_a_fall() -> None:
    windows, by = _stream(_bell, np.random.default_rng(5), [0.3] * 6 + [-0.1] * 6 + [0.6] + [-0.1] * 6)
    (fall,) = falls(windows, by)
    assert fall.until is None


def test_what_is_noticed_depends_on_nothing_that_comes_later() -> None:
    windows, by = _stream(_stormy, np.random.default_rng(6), [0.3] * 6 + [-0.1] * 8 + [0.4] * 8)
    whole = falls(windows, by)
    for count in range(len(windows) + 1):
        known = [fall for fall in whole if fall.noticed in windows[:count]]
        told = falls(windows[:count], by)
        assert [fall.since for fall in told] == [fall.since for fall in known]


def test_a_new_version_is_judged_by_its_own_windows() -> None:
    windows, by = _stream(_bell, np.random.default_rng(7), [0.3] * 4 + [0.14] * 8)
    changed = [structs.replace(one, versions=(1 if week < 8 else 2,)) for week, one in enumerate(windows)]
    assert len(falls(windows, by)) == 1
    assert falls(changed, by) == ()


def test_without_goal_promise_or_rows_kept_aside_nothing_can_fall() -> None:
    windows, _ = _stream(_bell, np.random.default_rng(8), [0.3] * 4 + [-1.0] * 8)
    assert limits(settings()) == ()
    assert falls(windows, settings()) == ()
    assert falls((), settings(target=20.0)) == ()


def test_the_least_that_was_promised_binds_when_it_is_more_than_the_goal() -> None:
    sure, unsure = settings(target=20.0, promise=promise(60.0, 5.0)), settings(target=20.0, promise=promise(60.0, 50.0))
    assert limits(sure)[0].value == pytest.approx(60 - 2.262 * 5, abs=0.01)
    assert limits(unsure)[0].value == 20.0


def test_rows_answered_by_the_fallback_are_no_fault_of_the_model() -> None:
    windows, by = _stream(_bell, np.random.default_rng(9), [0.3] * 16)
    mixed = []
    for window in windows:
        gain = window.of("gain")
        assert gain is not None
        of_model = structs.replace(gain, slice={"route": "model"})
        mixed.append(structs.replace(window, measurements=(structs.replace(gain, value=-40.0), of_model)))
    assert falls(mixed, by) == ()


def _ranked(value: float, random: np.random.Generator, name: str = "roc_auc", direction: str = "up") -> Measurement:
    days = value + random.normal(0, 0.04, 7)
    se = float(days.std(ddof=1)) / math.sqrt(7)
    number = Measurement(name=name, value=float(days.mean()), se=se, n=350, clusters=7, df=6.0)
    return structs.replace(number, direction=direction)


def _aside_ranked(value: float, name: str = "roc_auc", direction: str = "up") -> Measurement:
    number = Measurement(name=name, value=value, se=0.01, n=1500, clusters=30, df=29.0)
    return structs.replace(number, direction=direction)


def _with_ranking(
    rankings: list[float], gains: list[float], seed: int, **changes: object
) -> tuple[tuple[Fall, ...], list[Window]]:
    random = np.random.default_rng(seed)
    windows = [
        gain_window(week, gain + random.normal(0, 0.5, 7), ranking=_ranked(value, random))
        for week, (value, gain) in enumerate(zip(rankings, gains, strict=True))
    ]
    return falls(windows, settings(aside=(_aside_ranked(0.8),), **changes)), windows


def test_a_ranking_that_falls_while_decisions_bring_too_little_is_a_fall_in_value() -> None:
    (fall,), windows = _with_ranking([0.8] * 6 + [0.66] * 6, [0.3] * 6 + [0.05] * 6, 1, target=20.0)
    assert fall.kind == "value"
    assert fall.shown_by.name == "roc_auc"
    assert abs((fall.since.start - windows[6].start) / WEEK) <= 1


def test_a_ranking_that_falls_while_decisions_bring_enough_is_none() -> None:
    found, _ = _with_ranking([0.8] * 6 + [0.66] * 6, [1.0] * 12, 2, target=20.0)
    assert found == ()


def test_without_goal_a_ranking_that_falls_is_a_fall_in_performance_until_it_is_back() -> None:
    found, _ = _with_ranking([0.8] * 6 + [0.66] * 6 + [0.81] * 6, [0.0] * 18, 3)
    assert [(fall.kind, fall.until is not None) for fall in found] == [("performance", True)]


def test_rankings_that_stay_as_on_the_rows_kept_aside_raise_no_more_alarms_than_stated() -> None:
    alarms = sum(len(_with_ranking([0.8] * QUARTER, [0.0] * QUARTER, seed)[0]) for seed in range(150))
    assert alarms / 150 <= 1 / 3 / TESTS


def test_errors_that_grow_are_a_fall_too() -> None:
    random = np.random.default_rng(11)
    by = Settings(
        task=Task(kind="regression"),
        worth=Worth(agreed=False),
        metrics=("mean_absolute_error",),
        aside=(_aside_ranked(1.0, "mean_absolute_error", "down"),),
    )
    numbers = [_ranked(1.0 if week < 6 else 1.2, random, "mean_absolute_error", "down") for week in range(12)]
    windows = [
        structs.replace(gain_window(i, random.normal(0, 1, 7)), measurements=(n,)) for i, n in enumerate(numbers)
    ]
    (fall,) = falls(windows, by)
    assert fall.kind == "performance"
    assert abs((fall.since.start - windows[6].start) / WEEK) <= 1


def test_windows_that_cannot_tell_are_passed_over() -> None:
    windows, by = _stream(_bell, np.random.default_rng(12), [0.3] * 6 + [-0.2] * 8)
    holes = [structs.replace(one, measurements=()) if i % 3 == 1 else one for i, one in enumerate(windows)]
    (fall,) = falls(holes, by)
    assert abs((fall.since.start - windows[6].start) / WEEK) <= 1


def test_windows_without_any_scatter_do_not_break_the_arithmetic() -> None:
    windows = [gain_window(week, np.full(7, 0.2 if week < 4 else -0.2)) for week in range(10)]
    (fall,) = falls(windows, settings(target=20.0))
    assert fall.since.start == windows[4].start
