import numpy as np
import pytest
from scipy import stats

from shipworthy.stats.bounds import quantile
from shipworthy.stats.simultaneous import correlation, simultaneous_quantile


@pytest.mark.parametrize("df", [10, 30, None])
def test_independent_and_identical_numbers_have_closed_forms(df: int | None) -> None:
    alone = simultaneous_quantile(np.eye(1), df)
    assert simultaneous_quantile(np.ones((4, 4)), df) == pytest.approx(alone, rel=0.02)
    assert alone == pytest.approx(quantile(0.975, df))
    if df is None:
        assert simultaneous_quantile(np.eye(4), None) == pytest.approx(stats.norm.ppf((1 + 0.95**0.25) / 2), rel=0.01)


@pytest.mark.parametrize(("groups", "df", "published"), [(3, 20, 2.57), (3, None, 2.35), (6, 30, 2.72)])
def test_many_against_one_is_the_published_table_of_dunnett(groups: int, df: int | None, published: float) -> None:
    """Two-sided, 5 %, equal sizes (Dunnett 1964, table II); comparisons with one group correlate by one half."""
    halves = np.full((groups, groups), 0.5) + np.eye(groups) / 2
    assert simultaneous_quantile(halves, df) == pytest.approx(published, abs=0.04)


def test_correlation_is_that_of_the_sums() -> None:
    sums = np.random.default_rng(61).normal(size=(3, 500))
    centred = sums - sums.mean(axis=1, keepdims=True)
    assert correlation(centred) == pytest.approx(np.corrcoef(sums))


def test_simulated_intervals_hold_all_at_once_as_often_as_told() -> None:
    rng = np.random.default_rng(20_261_122)
    clusters, runs, together, apart = 40, 1500, 0, 0
    shared = np.linalg.cholesky(np.full((5, 5), 0.3) + 0.7 * np.eye(5))
    for _ in range(runs):
        rows = rng.normal(size=(clusters, 5)) @ shared.T
        centred = rows - rows.mean(axis=0)
        se = rows.std(axis=0, ddof=1) / np.sqrt(clusters)
        reach = simultaneous_quantile(correlation(centred.T), clusters - 1)
        off = np.abs(rows.mean(axis=0)) / se
        together += bool((off <= reach).all())
        apart += bool((off <= quantile(0.975, clusters - 1)).all())
    assert 0.935 <= together / runs <= 0.965
    assert apart / runs < 0.88, "single intervals do not hold together"
