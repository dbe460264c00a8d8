"""What surely is little, against the bound by SciPy and by drawing worlds in which too much is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shipworthy.measure.expendable import reaches, surely_less
from shipworthy.records.measurement import Measurement


@given(st.floats(-5, 5), st.floats(0.01, 3), st.integers(3, 50), st.floats(0.1, 5), st.integers(1, 30))
def test_it_is_the_upper_end_of_one_sided_t_shared_among_all(
    value: float, error: float, df: int, margin: float, tries: int
) -> None:
    loss = Measurement(name="loss", value=value, se=error, df=float(df))
    upper = value + stats.t.ppf(1 - 0.05 / tries, df) * error
    lower = value - stats.t.ppf(1 - 0.05 / tries, df) * error
    if abs(upper - margin) > 1e-6:
        assert surely_less(loss, margin, 0.95, tries) is bool(upper < margin)
    if abs(lower - margin) > 1e-6 and abs(upper - margin) > 1e-6:
        assert reaches(loss, margin, None, 0.95, tries) is bool(lower > margin)
        assert reaches(loss, None, margin, 0.95, tries) is bool(upper < margin)


def test_without_a_number_nothing_can_be_told() -> None:
    assert not surely_less(Measurement(name="loss", value=None), 1.0, 0.95)
    assert not surely_less(Measurement(name="loss", value=0.1), 1.0, 0.95)
    assert reaches(Measurement(name="gain", value=None), 1.0, None, 0.95) is None
    assert surely_less(Measurement(name="loss", value=0.0, se=0.0), 1.0, 0.95)


@pytest.mark.parametrize("tries", [1, 5, 20])
def test_of_many_losses_that_matter_seldom_any_passes_and_of_none_most_do(tries: int) -> None:
    random = np.random.default_rng(tries)
    worlds, rows, margin = 2_000, 200, 1.0
    passed = {1.0: 0, 0.0: 0}
    for truth in passed:
        for _ in range(worlds // tries):
            drawn = random.normal(truth, 3.0, (tries, rows))
            losses = [
                Measurement(name="loss", value=each.mean(), se=each.std(ddof=1) / rows**0.5, df=rows - 1.0)
                for each in drawn
            ]
            passed[truth] += any(surely_less(each, margin, 0.95, tries) for each in losses)
    count = worlds // tries
    assert passed[1.0] / count <= 0.05 + 3 * (0.05 * 0.95 / count) ** 0.5
    assert passed[0.0] / count > 0.9
