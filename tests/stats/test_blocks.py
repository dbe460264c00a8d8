"""Stretches of time, and how often intervals over them cover a known truth."""

from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import lfilter

from shipworthy.stats.blocks import blocks
from shipworthy.stats.bounds import interval
from shipworthy.stats.clusters import estimate
from shipworthy.stats.linear import linear_mean

DEVELOPMENT: Final = 1
FINAL: Final = 20_261


def alike(rows: int, alike: float, random: np.random.Generator) -> NDArray[np.float64]:
    """An autoregression of the first order around 0, in its steady state."""
    steps = random.normal(size=rows)
    steps[0] /= np.sqrt(1 - alike**2)
    return np.asarray(lfilter([1], [1, -alike], steps))


def cut(values: NDArray[np.float64], aside: int, ties: int = 1) -> NDArray[np.int64] | None:
    rows = np.arange(len(values))
    measured = rows >= len(values) - aside
    return blocks((rows // ties).astype(float), measured, values[:, None], ~measured)


def covered(aside: int, strength: float, runs: int, seed: int, *, by_rows: bool = False) -> tuple[float, float]:
    """Share of intervals of the mean that cover 0, and the mean number of stretches."""
    random, hits, counts = np.random.default_rng(seed), 0, []
    for _ in range(runs):
        values = alike(5 * aside, strength, random)
        found = None if by_rows else cut(values, aside)
        mean = linear_mean(values[-aside:])
        assert mean is not None
        told = estimate(mean, None if found is None else found[-aside:])
        assert told.se is not None
        low, high = interval(told.value, told.se, told.df)
        hits += low <= 0 <= high
        counts.append(told.clusters)
    return hits / runs, float(np.mean(counts))


@pytest.mark.parametrize("strength", [0.0, 0.3, 0.6, 0.8])
def test_intervals_over_stretches_cover_whether_neighbours_are_alike_or_not(strength: float) -> None:
    share, _ = covered(1000, strength, 400, DEVELOPMENT)
    assert 0.92 <= share <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("aside", [1000, 5000])
@pytest.mark.parametrize("strength", [0.0, 0.3, 0.6, 0.8])
def test_intervals_over_stretches_cover_the_truth_with_seeds_that_nothing_was_chosen_by(
    aside: int, strength: float
) -> None:
    share, _ = covered(aside, strength, 2000, FINAL)
    # rows so alike that 1,000 tell as much as 110: they fall a little short
    least = 0.92 if (aside, strength) == (1000, 0.8) else 0.93
    assert least <= share <= 0.97


def test_intervals_over_single_rows_do_not_cover_where_neighbours_are_alike() -> None:
    assert covered(1000, 0.6, 200, DEVELOPMENT, by_rows=True)[0] < 0.8


def test_stretches_grow_until_neighbours_are_no_longer_alike() -> None:
    assert covered(1000, 0.0, 100, DEVELOPMENT)[1] > 50
    assert covered(1000, 0.95, 100, DEVELOPMENT)[1] < 16


def test_equal_times_are_never_cut_apart_and_too_few_of_them_tell_nothing() -> None:
    values = np.random.default_rng(3).normal(size=1000)
    found = cut(values, 200, ties=10)
    assert found is not None
    assert (found.reshape(100, 10) == found[::10, None]).all()
    assert len(np.unique(found[-200:])) <= 20
    assert cut(values, 200, ties=50) is None


def test_the_order_of_rows_does_not_matter_and_rows_without_time_are_marked() -> None:
    random = np.random.default_rng(4)
    places, values = np.arange(500.0), random.normal(size=(500, 2))
    places[::7] = np.nan
    measured = np.arange(500) >= 400
    mixed = random.permutation(500)
    found = blocks(places, measured, values, ~measured)
    again = blocks(places[mixed], measured[mixed], values[mixed], ~measured[mixed])
    assert found is not None
    assert again is not None
    assert np.array_equal(found[mixed], again)
    assert np.array_equal(found == -1, np.isnan(places))


def test_values_of_the_rows_measured_are_never_looked_at() -> None:
    values = alike(1000, 0.7, np.random.default_rng(5))
    other = values.copy()
    other[-200:] = 1e9
    first, second = cut(values, 200), cut(other, 200)
    assert first is not None
    assert second is not None
    assert np.array_equal(first, second)


@given(aside=st.integers(1, 300), before=st.integers(0, 300), ties=st.integers(1, 5))
def test_stretches_follow_time(aside: int, before: int, ties: int) -> None:
    found = cut(np.zeros(before + aside), aside, ties)
    if found is not None:
        assert (np.diff(found) >= 0).all()
        assert 8 <= len(np.unique(found[before:])) <= 65
