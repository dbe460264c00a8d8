import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestPower

from shipworthy.stats.bounds import (
    chance_of_less,
    clusters_needed,
    interval,
    lower_bound,
    quantile,
    upper_bound,
)


@given(st.floats(0.01, 0.99), st.one_of(st.none(), st.integers(1, 300)))
def test_quantile_is_scipys(probability: float, df: int | None) -> None:
    witness = stats.norm if df is None else stats.t(df)
    assert quantile(probability, df) == pytest.approx(witness.ppf(probability), abs=1e-9)


def test_interval_is_scipys_t_interval() -> None:
    assert interval(3.0, 0.7, 6, 0.9) == pytest.approx(stats.t(6, 3.0, 0.7).interval(0.9))


def test_lower_bound_and_upper_bound_are_the_ends_of_the_interval_at_twice_the_error() -> None:
    low, high = interval(3.0, 0.7, 6, 0.9)
    assert lower_bound(3.0, 0.7, 6, 0.95) == pytest.approx(low)
    assert upper_bound(3.0, 0.7, 6, 0.95) == pytest.approx(high)


@given(st.floats(-5, 5), st.floats(0.1, 3), st.integers(1, 50))
def test_chance_of_less_is_small_exactly_when_the_upper_bound_stays_below(value: float, se: float, df: int) -> None:
    limit = 1.0
    bound = upper_bound(value, se, df, 0.95)
    if abs(bound - limit) > 1e-6:
        assert (chance_of_less(value, se, df, limit) < 0.05) == (bound < limit)


def test_chance_of_less_is_the_p_value_of_scipys_t_test() -> None:
    sample = np.random.default_rng(4).normal(size=15)
    witness = stats.ttest_1samp(sample, 0.3, alternative="less").pvalue
    assert chance_of_less(sample.mean(), stats.sem(sample), 14, 0.3) == pytest.approx(witness)


def test_without_any_error_the_value_itself_decides() -> None:
    assert chance_of_less(1.0, 0.0, 3, 1.0) == 1.0
    assert chance_of_less(0.9, 0.0, 3, 1.0) == 0.0
    assert clusters_needed(1.0, 0.0, 4, 0.0) == 2


@pytest.mark.parametrize("effect", [0.15, 0.3, 0.8, 1.6])
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_clusters_needed_agrees_with_statsmodels(effect: float, power: float) -> None:
    clusters = 9
    found = clusters_needed(effect, 1 / np.sqrt(clusters), clusters, 0.0, power=power)
    witness = TTestPower().solve_power(effect_size=effect, alpha=0.05, power=power, alternative="larger")
    assert found == np.ceil(float(np.squeeze(witness)))


def test_many_clusters_are_planned_with_the_normal_distribution() -> None:
    found = clusters_needed(0.05, 0.1, 100, 0.0)
    witness = TTestPower().solve_power(effect_size=0.05, alpha=0.05, power=0.9, alternative="larger")
    assert found == pytest.approx(float(np.squeeze(witness)), rel=0.001)


@pytest.mark.parametrize(("value", "se"), [(1.0, 0.5), (2.0, 0.5), (float("nan"), 0.5), (5.0, float("nan"))])
def test_no_number_of_clusters_helps_an_estimate_that_misses_its_target(value: float, se: float) -> None:
    assert clusters_needed(value, se, 10, 2.0) is None
