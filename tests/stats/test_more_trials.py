"""What more trials would bring, against worlds whose truth is known."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shipworthy.stats.more_trials import FEWEST, expected_best, gain_of_more

Floats = NDArray[np.float64]
SHAPES: dict[str, Callable[[np.random.Generator, int], Floats]] = {
    "normal": lambda random, count: random.normal(size=count),
    "an edge": lambda random, count: random.uniform(size=count),
    "two knobs": lambda random, count: -(random.uniform(-1, 1, (count, 2)) ** 2).sum(axis=1),
    "four knobs": lambda random, count: -(random.uniform(-1, 1, (count, 4)) ** 2).sum(axis=1),
    "skewed": lambda random, count: -np.exp(random.normal(size=count)),
}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=7), st.data())
def test_the_expected_best_is_the_mean_over_all_ways_to_pick(scores: list[float], data: st.DataObject) -> None:
    draws = data.draw(st.integers(1, len(scores)))
    brute = np.mean([max(picked) for picked in combinations(scores, draws)])
    assert expected_best(np.sort(scores), draws) == pytest.approx(brute, abs=1e-6, rel=1e-9)


@given(
    st.lists(st.floats(-100, 100), min_size=FEWEST, max_size=40),
    st.integers(1, 200),
    st.floats(0, 10),
    st.floats(0.01, 10),
)
def test_more_trials_never_harm_and_units_do_not_matter(
    scores: list[float], more: int, noise: float, unit: float
) -> None:
    found, further = gain_of_more(scores, more, noise), gain_of_more(scores, more + 1, noise)
    assert found is not None
    assert further is not None
    assert 0 <= found <= further + 1e-9
    other = gain_of_more([unit * score + 3 for score in scores], more, unit * noise)
    assert other == pytest.approx(unit * found, rel=1e-3, abs=1e-6)


def test_nothing_is_told_of_too_few_and_nothing_expected_of_luck_alone() -> None:
    assert gain_of_more([1.0] * (FEWEST - 1), 10) is None
    random = np.random.default_rng(0)
    alike = random.normal(size=30)
    assert gain_of_more(alike.tolist(), 100, noise=2.0) == 0.0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [10, 20, 60])
def test_what_is_expected_comes_true_on_average(shape: str, count: int) -> None:
    """In simulated worlds twice the trials bring what was expected, to within a factor of two, whatever the shape."""
    random = np.random.default_rng(count)
    told: list[float] = []
    came: list[float] = []
    for _ in range(400):
        scores = SHAPES[shape](random, 2 * count)
        told.append(gain_of_more(scores[:count].tolist(), count) or 0.0)
        came.append(max(0.0, scores[count:].max() - scores[:count].max()))
    assert 0.5 < np.mean(told) / np.mean(came) < 2.0
