"""Errors in variables, held against simulated worlds whose truth is known, and against Deming's closed form."""

import numpy as np
import pytest
from numpy.typing import NDArray

from shipworthy.stats.errors_in_variables import Slope, apart, levels, needed, slope

Table = NDArray[np.float64]


def world(
    random: np.random.Generator, rise: float, points: int = 5, periods: int = 6, noise: float = 0.5
) -> tuple[Table, Table, Table]:
    """Attempts in periods: each period has a level of its own, errors of all attempts go together."""
    first = random.normal(size=points) + 0.5 * random.normal(size=(periods, points))
    scatter = 0.3 * (random.normal(size=points) + random.normal(size=(periods, points)))
    second = rise * first + scatter + 3 * random.normal(size=(periods, 1))
    first = first + 2 * random.normal(size=(periods, 1))
    of_one = noise**2 * np.array([[1.0, 0.6], [0.6, 1.0]])
    errors = np.kron(of_one, 0.5 + 0.5 * np.eye(points))
    wrong = random.multivariate_normal(np.zeros(2 * points), errors, size=periods)
    every = np.broadcast_to(errors, (periods, 2 * points, 2 * points))
    return first + wrong[:, :points], second + wrong[:, points:], every


def found(random: np.random.Generator, rise: float, **more: float) -> Slope:
    line = slope(levels(*world(random, rise, **more)))  # type: ignore[arg-type]
    assert line is not None
    return line


@pytest.mark.slow
@pytest.mark.parametrize(("points", "noise"), [(4, 0.5), (6, 1.0)])
def test_simulated_intervals_of_the_slope_cover_the_truth(points: int, noise: float) -> None:
    random = np.random.default_rng(points)
    lines = [found(random, 1.0, points=points, noise=noise) for _ in range(120)]
    covered = np.mean([line.low <= 1.0 <= line.high for line in lines])
    assert 0.90 <= covered <= 0.985


@pytest.mark.slow
def test_simulated_chances_of_rising_come_true_as_often_as_they_say() -> None:
    random = np.random.default_rng(7)
    rises = 0.3 * np.clip(np.tan(random.uniform(-np.pi / 2, np.pi / 2, 150)), -20, 20)
    said = np.array([found(random, rise, noise=1.0).positive for rise in rises])
    sure = np.maximum(said, 1 - said)
    right = (said > 0.5) == (rises > 0)
    assert abs(right.mean() - sure.mean()) < 0.07
    assert right[sure > 0.95].mean() > 0.95


def test_what_noise_takes_off_an_ordinary_slope_is_not_missing_here() -> None:
    ordinary, ours, held = [], [], []
    for seed in range(12):
        random = np.random.default_rng(seed)
        truth = random.normal(size=24)
        x, y = truth + 0.8 * random.normal(size=24), truth + 0.1 * random.normal(size=24)
        line = slope([apart(x, y, np.diag([0.64] * 24 + [0.01] * 24))])
        assert line is not None
        ordinary.append(float(np.polyfit(x, y, 1)[0]))
        ours.append(line.value)
        held.append(line.low < 1 < line.high)
    assert np.mean(ordinary) < 0.65
    # so few points leave a little of the prior, under which no slope is as likely as any other
    assert np.mean(ours) == pytest.approx(1.0, abs=0.15)
    assert sum(held) >= 10


def test_without_scatter_and_with_equal_errors_it_is_demings_closed_form() -> None:
    random = np.random.default_rng(5)
    points = 20
    truth = random.normal(size=points)
    x, y = truth + 0.3 * random.normal(size=points), 2 * truth + 0.3 * random.normal(size=points)
    xx, yy, xy = np.var(x), np.var(y), np.mean((x - x.mean()) * (y - y.mean()))
    deming = (yy - xx + np.sqrt((yy - xx) ** 2 + 4 * xy**2)) / (2 * xy)
    line = slope([apart(x, y, 0.09 * np.eye(2 * points))])
    assert line is not None
    assert line.value == pytest.approx(deming, rel=0.03)
    assert line.positive > 0.999
    assert line.low < 2 < line.high


def test_the_share_explained_leaves_out_what_is_noise() -> None:
    random = np.random.default_rng(6)
    truth = random.normal(size=16)
    x, y = truth + 0.6 * random.normal(size=16), truth + 0.6 * random.normal(size=16)
    line = slope([apart(x, y, 0.36 * np.eye(32))])
    assert line is not None
    assert np.corrcoef(x, y)[0, 1] ** 2 < line.explained <= line.explained_high
    assert line.explained_high > 0.9, "nothing but noise keeps the two apart"


def test_numbers_that_tell_nothing_leave_both_ways_open() -> None:
    errors = np.eye(6)[None]
    line = slope(levels(np.array([[0.1, -0.2, 0.1]]), np.array([[0.2, 0.1, -0.3]]), errors))
    assert line is not None
    assert 0.2 < line.positive < 0.8
    assert slope(levels(np.ones((1, 3)), np.ones((1, 3)), errors)) is None


def test_the_number_needed_by_hand() -> None:
    line = Slope(2.0, 1.0, 4.0, 1.0, 1.0, 1.0, 1.0, np.array([1.0, 4.0]), np.array([0.5, 0.5]))
    middle, low, high = needed(line, 1.0, 2.0, np.zeros((2, 2)), 6.0)
    assert (low, high) == (2.0, 5.0)
    assert middle in (2.0, 5.0)
