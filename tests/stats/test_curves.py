from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import curve_fit

from shipworthy.stats.curves import fit_learning_curve

Law = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def draw_law(rng: np.random.Generator, first: float, kind: str) -> Law:
    power = rng.uniform(0.2, 1.2)
    if kind == "pow":
        slope = rng.uniform(0.02, 0.3) * first**power
        return lambda sizes: 0.9 - slope * sizes**-power
    turn = first * rng.uniform(1, 8)
    return lambda sizes: (0.5 * turn**power + 0.9 * sizes**power) / (turn**power + sizes**power)


@pytest.mark.parametrize(("kind", "points", "error"), [("pow", 5, 0.005), ("pow", 8, 0.01), ("mmf", 6, 0.005)])
def test_the_gain_from_twice_the_data_falls_into_its_interval(kind: str, points: int, error: float) -> None:
    rng = np.random.default_rng(20_261_004)
    covered = told = 0
    for _ in range(200):
        sizes = rng.choice([50.0, 200.0, 1000.0]) * 2.0 ** np.arange(points)
        law = draw_law(rng, sizes[0], kind)
        scores = law(sizes) + rng.normal(0, error, points)
        curve = fit_learning_curve(list(sizes), list(scores), [error] * points)
        if curve is not None:
            gain = curve.gain()
            truth = law(sizes[-1:] * 2) - law(sizes[-1:])
            told += 1
            covered += bool(gain.low <= truth[0] <= gain.high)
    assert told >= 190
    assert 0.90 <= covered / told <= 1.0


def test_a_clean_curve_is_continued_as_nonlinear_least_squares_continues_it() -> None:
    sizes = 100 * 2.0 ** np.arange(8)
    scores = 0.9 - 3 * sizes**-0.6
    curve = fit_learning_curve(list(sizes), list(scores), [1e-4] * 8)
    assert curve is not None
    (top, slope, power), _ = curve_fit(lambda n, a, b, d: a - b * n**-d, sizes, scores, p0=(0.8, 2, 0.5))
    assert curve.at([25_600, 51_200]) == pytest.approx(top - slope * np.array([25_600, 51_200]) ** -power, abs=5e-4)


def test_a_level_curve_expects_next_to_nothing_from_more_data() -> None:
    curve = fit_learning_curve([100, 200, 400, 800, 1600], [0.8, 0.801, 0.799, 0.8, 0.8], [0.002] * 5)
    assert curve is not None
    gain = curve.gain()
    assert gain.low == pytest.approx(0, abs=1e-6)
    assert gain.high < 0.01


@pytest.mark.parametrize(
    "scores",
    [
        [0.9, 0.85, 0.8, 0.75, 0.7],
        [0.6, 0.9, 0.5, 0.9, 0.6],
        [0.6, 0.7, float("nan"), 0.8, 0.9],
    ],
    ids=["falls", "jumps", "not a number"],
)
def test_a_curve_that_misbehaves_cannot_be_continued(scores: list[float]) -> None:
    assert fit_learning_curve([100, 200, 400, 800, 1600], scores, [0.01] * 5) is None


def test_three_sizes_are_too_few_for_a_curve() -> None:
    assert fit_learning_curve([100, 200, 400], [0.5, 0.6, 0.65], [0.01] * 3) is None


def test_errors_must_be_known() -> None:
    assert fit_learning_curve([1, 2, 4, 8], [0.5, 0.6, 0.65, 0.66], [0.0] * 4) is None
