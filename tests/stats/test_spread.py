"""A stated range holds nine of ten values."""

import pytest
from scipy import stats

from shipworthy.stats.spread import SIDE, spread


def test_nine_of_ten_values_lie_in_the_range() -> None:
    told = stats.norm(300, spread(100, 500))
    assert told.cdf(500) - told.cdf(100) == pytest.approx(0.9)
    assert stats.norm.ppf(0.95) == pytest.approx(SIDE)
