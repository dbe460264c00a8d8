import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.stats.linear import linear_average, linear_difference, linear_mean, linear_ratio

NUMBERS = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20)


def test_linear_mean_is_numpys_weighted_average() -> None:
    values, weights = np.array([1.0, 5.0, 9.0]), np.array([1.0, 2.0, 0.5])
    found = linear_mean(values, weights)
    assert found is not None
    assert found.value == pytest.approx(np.average(values, weights=weights))


def test_nothing_to_average_gives_no_number() -> None:
    assert linear_mean(np.array([])) is None
    assert linear_ratio(np.ones(3), np.zeros(3)) is None


@given(NUMBERS)
def test_influences_of_a_mean_add_up_to_zero(numbers: list[float]) -> None:
    found = linear_mean(np.array(numbers))
    assert found is not None
    assert found.influence.sum() == pytest.approx(0, abs=1e-9)


def test_influence_of_linear_ratio_is_its_derivative_by_a_rows_weight() -> None:
    top, bottom = np.array([1.0, 0.0, 2.0, 4.0]), np.array([2.0, 1.0, 0.0, 3.0])
    found = linear_ratio(top, bottom)
    assert found is not None
    for row in range(4):
        heavier = np.ones(4)
        heavier[row] += 1e-6
        moved = (top * heavier).sum() / (bottom * heavier).sum()
        assert (moved - found.value) / 1e-6 == pytest.approx(found.influence[row], abs=1e-5)


def test_a_ratio_hangs_on_the_rows_that_count_in_its_denominator() -> None:
    found = linear_ratio(np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0]))
    assert found is not None
    assert [mask.tolist() for mask in found.hangs_on] == [[True, False, True]]


def test_linear_average_and_linear_difference_act_on_values_and_influences_alike() -> None:
    rng = np.random.default_rng(1)
    first, second = linear_mean(rng.normal(size=9)), linear_mean(rng.normal(size=9))
    assert first is not None
    assert second is not None
    both = linear_average([first, second])
    apart = linear_difference(first, second)
    assert both.value == pytest.approx((first.value + second.value) / 2)
    assert both.influence == pytest.approx((first.influence + second.influence) / 2)
    assert apart.value == pytest.approx(first.value - second.value)
    assert apart.influence == pytest.approx(first.influence - second.influence)
