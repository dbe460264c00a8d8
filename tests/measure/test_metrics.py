from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs
from sklearn import metrics as sk

from shipworthy.foundation.errors import InternalError, RequestError
from shipworthy.measure.metrics.measure import measure_metric, measure_metrics, metric_gain, metric_gains
from shipworthy.measure.metrics.registry import default_metric, metric_for, metrics, patterns
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task
from shipworthy.stats.clusters import estimate
from shipworthy.stats.medians import linear_median
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
AMOUNTS, FORETOLD = RNG.gamma(2, 3, 300), RNG.gamma(2, 3, 300)
POSITIVE = table(NUMBER, score=FORETOLD, outcome=AMOUNTS, weight=WEIGHT)
SHOPS = np.repeat(np.arange(30), 10)
SALES = np.round(RNG.gamma(3, 2, 300) + SHOPS / 10, 3)
FORECAST = SALES + RNG.normal(0, 1.5, 300)
TIMED = table(
    NUMBER, score=FORECAST, outcome=SALES, weight=WEIGHT, time=np.tile(np.arange(10), 30), group=SHOPS.astype(str)
)
GRADES = table(
    NUMBER, score=np.round(RNG.normal(size=300), 1), outcome=RNG.integers(0, 4, 300), group=SHOPS.astype(str)
)
ASKED = table(
    BINARY,
    score=np.round(RNG.random(300), 1),
    outcome=np.where(RNG.random(300) < 0.3, "yes", "no"),
    group=SHOPS.astype(str),
)
MACRO: dict[str, Any] = {"average": "macro", "sample_weight": WEIGHT}
OF_AMOUNTS: dict[str, Any] = {"y_true": AMOUNTS, "y_pred": FORETOLD, "sample_weight": WEIGHT}
CODED = tuple(enumerate(COLOURS.classes))
YES: dict[str, Any] = {"pos_label": "yes", "sample_weight": W}


def each_query(predictions: Predictions, told: Callable[[Any, Any], float | None]) -> float:
    """The mean over groups of what is told of the outcomes and scores of each."""
    found = []
    for _, rows in predictions.frame.group_by("group"):
        outcome = rows["outcome"] if rows["outcome"].dtype.is_numeric() else rows["outcome"] == "yes"
        one = told(outcome.to_numpy().astype(float), rows["score"].to_numpy())
        found += [] if one is None else [one]
    return float(np.mean(found))


def in_every_order(outcome: Any, score: Any, told: Callable[[Any], float], draws: int = 300) -> float:
    """The mean over random orders of rows with equal scores, told of the outcomes from the highest score down."""
    rng = np.random.default_rng(5)
    return float(np.mean([told(outcome[np.lexsort((rng.random(len(score)), -score))]) for _ in range(draws)]))


def ndcg_of(k: int | None) -> Callable[[Any, Any], float | None]:
    return lambda outcome, score: sk.ndcg_score([outcome], [score], k=k) if outcome.any() else None


def first_right(outcome: Any, score: Any) -> float | None:
    return in_every_order(outcome, score, lambda rows: 1 / (rows.argmax() + 1)) if outcome.any() else None


def right_of_three(outcome: Any, score: Any) -> float:
    return in_every_order(outcome, score, lambda rows: float(rows[:3].mean()))


def mase() -> float:
    known = np.tile(np.arange(10) > 0, 30)
    naive, ours = np.abs(SALES - np.roll(SALES, 1)), np.abs(SALES - FORECAST)
    return float((ours * WEIGHT)[known].sum() / (naive * WEIGHT)[known].sum())


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
    ("specificity", LATE, lambda: sk.recall_score(Y, D, pos_label="no", sample_weight=W)),
    ("f2", LATE, lambda: sk.fbeta_score(Y, D, beta=2, **YES)),
    ("jaccard", LATE, lambda: sk.jaccard_score(Y, D, **YES)),
    ("matthews_corrcoef", LATE, lambda: sk.matthews_corrcoef(Y, D, sample_weight=W)),
    ("cohen_kappa", LATE, lambda: sk.cohen_kappa_score(Y, D, sample_weight=W)),
    ("ndcg", ASKED, lambda: each_query(ASKED, ndcg_of(None))),
    ("ndcg_at_3", ASKED, lambda: each_query(ASKED, ndcg_of(3))),
    ("ndcg", GRADES, lambda: each_query(GRADES, ndcg_of(None))),
    ("ndcg_at_3", GRADES, lambda: each_query(GRADES, ndcg_of(3))),
    ("mean_reciprocal_rank", ASKED, lambda: each_query(ASKED, first_right)),
    ("precision_at_3", ASKED, lambda: each_query(ASKED, right_of_three)),
    (
        "average_precision",
        COLOURED,
        lambda: sk.average_precision_score(TRUE, CHANCES[:, [2, 1, 0]], average="macro", sample_weight=WEIGHT),
    ),
    (
        "roc_auc",
        COLOURED,
        lambda: float(np.mean([sk.roc_auc_score(c == TRUE, CHANCES[:, i], sample_weight=WEIGHT) for i, c in CODED])),
    ),
    (
        "top_2_accuracy",
        COLOURED,
        lambda: sk.top_k_accuracy_score(TRUE, CHANCES[:, [2, 1, 0]], k=2, sample_weight=WEIGHT),
    ),
    ("f2", COLOURED, lambda: sk.fbeta_score(TRUE, SAID, beta=2, **MACRO)),
    ("jaccard", COLOURED, lambda: sk.jaccard_score(TRUE, SAID, **MACRO)),
    ("matthews_corrcoef", COLOURED, lambda: sk.matthews_corrcoef(TRUE, SAID, sample_weight=WEIGHT)),
    ("cohen_kappa", COLOURED, lambda: sk.cohen_kappa_score(TRUE, SAID, sample_weight=WEIGHT)),
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
    ("mean_squared_error", NUMBERED, lambda: sk.mean_squared_error(NUMBERS, GUESSED, sample_weight=WEIGHT)),
    (
        "median_absolute_error",
        NUMBERED,
        lambda: sk.median_absolute_error(NUMBERS, GUESSED, sample_weight=WEIGHT),
    ),
    ("mean_absolute_percentage_error", POSITIVE, lambda: sk.mean_absolute_percentage_error(**OF_AMOUNTS)),
    ("mean_squared_log_error", POSITIVE, lambda: sk.mean_squared_log_error(**OF_AMOUNTS)),
    ("root_mean_squared_log_error", POSITIVE, lambda: sk.root_mean_squared_log_error(**OF_AMOUNTS)),
    ("mean_poisson_deviance", POSITIVE, lambda: sk.mean_poisson_deviance(**OF_AMOUNTS)),
    ("mean_gamma_deviance", POSITIVE, lambda: sk.mean_gamma_deviance(**OF_AMOUNTS)),
    ("mean_pinball_loss", NUMBERED, lambda: sk.mean_pinball_loss(NUMBERS, GUESSED, sample_weight=WEIGHT)),
    (
        "mean_pinball_loss_0.9",
        NUMBERED,
        lambda: sk.mean_pinball_loss(NUMBERS, GUESSED, sample_weight=WEIGHT, alpha=0.9),
    ),
    ("explained_variance", NUMBERED, lambda: sk.explained_variance_score(NUMBERS, GUESSED, sample_weight=WEIGHT)),
    ("d2_absolute_error", NUMBERED, lambda: sk.d2_absolute_error_score(NUMBERS, GUESSED, sample_weight=WEIGHT)),
    (
        "weighted_absolute_percentage_error",
        NUMBERED,
        lambda: float((np.abs(NUMBERS - GUESSED) @ WEIGHT) / (np.abs(NUMBERS) @ WEIGHT)),
    ),
    (
        "symmetric_mean_absolute_percentage_error",
        POSITIVE,
        lambda: float(np.average(2 * np.abs(AMOUNTS - FORETOLD) / (AMOUNTS + FORETOLD), weights=WEIGHT)),
    ),
    ("mean_absolute_scaled_error", TIMED, mase),
]
ALL = pytest.mark.parametrize(
    ("name", "predictions", "witness"), WITNESSES, ids=[f"{row[0]}-{row[1].task.kind}" for row in WITNESSES]
)


@ALL
def test_value_is_scikit_learns(name: str, predictions: Predictions, witness: Callable[[], float]) -> None:
    drawn = name in ("mean_reciprocal_rank", "precision_at_3")
    assert measure_metric(name, predictions).value == pytest.approx(witness(), rel=0.02 if drawn else 1e-9)


MEDIANS = {"median_absolute_error": (NUMBERED, np.abs(NUMBERS - GUESSED))}
"""Metrics whose error the jackknife is no witness for, as that of a median is inconsistent (Miller 1974)."""


@pytest.mark.parametrize(
    ("name", "predictions"),
    [pytest.param(*row[:2], id=f"{row[0]}-{row[1].task.kind}") for row in WITNESSES if row[0] not in MEDIANS],
)
def test_standard_error_agrees_with_the_jackknife(name: str, predictions: Predictions) -> None:
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
    widest = 1.35 if metric_for(name, predictions.task).share else 1.06
    assert found.se is not None
    assert 0.94 <= found.se / jackknife <= widest


@pytest.mark.parametrize("name", MEDIANS)
def test_standard_error_of_a_median_is_the_one_that_simulations_bear_out(name: str) -> None:
    # tests/stats/test_medians.py holds it against closed forms, and its intervals against known truth
    predictions, values = MEDIANS[name]
    linear = linear_median(values, WEIGHT)
    assert linear is not None
    assert measure_metric(name, predictions).se == pytest.approx(estimate(linear).se)


def test_every_metric_and_task_has_a_witness() -> None:
    witnessed = {(name, predictions.task.kind) for name, predictions, _ in WITNESSES}
    fixed = {(metric.name, kind) for metric in metrics().values() for kind in metric.kinds}
    assert fixed <= witnessed
    for pattern in patterns():
        kinds = {kind for name, kind in witnessed - fixed if pattern.metric(name) is not None}
        assert kinds == pattern.kinds


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


@pytest.mark.parametrize("name", ["r2", "explained_variance"])
def test_what_a_few_huge_outcomes_decide_is_marked_as_approximate(name: str) -> None:
    random = np.random.default_rng(8)
    heavy, light = random.lognormal(0, 1.5, 1000), random.normal(5, 1, 1000)
    told = [
        measure_metric(name, table(NUMBER, score=of + random.normal(size=1000) / 2, outcome=of))
        for of in (heavy, light)
    ]
    assert [one.approximate for one in told] == [True, False]


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


def test_many_candidates_are_told_in_one_go_as_each_is_by_itself() -> None:
    good, poor, base = (
        simulated(25),
        simulated(25, skill=0.2, candidate="poor"),
        simulated(25, skill=0.7, candidate="b"),
    )
    hidden = pl.when(pl.int_range(pl.len()) % 9 == 0).then(None).otherwise(pl.col("score"))
    patchy = structs.replace(poor, candidate="patchy", frame=poor.frame.with_columns(hidden.alias("score")))
    turned = structs.replace(good, candidate="turned", frame=good.frame.reverse())
    names = ["roc_auc", "average_precision", "log_loss", "recall", "f2"]
    found = metric_gains(names, [good, patchy, turned], base)
    for one in (good, patchy):
        gains = tuple(metric_gain(name, one, base) for name in names)
        assert found[one.candidate] == (*measure_metrics(names, one), *gains)
    assert [each.value for each in found["turned"]] == pytest.approx([each.value for each in found["ours"]])


@pytest.mark.parametrize(
    "name", ["precision_at_0", "precision_at_1.5", "precision_at_", "f0", "f-1", "f02", "top_x_accuracy"]
)
def test_a_number_that_does_not_fit_a_name_is_no_metric(name: str) -> None:
    with pytest.raises(RequestError, match="there is no metric") as caught:
        measure_metric(name, LATE)
    assert not name.startswith("precision") or caught.value.next_step == "write 'precision_at_K'"


@pytest.mark.parametrize("name", ["ndcg", "mean_reciprocal_rank", "precision_at_2"])
def test_one_ranking_alone_has_no_interval(name: str) -> None:
    found = measure_metric(name, table(BINARY, score=[0.9, 0.8, 0.1], outcome=["no", "yes", "no"]))
    assert found.value == pytest.approx({"ndcg": 1 / np.log2(3)}.get(name, 0.5))
    assert found.low is None


@pytest.mark.parametrize(
    ("name", "score", "outcome"),
    [
        ("mean_absolute_percentage_error", [1.0, 2.0], [0.0, 2.0]),
        ("mean_squared_log_error", [1.0, -1.0], [0.0, 2.0]),
        ("mean_gamma_deviance", [1.0, 1.0], [0.0, 2.0]),
        ("mean_poisson_deviance", [0.0, 1.0], [1.0, 2.0]),
        ("weighted_absolute_percentage_error", [1.0, 1.0], [0.0, 0.0]),
        ("mean_absolute_scaled_error", [1.0, 1.0], [1.0, 2.0]),
        ("ndcg", [1.0, 1.0], [-1.0, 2.0]),
    ],
)
def test_what_numbers_cannot_tell_is_none(name: str, score: list[float], outcome: list[float]) -> None:
    assert measure_metric(name, table(NUMBER, score=score, outcome=outcome)).value is None


def test_the_forecast_beside_which_errors_are_scaled_repeats_the_last_known_outcome() -> None:
    columns: dict[str, Any] = {"score": [2.0, 4.0, 9.0, 7.0], "outcome": [1.0, None, 5.0, 6.0]}
    alone = table(NUMBER, **columns, time=[1, 2, 3, 4])
    # the third repeats 1 and is 4 off, the fourth repeats 5 and is 1 off
    assert measure_metric("mean_absolute_scaled_error", alone).value == pytest.approx((4 + 1) / (4 + 1))
    shops = table(NUMBER, **columns, time=[1, 1, 2, 2], unit_id=["a", "b", "a", "b"])
    assert measure_metric("mean_absolute_scaled_error", shops).value == pytest.approx(4 / 4)
    mixed = table(NUMBER, **columns, time=[1, 1, 1, 2], group=["a", "a", "a", "b"])
    assert measure_metric("mean_absolute_scaled_error", mixed).value is None
