"""The threshold of greatest value, within guardrails and among what can be acted on; brute force is the witness."""

from functools import partial
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from shipworthy.foundation.errors import InternalError, TargetError
from shipworthy.measure.decide import decide, expected_value_threshold
from shipworthy.measure.guarding import FROM_COUNTS, guarded
from shipworthy.measure.ladder import Ladder
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.measure.slices import slice_metric
from shipworthy.measure.threshold import alone, choose_threshold
from shipworthy.measure.worth import value_per_row
from shipworthy.records.deciding import Limit
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from tests.measure.tables import BINARY, NUMBER, USD, simulated, table

ROWS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.31, 0.7, 1.0]), st.sampled_from(["yes", "no", None])),
    min_size=1,
    max_size=25,
).filter(lambda rows: any(outcome for _, outcome in rows))
GUARDED = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0, None]), st.sampled_from(["yes", "no", None]), st.sampled_from("ab")
    ),
    min_size=2,
    max_size=20,
).filter(lambda rows: any(score is not None and outcome for score, outcome, _ in rows))
LIMITS = st.builds(
    Limit, metric=st.sampled_from(sorted(FROM_COUNTS)), by=st.sampled_from(["", "g"]), at_least=st.floats(0, 1)
)
TRIED = (-1.0, 0.0, 0.05, 0.2, 0.5, 0.8, 2.0)


def threshold_of(predictions: Predictions, worth: Worth) -> float:
    return choose_threshold(predictions, worth).threshold


def total(predictions: Predictions, threshold: float) -> float:
    return float(np.nansum(value_per_row(decide(predictions, USD, threshold), USD)))


def keeps(predictions: Predictions, limit: Limit, threshold: float) -> bool:
    """By the metrics themselves; where a group cannot tell at any threshold it does not count."""

    def values(at: float) -> dict[str, float | None]:
        decided = decide(predictions, USD, at)
        if not limit.by:
            return {"": measure_metric(limit.metric, decided).value}
        return {one.slice[limit.by]: one.value for one in slice_metric(limit.metric, decided, limit.by)}

    tells = {name for at in (*TRIED, threshold) for name, value in values(at).items() if value is not None}
    here = {name: value for name, value in values(threshold).items() if name in tells}
    return all(value is not None and value >= (limit.at_least or 0) - 1e-9 for value in here.values())


def by_group(rows: list[tuple[float | None, str | None, str]]) -> Predictions:
    score, outcome, group = zip(*rows, strict=True)
    return table(
        BINARY,
        score=pl.Series(score, dtype=pl.Float64),
        outcome=pl.Series(outcome, dtype=pl.String),
        inputs=[{"g": each} for each in group],
    )


@settings(max_examples=40)
@given(GUARDED, st.lists(LIMITS, min_size=1, max_size=2))
def test_of_the_thresholds_that_keep_to_the_guardrails_the_most_valuable_is_chosen(
    rows: list[tuple[float | None, str | None, str]], limits: list[Limit]
) -> None:
    predictions = by_group(rows)
    chosen = choose_threshold(predictions, USD, limits)
    allowed = [at for at in TRIED if all(keeps(predictions, limit, at) for limit in limits)]
    assert bool(chosen.unmet) == (not allowed)
    if allowed:
        assert all(keeps(predictions, limit, chosen.threshold) for limit in limits)
        assert total(predictions, chosen.threshold) == pytest.approx(max(total(predictions, at) for at in allowed))
    free = choose_threshold(predictions, USD)
    given_up = total(predictions, free.threshold) - total(predictions, chosen.threshold)
    assert given_up >= -1e-9
    known = sum(score is not None and outcome is not None for score, outcome, _ in rows)
    assert chosen.gives_up == pytest.approx(given_up / known)


@settings(max_examples=40)
@given(GUARDED, LIMITS, st.floats(0, 1))
def test_a_tighter_guardrail_never_brings_more(
    rows: list[tuple[float | None, str | None, str]], limit: Limit, tighter: float
) -> None:
    predictions = by_group(rows)
    least = max(limit.at_least or 0, tighter)
    loose = choose_threshold(predictions, USD, [limit])
    tight = choose_threshold(predictions, USD, [Limit(metric=limit.metric, by=limit.by, at_least=least)])
    if not tight.unmet:
        assert total(predictions, tight.threshold) <= total(predictions, loose.threshold) + 1e-9


@settings(max_examples=40)
@given(GUARDED, LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    rows: list[tuple[float | None, str | None, str]], limit: Limit, dice: Any
) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)
    first, second = (choose_threshold(by_group(each), USD, [limit]) for each in (rows, mixed))
    assert first.threshold == pytest.approx(second.threshold)
    assert first.unmet == second.unmet


def test_a_guardrail_that_no_threshold_keeps_to_is_named_and_come_near_to() -> None:
    predictions = table(BINARY, score=[0.9, 0.8, 0.3, 0.2], outcome=["no", "yes", "no", "yes"])
    limit = Limit(metric="precision", at_least=0.9)
    chosen = choose_threshold(predictions, USD, [limit])
    assert chosen.unmet == (limit,)
    assert measure_metric("precision", decide(predictions, USD, chosen.threshold)).value == pytest.approx(0.5)


def test_small_groups_and_metrics_of_scores_do_not_bind() -> None:
    columns: Any = {"score": [0.9, 0.8, 0.1], "outcome": ["yes", "no", "yes"]}
    predictions = table(BINARY, **columns, inputs=[{"g": "a"}, {"g": "a"}, {"g": "b"}])
    for limit in (Limit(metric="recall", by="g", at_least=1.0, min_n=2), Limit(metric="roc_auc", at_least=1.0)):
        assert choose_threshold(predictions, USD, [limit]).unmet == ()


def test_what_is_given_up_for_a_guardrail_is_told() -> None:
    predictions = table(BINARY, score=[0.9, 0.8, 0.3, 0.2], outcome=["yes", "no", "no", "no"])
    kept = choose_threshold(predictions, USD, [Limit(metric="precision", at_most=0.5)])
    assert kept.gives_up == pytest.approx(250 / 4)
    assert 0.3 < kept.threshold <= 0.8


@pytest.mark.parametrize("name", sorted(FROM_COUNTS))
def test_metrics_from_counts_are_those_of_scikit_learn(name: str) -> None:
    predictions = simulated(3, days=12)
    frame = predictions.frame
    ladder = Ladder(frame["score"].to_numpy(), np.ones(frame.height, dtype=bool))
    (found,) = guarded(predictions, ladder, [Limit(metric=name, at_least=1.0)])
    truth = (frame["outcome"] == "yes").to_numpy()
    if name == "specificity":
        score = partial(sklearn_metrics.recall_score, pos_label=False)
    else:
        score = getattr(sklearn_metrics, f"{name}_score")
    for step in (1, len(ladder) // 3, len(ladder) - 1):
        said = frame["score"].to_numpy() >= ladder.places[step - 1]
        assert found.short[step] == pytest.approx(1 - score(truth, said))


def test_where_only_so_many_can_be_acted_on_the_rows_below_still_tell_what_acting_brings() -> None:
    predictions = table(BINARY, score=[0.9, 0.8, 0.6, 0.4, 0.2], outcome=["yes", "yes", "yes", "no", "no"])
    two = np.array([True, True, False, False, False])
    assert choose_threshold(predictions, USD, (), two).threshold == pytest.approx(0.5)
    none = np.zeros(5, dtype=bool)
    assert choose_threshold(predictions, USD, (), none).threshold == pytest.approx(0.5)


def test_one_by_one_an_average_period_asks_for_no_more_than_there_is_room_for() -> None:
    rng = np.random.default_rng(4)
    score, day = rng.random(5_000).round(3), rng.integers(0, 50, 5_000)
    room = np.full(5_000, 7)
    found = alone(score, day, room, 0.3)
    assert np.count_nonzero(score >= found) <= 50 * 7
    assert np.count_nonzero(score >= found - 0.002) > 50 * 7
    assert alone(score, day, np.full(5_000, 500), 0.3) == 0.3


@settings(max_examples=40)
@given(ROWS)
def test_no_other_threshold_would_have_been_worth_more(rows: list[tuple[float, str | None]]) -> None:
    predictions = table(BINARY, score=[row[0] for row in rows], outcome=[row[1] for row in rows])

    chosen = threshold_of(predictions, USD)
    tried = [
        total(predictions, threshold)
        for threshold in (-1, 0, 0.02, 0.05, 0.07, 0.1, 0.2, 0.3, 0.305, 0.31, 0.5, 0.7, 1, 2)
    ]
    assert total(predictions, chosen) == max(tried)


def test_the_threshold_stands_in_the_middle_of_the_best_stretch() -> None:
    predictions = table(BINARY, score=[0.9, 0.8, 0.4, 0.2], outcome=["yes", "yes", "no", "no"])
    assert threshold_of(predictions, USD) == pytest.approx(0.6)


def test_of_two_stretches_equally_good_the_higher_one_is_taken() -> None:
    worth = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": 1}})
    predictions = table(BINARY, score=[0.9, 0.7, 0.5, 0.2], outcome=["yes", "no", "yes", "no"])
    assert threshold_of(predictions, worth) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("scores", "outcome", "threshold"),
    [([0.2, 0.6], "no", 0.8), ([0.2, 0.6], "yes", 0.1), ([2.0, 3.0], "yes", 2.0)],
)
def test_deciding_all_alike_leaves_room_for_rows_to_come(scores: list[float], outcome: str, threshold: float) -> None:
    predictions = table(BINARY, score=scores, outcome=[outcome] * 2)
    assert threshold_of(predictions, USD) == pytest.approx(threshold)


def test_a_score_of_one_stays_below_the_threshold_when_no_action_pays() -> None:
    assert threshold_of(table(BINARY, score=[1.0, 0.5], outcome=["no", "no"]), USD) > 1.0


def test_rows_weigh_as_they_are_told_to() -> None:
    columns: Any = {"score": [0.8, 0.6], "outcome": ["yes", "no"]}
    worth = Worth(unit="USD", outcomes={"no": {"no": 5, "yes": 0}, "yes": {"no": 0, "yes": 1}})
    swapped: Any = {"score": [0.8, 0.6], "outcome": ["no", "yes"], "weight": [1.0, 10.0]}
    assert threshold_of(table(BINARY, **columns), worth) == pytest.approx(0.7)
    assert threshold_of(table(BINARY, **swapped), worth) == pytest.approx(0.3)


def test_a_threshold_needs_a_row_that_tells() -> None:
    with pytest.raises(TargetError, match="no threshold can be chosen"):
        threshold_of(table(BINARY, score=[0.4, None], outcome=[None, "yes"]), USD)
    with pytest.raises(InternalError):
        threshold_of(table(NUMBER, score=[0.4], outcome=[1.0]), USD)


def test_with_true_probabilities_the_chosen_threshold_nears_the_expected_value_threshold() -> None:
    rng = np.random.default_rng(8)
    score = rng.random(100_000)
    predictions = table(BINARY, score=score, outcome=np.where(rng.random(100_000) < score, "yes", "no"))
    exact = expected_value_threshold(USD, BINARY)
    assert exact == pytest.approx(250 / 1150)
    assert threshold_of(predictions, USD) == pytest.approx(exact, abs=0.03)
