"""The tests that may be looked at again and again, held against integrals and simulations."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate

from shipworthy.stats.shortfall import SENSITIVE_AT, log_alarm, log_evidence, spread_of_sums

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]

DAYS = 7
ONCE_IN = 78


@pytest.mark.parametrize(("shortfall", "spreads"), [(3.0, (1.0, 1.0)), (-2.0, (4.0,)), (0.0, (0.5, 1.0, 2.0))])
def test_the_closed_form_is_the_integral_over_how_steep_the_fall_is(
    shortfall: float, spreads: tuple[float, ...]
) -> None:
    scale = 10 / (SENSITIVE_AT * spreads[0])
    total = sum(spreads)

    def density(steep: float) -> float:
        prior = 2 / math.sqrt(2 * math.pi * scale) * math.exp(-(steep**2) / (2 * scale))
        return prior * math.exp(steep * shortfall - steep**2 * total / 2)

    by_hand = integrate.quad(density, 0, np.inf)[0]
    parts = np.zeros(len(spreads))
    parts[-1] = shortfall
    assert log_evidence(parts, np.array(spreads))[0] == pytest.approx(math.log(by_hand))


def test_the_alarm_adds_the_evidence_of_all_beginnings() -> None:
    parts, spreads = np.array([1.0, -1.0, 2.0]), np.array([1.0, 2.0, 3.0])
    assert log_alarm(parts, spreads) == pytest.approx(math.log(np.exp(log_evidence(parts, spreads)).sum()))
    assert log_alarm(parts[:0], spreads[:0]) == -math.inf


def test_huge_shortfalls_do_not_overflow() -> None:
    assert math.isfinite(log_alarm(np.full(5, 1e9), np.full(5, 1e-3)))


def _alarm_at(random: np.random.Generator, draw: Draw, steps: int, fall: float) -> int:
    """The step of the first alarm, past the last one when there is none; limit 0, variance known from the past only."""
    past = [float(value) for value in draw(random, 30)]
    parts, spreads = [], []
    for step in range(steps):
        seen = draw(random, DAYS) - fall
        expected = DAYS * float(np.var(past, ddof=1))
        parts.append(-float(seen.sum()))
        spreads.append(float(spread_of_sums(np.square(seen).sum(keepdims=True), np.array([expected]))[0]))
        past += [float(value) for value in seen]
        if log_alarm(np.array(parts), np.array(spreads)) >= math.log(ONCE_IN):
            return step
    return steps


def _bell(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    return random.normal(0.0, 1.0, count)


def _rare_and_large(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Most days a little too little, a few far too much: calm stretches look like a fall."""
    return (random.gamma(0.3, 1.0, count) - 0.3) / math.sqrt(0.3)


def _heavy(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    drawn: NDArray[np.float64] = (random.lognormal(0.0, 1.0, count) - math.exp(0.5)) / 2.16
    return drawn


SHAPES = {"bell": _bell, "rare and large": _rare_and_large, "heavy": _heavy}


@pytest.mark.parametrize("shape", SHAPES)
def test_simulated_streams_at_the_limit_raise_no_more_false_alarms_than_stated(shape: str) -> None:
    random = np.random.default_rng([20, len(shape)])
    alarms = [_alarm_at(random, SHAPES[shape], ONCE_IN, 0.0) < ONCE_IN for _ in range(150)]
    # an alarm once in 78 steps is one within 78 steps with chance 1 - 1/e
    assert np.mean(alarms) <= 1 - 1 / math.e


@pytest.mark.parametrize(("fall", "at_most"), [(0.25, 20), (0.5, 9), (1.0, 4), (2.0, 2)])
@pytest.mark.parametrize("shape", SHAPES)
def test_simulated_falls_are_found_the_sooner_the_deeper_they_are(shape: str, fall: float, at_most: int) -> None:
    random = np.random.default_rng([21, len(shape)])
    found = [_alarm_at(random, SHAPES[shape], 60, fall) + 1 for _ in range(40)]
    assert np.median(found) <= at_most
