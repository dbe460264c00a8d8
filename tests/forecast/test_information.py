"""What knowing is worth, held against closed forms, and what must hold whatever the draws."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shipworthy.forecast.information import information
from shipworthy.foundation.errors import RequestError

DRAWS = 20_000


def _ship_or_stop(ship: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    return {"ship": ship, "stop": np.zeros(ship.size)}


def _regained(mean: float, spread: float) -> float:
    """Worth of knowing a normal worth before choosing between it and nothing (Raiffa & Schlaifer, closed form)."""
    away = -abs(mean) / spread
    return spread * (NormalDist().pdf(away) + away * NormalDist().cdf(away))


@pytest.mark.parametrize("mean", [-1.5, -0.4, 0.0, 0.8])
def test_a_normal_worth_against_nothing_is_the_closed_form(mean: float) -> None:
    first, second = np.random.default_rng(4).normal(size=(2, DRAWS))
    told = information(_ship_or_stop(mean + 2 * first + 1 * second), {"first": first, "second": second})
    assert told.best == ("ship" if told.expected > 0 else "stop")
    assert told.everything == pytest.approx(_regained(mean, math.sqrt(5)), abs=0.03)
    assert told.each["first"] == pytest.approx(_regained(mean, 2), abs=0.03)
    assert told.each["second"] == pytest.approx(_regained(mean, 1), abs=0.03)


def test_what_bends_is_found_where_a_straight_line_sees_nothing() -> None:
    off, noise = np.random.default_rng(5).normal(size=(2, DRAWS))
    told = information(_ship_or_stop(3 * (np.abs(off) - 0.8) + noise), {"off": off, "noise": noise})
    beyond = NormalDist()
    gain = 2 * 3 * (beyond.pdf(0.8) - 0.8 * beyond.cdf(-0.8))  # mean of 3 * max(|z| - 0.8, 0), from the closed form
    assert told.each["off"] == pytest.approx(gain - max(0.0, 3 * (math.sqrt(2 / math.pi) - 0.8)), abs=0.03)


def test_an_assumption_that_holds_or_not_is_counted_out() -> None:
    holds = np.repeat([1.0, 0.0], [700, 300])
    told = information(_ship_or_stop(np.where(holds == 1, 50.0, -400.0)), {"fed in time": holds})
    assert told.best == "stop"
    assert told.each == {"fed in time": pytest.approx(0.7 * 50)}
    assert told.everything == pytest.approx(35)


def test_what_does_not_matter_is_worth_nothing_and_stands_last() -> None:
    matters, idle = np.random.default_rng(6).normal(size=(2, DRAWS))
    told = information(_ship_or_stop(matters), {"idle": idle, "matters": matters})
    assert list(told.each) == ["matters", "idle"]
    assert told.each["idle"] < 0.01 < told.each["matters"]


def test_a_single_action_leaves_nothing_to_know() -> None:
    draws = np.array([1.0, -3.0, 5.0])
    told = information({"go": draws}, {"own": draws})
    assert (told.best, told.expected, told.everything, told.each) == ("go", 1.0, 0.0, {"own": 0.0})


WORTHS = st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 3), min_size=2, max_size=60)


@given(WORTHS, st.floats(-1e6, 1e6))
@settings(max_examples=60)
def test_nothing_is_worth_less_than_nothing_or_more_than_everything(
    rows: list[tuple[float, float, float]], shift: float
) -> None:
    ship, wait, known = np.array(rows).T
    told = information({"ship": ship, "wait": wait}, {"known": known})
    slack = 1e-6 * (1 + np.abs(rows).max())
    assert told.everything >= 0
    assert 0 <= told.each["known"] <= told.everything + slack
    moved = information({"ship": ship + shift, "wait": wait + shift}, {"known": known})
    assert moved.everything == pytest.approx(told.everything, abs=slack + 1e-6 * abs(shift))


@given(WORTHS)
@settings(max_examples=60)
def test_only_the_order_of_an_assumption_counts_not_its_unit(rows: list[tuple[float, float, float]]) -> None:
    ship, wait, known = np.round(np.array(rows)).T
    actions = {"ship": ship, "wait": wait}
    assert information(actions, {"a": known}).each == information(actions, {"a": 4 * known + 2}).each


@pytest.mark.parametrize(
    ("worth", "known", "says"),
    [
        ({}, np.zeros(3), "nothing to decide"),
        ({"ship": np.zeros(3)}, np.zeros(4), "belong together"),
        ({"ship": np.zeros(1)}, np.zeros(1), "belong together"),
        ({"ship": np.zeros((3, 1))}, np.zeros(3), "belong together"),
        ({"ship": np.array([1.0, math.nan])}, np.zeros(2), "a number"),
        ({"ship": np.zeros(2)}, np.array([0.0, math.inf]), "a number"),
    ],
)
def test_draws_that_do_not_fit_are_refused(
    worth: dict[str, NDArray[np.float64]], known: NDArray[np.float64], says: str
) -> None:
    with pytest.raises(RequestError, match=says):
        information(worth, {"known": known})
