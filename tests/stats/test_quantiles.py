"""Quantile intervals and the exact binomial test, held against scipy and simulations."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shipworthy.stats.quantiles import chance_of_as_many, quantile_range


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200), st.floats(0.01, 0.99))
def test_a_quantile_is_that_of_numpy_and_lies_within_its_ends(values: list[float], share: float) -> None:
    found = quantile_range(np.array(values), share)
    assert found is not None
    assert found.value in values
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.high >= found.value
    assert np.mean(np.array(values) <= found.value) >= share - 1e-9


def test_the_ends_are_those_of_scipy() -> None:
    values = np.random.default_rng(4).exponential(size=300)
    for share in (0.5, 0.9):
        found = quantile_range(values, share)
        theirs: Any = stats.quantile_test(values, p=share).confidence_interval(0.95)
        assert found is not None
        assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_simulated_intervals_cover_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(5)
    truth = -np.log(0.01)
    hits = [
        found.low <= truth <= found.high
        for _ in range(400)
        if (found := quantile_range(random.exponential(size=800), 0.99)) and found.low and found.high
    ]
    assert len(hits) == 400
    assert np.mean(hits) >= 0.95 - 2 * 0.011


def test_a_small_sample_has_no_upper_end_and_an_empty_one_no_quantile() -> None:
    small = quantile_range(np.arange(20.0), 0.99)
    assert small is not None
    assert small.high is None
    assert quantile_range(np.zeros(0), 0.5) is None


@given(st.integers(0, 50), st.integers(50, 500), st.floats(0.001, 0.5))
def test_as_many_hits_are_as_surprising_as_scipy_says(hits: int, cases: int, share: float) -> None:
    theirs = stats.binomtest(hits, cases, share, alternative="greater").pvalue
    assert chance_of_as_many(hits, cases, share) == pytest.approx(theirs, abs=1e-12)
