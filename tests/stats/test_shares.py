import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from shipworthy.stats.bounds import lower_bound, upper_bound
from shipworthy.stats.shares import exact_se


@given(st.integers(1, 300), st.data())
def test_exact_se_reaches_as_far_as_clopper_and_pearson(cases: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, cases))
    low, high = proportion_confint(hits, cases, alpha=0.10, method="beta")
    se = exact_se(hits / cases, cases, 12)
    reached = (
        lower_bound(hits / cases, se, 12) - low,
        high - upper_bound(hits / cases, se, 12),
    )
    assert max(reached) == pytest.approx(0, abs=1e-6)


def test_all_hits_of_a_few_are_far_from_certain() -> None:
    assert lower_bound(1.0, exact_se(1.0, 3, None), None) == pytest.approx(0.05 ** (1 / 3))
