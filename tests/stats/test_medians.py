import numpy as np
import pytest
from scipy import stats

from shipworthy.stats.bounds import interval
from shipworthy.stats.clusters import estimate
from shipworthy.stats.medians import linear_median, middle


def test_median_is_numpys_and_weights_count_as_rows() -> None:
    rng = np.random.default_rng(41)
    for size in (1, 2, 7, 40):
        values, times = rng.normal(size=size), rng.integers(1, 4, size)
        assert middle(values) == pytest.approx(np.median(values))
        assert middle(values, times.astype(float)) == pytest.approx(np.median(np.repeat(values, times)))
    assert middle(np.array([])) is None
    assert linear_median(np.array([1.0]), np.array([0.0])) is None


@pytest.mark.parametrize("family", [stats.norm, stats.expon, stats.t(3)])
def test_standard_error_is_the_one_of_the_closed_form(family: stats.rv_continuous) -> None:
    values = family.rvs(size=20_000, random_state=42)
    found = linear_median(values)
    assert found is not None
    assert found.influence.sum() == pytest.approx(0, abs=1e-9)
    density = float(family.pdf(family.ppf(0.5)))
    assert estimate(found).se == pytest.approx(1 / (2 * density * np.sqrt(20_000)), rel=0.06)


@pytest.mark.parametrize(("clusters", "size"), [(200, 1), (40, 20)])
def test_intervals_of_simulated_medians_cover_the_truth(clusters: int, size: int) -> None:
    rng = np.random.default_rng(20_261_121)
    codes, covered, runs = np.repeat(np.arange(clusters), size), 0, 1000
    truth = float(np.median(np.abs(rng.normal(0, np.sqrt(1.25), 2_000_000))))
    for _ in range(runs):
        values = np.abs(rng.normal(0, 0.5, clusters)[codes] + rng.normal(size=len(codes)))
        linear = linear_median(values)
        assert linear is not None
        found = estimate(linear, codes)
        assert found.se is not None
        low, high = interval(found.value, found.se, found.df)
        covered += low <= truth <= high
    assert 0.93 <= covered / runs <= 0.97
