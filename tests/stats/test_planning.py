import math

import numpy as np
import pytest
from scipy import stats

from shipworthy.stats.planning import cases_needed, chance_settled, chance_share_settled, periods_needed


@pytest.mark.parametrize(("effect", "ahead"), [(2.0, 1), (2.5, 1), (4.0, 1), (1.0, 6), (1.5, 12)])
def test_as_many_periods_as_planned_suffice_nine_times_in_ten_when_simulated(effect: float, ahead: int) -> None:
    count = periods_needed(effect, 1.0, 0.0, ahead=ahead)
    assert count is not None

    def suffices(periods: int) -> float:
        gains = effect + np.random.default_rng(3).normal(size=(20_000, periods))
        reach = stats.t.ppf(0.95, periods - 1) * gains.std(axis=1, ddof=1) * math.sqrt(1 / ahead + 1 / periods)
        return float(np.mean(gains.mean(axis=1) - reach >= 0))

    assert suffices(count) >= 0.89
    assert suffices(count - 1) < 0.91


@pytest.mark.parametrize(("value", "scatter"), [(1.6, 1.0), (0.0, 1.0), (float("nan"), 1.0)])
def test_periods_that_scatter_too_much_are_never_enough(value: float, scatter: float) -> None:
    assert periods_needed(value, scatter, 0.0) is None


def test_periods_that_agree_need_no_more_than_two() -> None:
    assert periods_needed(1.0, 0.0, 0.0) == 2


def test_without_a_miss_the_cases_needed_have_a_closed_form() -> None:
    for limit in (0.5, 0.9, 0.99):
        assert cases_needed(1.0, limit) == math.ceil(math.log(0.05) / math.log(limit))


@pytest.mark.parametrize(("share", "limit"), [(0.95, 0.9), (0.55, 0.5), (0.3, 0.1)])
def test_as_many_cases_as_planned_suffice_nine_times_in_ten_by_scipys_binomial(share: float, limit: float) -> None:
    cases = cases_needed(share, limit)
    assert cases is not None
    enough = [hits for hits in range(cases + 1) if stats.binomtest(hits, cases, limit, "greater").pvalue <= 0.05]
    assert stats.binom.sf(enough[0] - 1, cases, share) >= 0.9
    fewer = cases // 2
    enough = [hits for hits in range(fewer + 1) if stats.binomtest(hits, fewer, limit, "greater").pvalue <= 0.05]
    assert stats.binom.sf(enough[0] - 1, fewer, share) < 0.9


def test_very_many_cases_are_planned_with_the_normal_distribution() -> None:
    found = cases_needed(0.51, 0.5)
    assert found == pytest.approx(0.51 * 0.49 * (stats.norm.ppf(0.95) + stats.norm.ppf(0.9)) ** 2 / 0.01**2, rel=0.01)


def test_a_share_below_its_limit_never_reaches_it() -> None:
    assert cases_needed(0.5, 0.5) is None


@pytest.mark.parametrize("more", [20, 200])
def test_the_chance_that_a_mean_is_settled_has_a_closed_form_where_scatter_is_known(more: int) -> None:
    value, se, groups = 1.0, 0.5, 5_000
    count = groups + more * 100
    late, width = se * math.sqrt(groups / count), se * math.sqrt(1 - groups / count)
    above = stats.norm.sf((0.0 + stats.norm.ppf(0.95) * late - value) / width)
    below = stats.norm.cdf((0.0 - stats.norm.ppf(0.95) * late - value) / width)
    assert chance_settled(value, se, groups, more * 100, 0.0) == pytest.approx(above + below, abs=0.03)


def test_a_period_to_come_scatters_more_than_a_mean() -> None:
    assert chance_settled(3.0, 1.1, 5, 20, 0.0, ahead=1) < chance_settled(3.0, 1.1 / math.sqrt(6), 5, 20, 0.0)


def test_the_chance_that_a_share_is_settled_is_that_of_the_beta_binomial_by_scipy() -> None:
    share, cases, more, limit = 0.95, 100, 300, 0.9
    hits = np.arange(more + 1)
    chances = stats.betabinom.pmf(hits, more, 95.5, 5.5)
    total = cases + more
    high = np.array([stats.binomtest(int(95 + hit), total, limit, "greater").pvalue <= 0.05 for hit in hits])
    low = np.array([stats.binomtest(int(95 + hit), total, limit, "less").pvalue <= 0.05 for hit in hits])
    assert chance_share_settled(share, cases, more, limit) == pytest.approx(chances[high | low].sum(), abs=0.03)
