"""Agreement of scores and outcomes that were dealt at random, beside all ways to deal them."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm, rankdata

from shipworthy.stats.shuffled import shuffled_z


def test_mean_and_variance_are_those_over_all_ways_to_deal_the_outcomes() -> None:
    random = np.random.default_rng(3)
    scores, outcomes = random.dirichlet([1, 2, 3], 8), np.eye(3)[[0, 1, 2, 2, 1, 0, 2, 1]]
    every = [float((scores * outcomes[list(order)]).sum()) for order in permutations(range(8))]
    found = shuffled_z(scores, outcomes)
    assert found == pytest.approx((float((scores * outcomes).sum()) - np.mean(every)) / np.std(every))


def test_of_ranks_and_two_classes_it_is_the_test_of_mann_and_whitney() -> None:
    random = np.random.default_rng(0)
    score, late = random.normal(size=60).round(1), random.random(60) < 0.3
    found = shuffled_z(rankdata(score)[:, None], late.astype(float)[:, None])
    assert found is not None
    told = mannwhitneyu(score[late], score[~late], alternative="greater", method="asymptotic", use_continuity=False)
    assert norm.sf(found) == pytest.approx(told.pvalue)


def test_what_does_not_vary_and_too_few_rows_tell_nothing() -> None:
    column = np.arange(20.0)[:, None]
    assert shuffled_z(np.full((20, 1), 0.3), column) is None
    assert shuffled_z(column, np.full((20, 1), 0.1)) is None
    assert shuffled_z(column[:7], column[:7]) is None


@pytest.mark.parametrize("kind", ["few of many", "halves", "heavy tails", "three classes", "few rows"])
def test_by_luck_it_lies_beyond_the_limit_of_a_control_less_than_once_in_400_times(kind: str) -> None:
    """What is dealt at random is known to agree with nothing; the limit is that of 99.95 % confidence."""
    random = np.random.default_rng(11)
    rows = 20 if kind == "few rows" else 200
    scores = rankdata(random.normal(size=rows))[:, None]
    numbers = {
        "few of many": (np.arange(rows) < 5).astype(float),
        "halves": (np.arange(rows) % 2).astype(float),
        "heavy tails": rankdata(random.standard_cauchy(rows)),
        "few rows": (np.arange(rows) < 7).astype(float),
    }
    outcomes = np.eye(3)[np.arange(rows) % 3] if kind == "three classes" else numbers[kind][:, None]
    if kind == "three classes":
        scores = random.dirichlet([1, 1, 1], rows)
    found = [shuffled_z(scores, outcomes[random.permutation(rows)]) or 0.0 for _ in range(8_000)]
    assert np.mean(np.array(found) > norm.ppf(0.9995)) < 1 / 400
