from collections.abc import Callable
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import ndcg_score

from shipworthy.stats.linear import Linearised
from shipworthy.stats.queries import ndcg, precision_at, rank_within, reciprocal_rank

GROUPS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0.1, 0.2, 0.3])), min_size=2, max_size=5),
    min_size=1,
    max_size=4,
)


def flat(groups: list[list[tuple[int, float]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [(code, *row) for code, group in enumerate(groups) for row in group]
    codes, relevance, scores = (np.array(column) for column in zip(*rows, strict=True))
    return codes, relevance.astype(float), scores


def orders(group: list[tuple[int, float]]) -> list[list[int]]:
    """Relevances from the highest score down, in every order that equal scores allow."""
    return [
        [each[0] for each in order]
        for order in permutations(group)
        if all(first[1] >= second[1] for first, second in pairwise(order))
    ]


@given(GROUPS, st.sampled_from([1, 3, None]))
def test_ndcg_is_that_of_sklearn_with_equal_scores(groups: list[list[tuple[int, float]]], k: int | None) -> None:
    codes, relevance, scores = flat(groups)
    found = ndcg(relevance, rank_within(scores, codes), k)
    wanted = [
        ndcg_score([[each[0] for each in group]], [[each[1] for each in group]], k=k)
        for group in groups
        if any(each[0] for each in group)
    ]
    assert (found is None) == (not wanted)
    if found is not None:
        assert found.value == pytest.approx(np.mean(wanted))
        assert found.influence.sum() == pytest.approx(0, abs=1e-9)


@given(GROUPS)
def test_first_place_and_top_are_the_means_over_every_order_by_hand(groups: list[list[tuple[int, float]]]) -> None:
    codes, relevance, scores = flat(groups)
    queries = rank_within(scores, codes)
    found = reciprocal_rank(relevance > 0, queries)
    right = [group for group in groups if any(each[0] for each in group)]
    wanted = [
        np.mean([1 / (1 + [each > 0 for each in order].index(True)) for order in orders(group)]) for group in right
    ]
    assert (found is None) == (not wanted)
    if found is not None:
        assert found.value == pytest.approx(np.mean(wanted))
    top = precision_at(relevance > 0, queries, 2)
    assert top is not None
    tops = [np.mean([np.mean([each > 0 for each in order[:2]]) for order in orders(group)]) for group in groups]
    assert top.value == pytest.approx(np.mean(tops))


def test_the_influence_of_a_group_is_the_derivative_by_its_weight() -> None:
    rng = np.random.default_rng(51)
    codes, scores, right = np.repeat(np.arange(12), 6), rng.random(72), rng.random(72) < 0.4
    queries, weights = rank_within(scores, codes), np.repeat(rng.uniform(0.5, 2, 12), 6)
    tell: list[Callable[[NDArray[np.float64]], Linearised | None]] = [
        lambda heavy: ndcg(right.astype(float), queries, 4, heavy),
        lambda heavy: precision_at(right, queries, 3, heavy),
        lambda heavy: reciprocal_rank(right, queries, heavy),
    ]
    for told in tell:
        found = told(weights)
        assert found is not None
        sums = np.bincount(codes, weights=found.influence)
        for group in range(12):
            moved = told(weights * np.where(codes == group, 1 + 1e-6, 1))
            assert moved is not None
            assert (moved.value - found.value) / 1e-6 == pytest.approx(sums[group], abs=1e-6)
