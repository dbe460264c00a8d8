import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from shipworthy.stats.clusters import estimate
from shipworthy.stats.ranking import average_precision, average_precision_of, rank, roc_auc, roc_auc_of

BOTH = pytest.mark.parametrize(
    ("ours", "theirs"), [(average_precision, average_precision_score), (roc_auc, roc_auc_score)]
)
ROWS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.5, 0.5001, 1.0, 3.0]), st.integers(1, 4)),
    min_size=2,
    max_size=40,
).filter(lambda rows: len({row[0] for row in rows}) == 2)


def split(
    rows: list[tuple[bool, float, int]],
) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    positive, scores, weights = zip(*rows, strict=True)
    return np.array(positive), np.array(scores), np.array(weights, dtype=np.float64)


@given(ROWS)
def test_average_precision_is_scikit_learns_with_ties_and_weights(
    rows: list[tuple[bool, float, int]],
) -> None:
    positive, scores, weights = split(rows)
    found = average_precision(positive, scores, weights)
    assert found is not None
    assert found.value == pytest.approx(average_precision_score(positive, scores, sample_weight=weights))


@given(ROWS)
def test_roc_auc_is_scikit_learns_with_ties_and_weights(rows: list[tuple[bool, float, int]]) -> None:
    positive, scores, weights = split(rows)
    found = roc_auc(positive, scores, weights)
    assert found is not None
    assert found.value == pytest.approx(roc_auc_score(positive, scores, sample_weight=weights))


@BOTH
def test_influence_is_the_derivative_by_a_rows_weight(ours, theirs) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(5)
    positive, scores = rng.random(30) < 0.4, np.round(rng.random(30), 1)
    weights = rng.uniform(0.5, 2, 30)
    found = ours(positive, scores, weights)
    for row in range(30):
        heavier = weights.copy()
        heavier[row] *= 1 + 1e-6
        moved = theirs(positive, scores, sample_weight=heavier)
        assert (moved - found.value) / 1e-6 == pytest.approx(found.influence[row], abs=1e-5)


@BOTH
def test_standard_error_agrees_with_the_bootstrap_of_clusters(ours, theirs) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(6)
    clusters = np.repeat(np.arange(60), 20)
    chance = 1 / (1 + np.exp(-rng.normal(-1, 1, 1200) - rng.normal(0, 0.7, 60)[clusters]))
    positive, scores = rng.random(1200) < chance, np.round(chance + rng.normal(0, 0.2, 1200), 2)
    found = estimate(ours(positive, scores), clusters)
    drawn = rng.multinomial(60, np.full(60, 1 / 60), size=400)  # (replicates, clusters)
    again = [theirs(positive, scores, sample_weight=times[clusters]) for times in drawn]
    assert found.se == pytest.approx(np.std(again), rel=0.12)


@BOTH
def test_one_class_alone_has_no_ranking(ours, theirs) -> None:  # type: ignore[no-untyped-def]
    assert ours(np.ones(4, dtype=bool), np.arange(4.0)) is None
    assert ours(np.zeros(4, dtype=bool), np.arange(4.0)) is None
    assert ours(np.zeros(0, dtype=bool), np.zeros(0)) is None


def test_a_ranking_hangs_on_its_rarer_class() -> None:
    positive = np.arange(500) < 6
    ranking = roc_auc(positive, np.random.default_rng(7).normal(size=500))
    assert ranking is not None
    assert estimate(ranking).df == 5


def test_ranks_found_once_give_what_each_finds_by_itself() -> None:
    rng = np.random.default_rng(8)
    positive, scores = rng.random(200) < 0.3, np.round(rng.random(200), 1)
    ranks = rank(positive, scores)
    assert ranks is not None
    for shared, alone in ((average_precision_of(ranks), average_precision), (roc_auc_of(ranks), roc_auc)):
        found = alone(positive, scores)
        assert found is not None
        assert (shared.value, shared.influence.tolist()) == (found.value, found.influence.tolist())
