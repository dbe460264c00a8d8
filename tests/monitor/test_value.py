"""What a window brought, held against sums made by hand."""

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.same_answer import SameAnswer
from shipworthy.monitor.value import MISCALIBRATION, MODEL, measure_window, promised, valued
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import StatusQuo, Task, Worth
from tests.monitor.samples import MONDAY, promise, rows, settings
from tests.support.work import calls

AMOUNTS = {("yes", "yes"): 9.0, ("yes", "no"): -3.0}


def _frame(seed: int = 1, days: int = 7) -> pl.DataFrame:
    return rows(MONDAY, days, np.random.default_rng(seed))


def _measured(frame: pl.DataFrame, **changes: object) -> dict[str, Measurement]:
    found = measure_window(valued(frame, settings(**changes)))
    return {one.name + ("/model" if one.slice == MODEL else ""): one for one in found}


def _by_hand(frame: pl.DataFrame) -> tuple[float, float]:
    """Value and gain for 100 rows."""
    size = frame["inputs"].struct.field("size").to_list()
    value = gain = 0.0
    known = 0
    for decision, outcome, number in zip(frame["decision"], frame["outcome"], size, strict=True):
        if outcome is None:
            continue
        known += 1
        mine = AMOUNTS.get((decision, outcome), 0.0)
        value += mine
        gain += mine - AMOUNTS.get(("yes" if number > 8 else "no", outcome), 0.0)
    return 100 * value / known, 100 * gain / known


def test_value_and_gain_are_the_sums_made_by_hand() -> None:
    frame = _frame()
    found = _measured(frame)
    value, gain = _by_hand(frame)
    assert found["value"].value == pytest.approx(value)
    assert found["gain"].value == pytest.approx(gain)
    assert (found["gain"].unit, found["gain"].per, found["gain"].direction) == ("EUR", 100.0, "up")
    assert (found["gain"].origin, found["gain"].clusters, found["gain"].n) == ("live", 7, 420)
    assert found["gain"].low is not None
    assert found["gain"].low < gain


def test_outcomes_that_never_came_are_left_out_or_taken_as_agreed() -> None:
    frame = _frame().with_columns(
        outcome=pl.when(pl.int_range(pl.len()) % 5 == 0).then(None).otherwise(pl.col("outcome"))
    )
    unknown = _measured(frame)
    assert unknown["gain"].value == pytest.approx(_by_hand(frame)[1])
    assert unknown["unknown"].value == pytest.approx(0.2)
    for missing, label in (("no", "no"), ("yes", "yes")):
        filled = frame.with_columns(pl.col("outcome").fill_null(label))
        agreed = _measured(frame, missing=missing)
        assert agreed["gain"].value == pytest.approx(_by_hand(filled)[1])
        assert agreed["unknown"].value == 0


def test_what_is_unknown_could_do_no_worse_and_no_better_than_said() -> None:
    frame = _frame()
    random = np.random.default_rng(3)
    hidden = frame.with_columns(
        outcome=pl.when(pl.Series(random.uniform(size=420) < 0.3)).then(None).otherwise(pl.col("outcome"))
    )
    found = _measured(hidden)
    worst, best = found["gain_at_worst"].value, found["gain_at_best"].value
    assert worst is not None
    assert best is not None
    for _ in range(20):
        guess = pl.Series(random.choice(["yes", "no"], 420))
        truth = hidden.with_columns(pl.col("outcome").fill_null(guess))
        assert worst - 1e-9 <= _by_hand(truth)[1] <= best + 1e-9
    assert "gain_at_worst" not in _measured(frame)


def test_rows_answered_by_the_fallback_count_as_delivered_and_are_split_out() -> None:
    frame = _frame().with_columns(
        route=pl.when(pl.int_range(pl.len()) < 105).then(pl.lit("fallback")).otherwise(pl.col("route"))
    )
    found = _measured(frame)
    assert found["fallback"].value == pytest.approx(0.25)
    assert found["gain"].value == pytest.approx(_by_hand(frame)[1])
    assert found["gain/model"].value == pytest.approx(_by_hand(frame[105:])[1])
    assert found["average_precision"].n == 315
    assert "gain/model" not in _measured(_frame())


def test_rows_that_nobody_decided_on_yet_have_no_value() -> None:
    frame = _frame().with_columns(
        route=pl.lit("review"), decision=pl.lit(None, dtype=pl.String), score=pl.lit(None, dtype=pl.Float64)
    )
    found = _measured(frame)
    assert found["value"].value is None
    assert found["gain"].value is None
    assert found["average_precision"].value is None


def test_the_promise_is_told_for_as_many_rows() -> None:
    told = promised(settings(promise=promise(2.0, 0.5, per=10.0)))
    assert told is not None
    assert (told.value, told.se, told.low, told.high) == pytest.approx((20.0, 5.0, 5.0, 35.0))
    assert (told.name, told.kind, told.per) == ("promised", "predictive", 100.0)
    assert promised(settings()) is None


def test_scores_that_promise_too_much_show_as_miscalibration() -> None:
    frame = _frame(days=28)
    told = _measured(frame)[MISCALIBRATION]
    assert told.low is not None
    assert told.high is not None
    assert told.low < 0 < told.high
    bold = _measured(frame.with_columns(score=pl.col("score") ** 0.5))[MISCALIBRATION]
    assert bold.high is not None
    assert bold.high < 0


@pytest.mark.parametrize("kind", ["column", "nothing", "rates", "unknown"])
def test_every_way_of_knowing_what_is_done_today_works(kind: str) -> None:
    frame = _frame()
    today = {
        "column": StatusQuo(kind="column", column="shop"),
        "nothing": StatusQuo(kind="nothing"),
        "rates": StatusQuo(
            kind="rates", rates={"yes": {"yes": 0.5, "no": 0.5}, "no": {"yes": 0.25, "no": 0.75}}, source="desk"
        ),
        "unknown": StatusQuo(),
    }[kind]
    if kind == "column":
        renamed = frame["inputs"].struct.unnest().with_columns(pl.col("shop").replace({"a": "yes", "b": "no"}))
        frame = frame.with_columns(renamed.to_struct("inputs"))
    found = _measured(frame, status_quo=today)
    value, _ = _by_hand(frame)
    assert found["value"].value == pytest.approx(value)
    if kind == "unknown":
        assert "gain" not in found
    elif kind == "nothing":
        assert found["gain"].value == pytest.approx(value)
    else:
        assert found["gain"].value is not None
        assert found["gain"].value != pytest.approx(value)


def test_a_rule_over_a_column_that_did_not_travel_is_refused_by_name() -> None:
    with pytest.raises(ColumnError, match="sise"):
        valued(_frame(), settings(status_quo=StatusQuo(kind="rule", rule="sise > 8")))


def test_without_agreed_value_the_gain_is_in_the_metric() -> None:
    found = _measured(_frame(), worth=Worth(agreed=False), metrics=("roc_auc",), status_quo=StatusQuo(kind="nothing"))
    auc = found["roc_auc"].value
    assert auc is not None
    assert found["gain"].value == pytest.approx(auc - 0.5)
    assert found["value"].unit == "share"


def test_numbers_are_valued_by_what_being_off_costs() -> None:
    random = np.random.default_rng(2)
    truth = random.normal(50, 5, 420)
    frame = _frame().with_columns(
        score=pl.Series(truth + 2), decision=pl.Series(truth + 2), outcome=pl.Series(truth), group=pl.col("group")
    )
    found = _measured(
        frame,
        task=Task(kind="regression", unit="min"),
        worth=Worth(unit="EUR", under=3.0, over=1.0),
        status_quo=StatusQuo(kind="column", column="heat"),
        metrics=("mean_absolute_error",),
    )
    assert found["value"].value == pytest.approx(-200.0)
    assert found["mean_absolute_error"].value == pytest.approx(2.0)
    heat = frame["inputs"].struct.field("heat").to_numpy()
    today = np.where(heat > truth, heat - truth, 3 * (truth - heat))
    assert found["gain"].value == pytest.approx(100 * (today.mean() - 2))


def test_several_classes_are_valued_by_their_amounts() -> None:
    frame = _frame().with_columns(
        score=pl.concat_list(1 - pl.col("score"), pl.col("score") / 2, pl.col("score") / 2),
        outcome=pl.col("outcome").replace({"yes": "b", "no": "a"}),
        decision=pl.col("decision").replace({"yes": "b", "no": "a"}),
    )
    task = Task(kind="multiclass", classes=("a", "b", "c"))
    amounts: dict[str, dict[str, float | str]] = {
        label: {other: 1.0 if label == other else -1.0 for other in task.classes} for label in task.classes
    }
    worth = Worth(unit="EUR", outcomes=amounts)
    found = _measured(
        frame, task=task, worth=worth, status_quo=StatusQuo(kind="unknown"), metrics=("balanced_accuracy",)
    )
    hits = (frame["decision"] == frame["outcome"]).mean()
    assert isinstance(hits, float)
    assert found["value"].value == pytest.approx(100 * (2 * hits - 1))
    assert found["balanced_accuracy"].value is not None


def test_the_gain_over_a_constant_is_the_sum_made_by_hand() -> None:
    frame = _frame()
    always = SameAnswer("yes", (0.3,))
    found = _measured(frame, same_answer=always)
    value, _ = _by_hand(frame)
    yes = [AMOUNTS["yes", outcome] for outcome in frame["outcome"]]
    assert found["gain"].value == pytest.approx(value - 100 * sum(yes) / len(yes))
    assert found["gain"].against == "constant"
    nothing = _measured(frame, same_answer=SameAnswer("no", (0.3,)))
    assert nothing["gain"].value == pytest.approx(value)


def test_the_gain_over_a_constant_number_is_the_sum_made_by_hand() -> None:
    frame = _frame().with_columns(
        decision=pl.col("score") * 10, score=pl.col("score") * 10, outcome=pl.col("inputs").struct.field("size")
    )
    task, worth = Task(kind="regression"), Worth(unit="EUR", under=2.0, over=1.0)
    always = SameAnswer(5.0, (5.0,))
    found = _measured(
        frame, task=task, worth=worth, same_answer=always, status_quo=StatusQuo(kind="nothing"), metrics=("r2",)
    )
    missed = pl.col("decision") - pl.col("outcome"), 5.0 - pl.col("outcome")
    cost = [frame.select(pl.when(each < 0).then(-2 * each).otherwise(each).mean()).item() for each in missed]
    assert found["gain"].value == pytest.approx(100 * (cost[1] - cost[0]))


def test_without_a_value_the_gain_over_a_constant_is_told_in_the_metric_by_its_own_chances() -> None:
    frame, shares = _frame(), (0.7, 0.3)
    no_value = {"worth": Worth(agreed=False), "metrics": ("log_loss",), "unit": ""}
    ours = _measured(frame, **no_value)["log_loss"].value
    outcome = frame["outcome"] == "yes"
    yes = float(outcome.mean())  # type: ignore[arg-type]
    told = _measured(frame, same_answer=SameAnswer("no", (0.3,)), **no_value)["gain"]
    always = -(yes * np.log(shares[1]) + (1 - yes) * np.log(shares[0]))
    assert ours is not None
    assert told.value == pytest.approx(always - ours)
    three = frame.with_columns(score=pl.concat_list(1 - pl.col("score"), pl.col("score")))
    task = Task(kind="multiclass", classes=("no", "yes"))
    many = _measured(three, task=task, same_answer=SameAnswer("no", shares), **no_value)["gain"]
    assert many.value == pytest.approx(told.value)


def test_rows_without_groups_are_grouped_by_their_time_when_asked() -> None:
    frame = _frame().with_columns(group=pl.lit(None, dtype=pl.String))
    assert _measured(frame)["gain"].clusters == 420
    assert _measured(frame, group="day")["gain"].clusters == 7


def test_ten_times_the_rows_are_measured_by_the_same_steps() -> None:
    def steps(a_day: int) -> int:
        frame = rows(MONDAY, 7, np.random.default_rng(9), a_day=a_day)
        return calls(lambda: _measured(frame, promise=promise(20.0)))

    steps(86)  # what is loaded the first time counts for neither
    assert steps(860) < 1.1 * steps(86)
