"""Numbers in sentences say what they stand for, and never with an exponent."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.figures import figure


@given(st.floats(min_value=-1e12, max_value=1e12).filter(lambda value: abs(value) > 1e-3), st.integers(1, 8))
def test_it_is_the_number_to_so_many_digits(value: float, digits: int) -> None:
    told = figure(value, digits)
    assert "e" not in told
    size = 10.0 ** math.floor(math.log10(abs(value)))
    assert abs(float(told.replace(",", "")) - value) <= 0.5000001 * size * 10.0 ** (1 - digits)


@pytest.mark.parametrize(
    ("value", "told"), [(0.0, "0"), (-16_714.2, "-16,710"), (999.96, "1,000"), (float("inf"), "inf")]
)
def test_it_reads_as_people_write(value: float, told: str) -> None:
    assert figure(value) == told
