import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from shipworthy.stats.bounds import interval
from shipworthy.stats.clusters import estimate
from shipworthy.stats.linear import Linearised, linear_mean, linear_ratio


def mean_of(values: NDArray[np.float64]) -> Linearised:
    found = linear_mean(values)
    assert found is not None
    return found


def test_estimate_of_single_rows_is_the_textbook_standard_error() -> None:
    values = np.random.default_rng(2).normal(size=40)
    found = estimate(mean_of(values))
    assert found.se == pytest.approx(values.std(ddof=1) / np.sqrt(40))
    assert (found.df, found.clusters, found.n) == (39, 40, 40)


def test_estimate_agrees_with_the_cluster_robust_error_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    clusters = np.arange(204) % 12
    values = rng.normal(size=204) + rng.normal(size=12)[clusters]
    found = estimate(mean_of(values), clusters)
    fit = sm.OLS(values, np.ones(204)).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    assert found.se == pytest.approx(fit.bse[0])
    assert found.df == 11


def test_estimate_of_unequal_clusters_is_bell_and_mccaffreys_by_hand() -> None:
    rng = np.random.default_rng(4)
    clusters = np.repeat(np.arange(5), [2, 3, 5, 9, 21])
    values = rng.normal(size=40) + rng.normal(size=5)[clusters]
    found = estimate(mean_of(values), clusters)
    left, total = values - values.mean(), 0.0
    for each in range(5):
        here = clusters == each
        hat = np.full((here.sum(), here.sum()), 1 / 40)
        size, directions = np.linalg.eigh(np.eye(here.sum()) - hat)
        total += float(np.sum(directions @ np.diag(size**-0.5) @ directions.T @ left[here]) ** 2)
    assert found.se == pytest.approx(np.sqrt(total) / 40)
    assert found.df == pytest.approx(40**2 / (4 + 9 + 25 + 81 + 441) - 1)
    assert (found.clusters, found.scarcest) == (5, 5)


def test_codes_of_clusters_may_have_gaps() -> None:
    values = np.arange(6.0)
    dense = estimate(mean_of(values), np.array([0, 0, 1, 1, 2, 2]))
    gappy = estimate(mean_of(values), np.array([7, 7, 3, 3, 90, 90]))
    assert dense == gappy


def test_lopsided_is_scipys_squared_skewness_over_the_number_of_groups() -> None:
    values = np.random.default_rng(5).lognormal(size=300)
    assert estimate(mean_of(values)).lopsided == pytest.approx(stats.skew(values) ** 2 / 300)
    assert estimate(mean_of(np.array([-1.0, 1.0, -1.0, 1.0]))).lopsided == pytest.approx(0)


def test_one_cluster_alone_cannot_tell() -> None:
    found = estimate(mean_of(np.arange(5.0)), np.zeros(5, dtype=np.int64))
    assert found.se is None
    assert found.scarcest == 1


def test_a_share_of_few_rows_counts_only_those_rows() -> None:
    counts = np.zeros(1000)
    counts[:5] = 1
    hits = counts.copy()
    hits[:2] = 0
    ratio = linear_ratio(hits, counts)
    assert ratio is not None
    found = estimate(ratio)
    assert found.df == 4
    assert found.se == pytest.approx(np.array([0.0, 0, 1, 1, 1]).std(ddof=1) / np.sqrt(5))


def test_intervals_of_means_of_very_unequal_clusters_cover_the_truth() -> None:
    rng = np.random.default_rng(20_261_002)
    covered, runs = 0, 2000
    for _ in range(runs):
        codes = np.repeat(np.arange(30), rng.poisson(30 * rng.lognormal(-0.72, 1.2, 30)) + 1)
        found = estimate(mean_of(rng.normal(0, 0.5, 30)[codes] + rng.normal(size=len(codes))), codes)
        assert found.se is not None
        low, high = interval(found.value, found.se, found.df)
        covered += low <= 0 <= high
    assert 0.93 <= covered / runs <= 0.97


@pytest.mark.parametrize(("clusters", "size"), [(30, 8), (30, 100), (100, 3)])
def test_intervals_of_clustered_means_cover_the_truth(clusters: int, size: int) -> None:
    rng = np.random.default_rng(20_261_001)
    covered, runs = 0, 3000
    for _ in range(runs):
        codes = np.repeat(np.arange(clusters), rng.poisson(size, clusters) + 1)
        values = 5 + rng.normal(0, 1, clusters)[codes] + rng.exponential(1, len(codes)) - 1
        found = estimate(mean_of(values), codes)
        assert found.se is not None
        low, high = interval(found.value, found.se, found.df)
        covered += low <= 5 <= high
    assert 0.93 <= covered / runs <= 0.97


def test_unsteady_is_the_variation_of_what_the_number_is_divided_by() -> None:
    rng = np.random.default_rng(6)
    of = rng.lognormal(size=300)
    alone = estimate(Linearised(0.5, np.zeros(300), shared_by=of))
    assert alone.unsteady == pytest.approx(stats.variation(of) / np.sqrt(300))
    clusters = np.arange(300) % 20
    grouped = estimate(Linearised(0.5, np.zeros(300), shared_by=of), clusters)
    sums = np.bincount(clusters, of)
    assert grouped.unsteady == pytest.approx(stats.variation(sums) / np.sqrt(20))
    assert estimate(mean_of(of)).unsteady == 0.0
