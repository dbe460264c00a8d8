import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from shipworthy.stats.holm import holm


@pytest.mark.parametrize("tests", [1, 2, 7, 60])
def test_holm_is_that_of_statsmodels(tests: int) -> None:
    p_values = np.random.default_rng(tests).random(tests) ** 3
    assert holm(list(p_values)) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_equal_p_values_stay_equal() -> None:
    assert holm([0.02, 0.5, 0.02]) == pytest.approx([0.06, 0.5, 0.06])


def test_no_tests_need_no_adjustment() -> None:
    assert holm([]).tolist() == []
