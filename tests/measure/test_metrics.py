from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs
from sklearn import metrics as sk

from shipworthy.foundation.errors import InternalError, RequestError
from shipworthy.measure.metrics.measure import measure_metric, measure_metrics, metric_gain
from shipworthy.measure.metrics.registry import default_metric, metric_for, metrics
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task
from tests.measure.tables import BINARY, COLOURS, NUMBER, simulated, table

RNG = np.random.default_rng(16)
WEIGHT = RNG.uniform(0.2, 3, 300)
CHANCES = RNG.dirichlet([1, 1, 1], 300)
TRUE = np.array(COLOURS.classes)[[RNG.choice(3, p=row) for row in CHANCES]]
SAID = np.array(COLOURS.classes)[CHANCES.argmax(axis=1)]
COLOURED = table(COLOURS, score=CHANCES.tolist(), decision=SAID, outcome=TRUE, weight=WEIGHT)
NUMBERS = RNG.normal(5, 3, 300)
GUESSED = NUMBERS + RNG.normal(0.5, 2, 300)
NUMBERED = table(NUMBER, score=GUESSED, outcome=NUMBERS, weight=WEIGHT)
LATE = simulated(17, days=20, size=15)
LATE = structs.replace(LATE, frame=LATE.frame.with_columns(weight=pl.Series(RNG.uniform(0.2, 3, LATE.frame.height))))
Y, S, D, W = (LATE.frame[name].to_numpy() for name in ("outcome", "score", "decision", "weight"))
MACRO: dict[str, Any] = {"average": "macro", "sample_weight": WEIGHT}
YES: dict[str, Any] = {"pos_label": "yes", "sample_weight": W}

WITNESSES: list[tuple[str, Predictions, Callable[[], float]]] = [
    ("average_precision", LATE, lambda: sk.average_precision_score(Y, S, **YES)),
    ("roc_auc", LATE, lambda: sk.roc_auc_score(Y == "yes", S, sample_weight=W)),
    ("log_loss", LATE, lambda: sk.log_loss(Y == "yes", S, sample_weight=W)),
    ("brier_score", LATE, lambda: sk.brier_score_loss(Y, S, **YES)),
    ("accuracy", LATE, lambda: sk.accuracy_score(Y, D, sample_weight=W)),
    ("balanced_accuracy", LATE, lambda: sk.balanced_accuracy_score(Y, D, sample_weight=W)),
    ("precision", LATE, lambda: sk.precision_score(Y, D, **YES)),
    ("recall", LATE, lambda: sk.recall_score(Y, D, **YES)),
    ("f1", LATE, lambda: sk.f1_score(Y, D, **YES)),
    ("log_loss", COLOURED, lambda: sk.log_loss(TRUE, CHANCES[:, [2, 1, 0]], sample_weight=WEIGHT)),
    ("brier_score", COLOURED, lambda: sk.brier_score_loss(TRUE, CHANCES[:, [2, 1, 0]], sample_weight=WEIGHT)),
    ("accuracy", COLOURED, lambda: sk.accuracy_score(TRUE, SAID, sample_weight=WEIGHT)),
    ("balanced_accuracy", COLOURED, lambda: sk.balanced_accuracy_score(TRUE, SAID, sample_weight=WEIGHT)),
    ("precision", COLOURED, lambda: sk.precision_score(TRUE, SAID, **MACRO)),
    ("recall", COLOURED, lambda: sk.recall_score(TRUE, SAID, **MACRO)),
    ("f1", COLOURED, lambda: sk.f1_score(TRUE, SAID, **MACRO)),
    ("mean_absolute_error", NUMBERED, lambda: sk.mean_absolute_error(NUMBERS, GUESSED, sample_weight=WEIGHT)),
    (
        "root_mean_squared_error",
        NUMBERED,
        lambda: sk.root_mean_squared_error(NUMBERS, GUESSED, sample_weight=WEIGHT),
    ),
    ("r2", NUMBERED, lambda: sk.r2_score(NUMBERS, GUESSED, sample_weight=WEIGHT)),
]
ALL = pytest.mark.parametrize(
    ("name", "predictions", "witness"), WITNESSES, ids=[f"{row[0]}-{row[1].task.kind}" for row in WITNESSES]
)


@ALL
def test_value_is_scikit_learns(name: str, predictions: Predictions, witness: Callable[[], float]) -> None:
    assert measure_metric(name, predictions).value == pytest.approx(witness(), rel=1e-9)


@ALL
def test_standard_error_agrees_with_the_jackknife(
    name: str, predictions: Predictions, witness: Callable[[], float]
) -> None:
    found = measure_metric(name, predictions)
    groups = predictions.frame["group"] if "group" in predictions.frame.columns else predictions.frame["id"]
    left_out = []
    for group in groups.unique():
        value = measure_metric(
            name, structs.replace(predictions, frame=predictions.frame.filter(groups != group))
        ).value
        assert value is not None
        left_out.append(value)
    count = len(left_out)
    jackknife = np.sqrt((count - 1) / count * np.square(np.array(left_out) - np.mean(left_out)).sum())
    # A share's error may be wider, as the exact binomial interval is.
    widest = 1.35 if metrics()[name].share and predictions.task.kind == "binary" else 1.06
    assert found.se is not None
    assert 0.94 <= found.se / jackknife <= widest


def test_every_metric_and_task_has_a_witness() -> None:
    witnessed = {(name, predictions.task.kind) for name, predictions, _ in WITNESSES}
    assert witnessed == {(metric.name, kind) for metric in metrics().values() for kind in metric.kinds}


@pytest.mark.parametrize("task", [BINARY, COLOURS, NUMBER])
def test_the_default_metric_is_one_for_the_task(task: Task) -> None:
    assert metric_for(default_metric(task), task).name == default_metric(task)


def test_a_misspelt_or_unfit_metric_is_told_apart() -> None:
    with pytest.raises(RequestError, match="no metric 'recal'") as caught:
        measure_metric("recal", LATE)
    assert caught.value.next_step == "write 'recall'"
    with pytest.raises(RequestError, match="r2 is no metric for a binary task"):
        measure_metric("r2", LATE)


def test_what_is_measured_is_said_beside_the_number() -> None:
    found = measure_metric("mean_absolute_error", NUMBERED, level=0.9)
    assert (found.unit, found.direction, found.level, found.candidate) == ("min", "down", 0.9, "ours")
    assert (found.origin, found.n, found.clusters, found.df) == ("holdout", 300, 300, 299)
    assert [each.name for each in measure_metrics(["recall", "f1"], LATE)] == ["recall", "f1"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("average_precision", {"score": [0.1, 0.2], "outcome": ["no", "no"]}),
        ("roc_auc", {"score": [0.1, 0.2], "outcome": ["yes", "yes"]}),
        ("roc_auc", {"score": [0.1, 0.2], "outcome": [None, None]}),
        ("log_loss", {"score": [3.5, -2.0], "outcome": ["yes", "no"]}),
        ("brier_score", {"score": [3.5, -2.0], "outcome": ["yes", "no"]}),
        ("precision", {"decision": ["no", "no"], "outcome": ["yes", "no"]}),
        ("recall", {"decision": ["yes", "no"], "outcome": ["no", "no"]}),
        ("balanced_accuracy", {"decision": ["yes", "no"], "outcome": ["no", "no"]}),
        ("accuracy", {"decision": ["yes", "no"]}),
    ],
)
def test_what_the_rows_cannot_tell_is_none_and_not_zero(name: str, columns: Any) -> None:
    found = measure_metric(name, table(BINARY, **columns))
    assert (found.value, found.low, found.se) == (None, None, None)


def test_targets_that_never_vary_leave_nothing_to_explain() -> None:
    assert measure_metric("r2", table(NUMBER, score=[1.0, 2.0], outcome=[3.0, 3.0])).value is None


def test_precision_over_classes_is_untold_when_a_class_that_occurs_is_never_said() -> None:
    predictions = table(COLOURS, decision=["red", "red", "green"], outcome=["red", "blue", "green"])
    assert measure_metric("precision", predictions).value is None
    assert measure_metric("recall", predictions).value == pytest.approx(2 / 3)


def test_a_row_without_decision_or_with_an_unheard_of_outcome_counts_as_wrong() -> None:
    predictions = table(BINARY, decision=["yes", None, "no"], outcome=["yes", "no", "maybe"])
    assert measure_metric("accuracy", predictions).value == pytest.approx(1 / 3)


def test_three_hits_of_three_are_not_certainty() -> None:
    predictions = table(BINARY, decision=["yes"] * 3 + ["no"] * 297, outcome=["yes"] * 3 + ["no"] * 297)
    found = measure_metric("recall", predictions)
    assert found.value == 1.0
    assert found.low is not None
    assert found.low < 0.3
    assert found.high == 1.0
    assert found.approximate


def test_a_perfect_ranking_of_few_is_not_certainty() -> None:
    predictions = table(BINARY, score=[0.9] * 4 + [0.1] * 300, outcome=["yes"] * 4 + ["no"] * 300)
    found = measure_metric("roc_auc", predictions)
    assert found.value == 1.0
    assert found.low is not None
    assert found.low < 0.5


def test_few_rows_or_groups_are_marked_as_approximate() -> None:
    assert measure_metric("roc_auc", simulated(18, days=12)).approximate
    assert not measure_metric("roc_auc", simulated(18, days=40)).approximate


def test_lists_of_scores_must_have_one_for_each_class() -> None:
    with pytest.raises(InternalError, match="lists of 3"):
        measure_metric("log_loss", table(COLOURS, score=[[0.5, 0.5]], outcome=["red"]))


def test_metric_gain_is_paired_and_more_is_always_better() -> None:
    good, poor = simulated(19), simulated(19, skill=0.2, candidate="poor")
    for name in ("roc_auc", "log_loss"):
        found = metric_gain(name, good, poor)
        ours, theirs = measure_metric(name, good).value, measure_metric(name, poor).value
        assert ours is not None
        assert theirs is not None
        assert found.value == pytest.approx(abs(ours - theirs))
        assert (found.direction, found.against) == ("up", "poor")
    back = metric_gain("log_loss", poor, good)
    assert back.value is not None
    assert back.value < 0


def test_metric_gain_over_oneself_is_nothing() -> None:
    found = metric_gain("average_precision", LATE, LATE)
    assert (found.value, found.se) == (0.0, 0.0)


def test_metric_gain_holds_both_against_the_outcomes_of_the_candidate() -> None:
    stale = structs.replace(LATE, frame=LATE.frame.with_columns(outcome=pl.lit(None, dtype=pl.String)))
    assert metric_gain("recall", LATE, stale).value == 0.0
    assert metric_gain("recall", LATE, stale).n == LATE.frame.height


@pytest.mark.slow
@pytest.mark.parametrize("name", [metric.name for metric in metrics().values() if "binary" in metric.kinds])
@pytest.mark.parametrize(("days", "size"), [(30, 40), (60, 10)])
def test_intervals_of_metrics_cover_the_truth(name: str, days: int, size: int) -> None:
    truth = measure_metric(name, simulated(21, days=8000, size=size)).value
    assert truth is not None
    covered, runs = 0, 800
    for run in range(runs):
        found = measure_metric(name, simulated(20_261_200 + run, days, size))
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / runs <= 0.98


def test_a_gain_is_never_said_to_be_likely_that_no_metric_can_have() -> None:
    outcome = ["yes", "no", "no", "yes", "no"]
    good = table(BINARY, "good", score=[0.9, 0.2, 0.3, 0.8, 0.85], outcome=outcome)
    poor = table(BINARY, "poor", score=[0.1, 0.9, 0.8, 0.2, 0.3], outcome=outcome)
    found = metric_gain("average_precision", good, poor)
    assert found.se is not None
    assert found.se > 0.2, "so few rows tell next to nothing"
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low < found.high <= 1
