"""Decision curves: closed forms with calibrated scores, and every point by hand."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from shipworthy.measure.curve import RATIO, Curves, all_alike, at_ratio, better_between, ratio_of, ratios_between
from shipworthy.measure.decide import decide, expected_value_threshold
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.rolling import decide_rolling
from shipworthy.measure.status_quo import status_quo_predictions
from shipworthy.records.deciding import FREE, Capacity, Deciding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from tests.measure.tables import BINARY, COLOURS, NONE_AGREED, USD, table

RATIOS = ratios_between(0.5, 16.0, 11)


def calibrated(rows: int = 20_000, seed: int = 5) -> Predictions:
    rng = np.random.default_rng(seed)
    score = rng.beta(1, 4, rows)
    predictions = table(
        BINARY,
        score=score,
        outcome=np.where(rng.random(rows) < score, "yes", "no"),
        group=(np.arange(rows) // 20).astype(str),
        period=np.arange(rows) * 5 // rows,
    )
    frame = predictions.frame.with_columns(origin=np.where(np.arange(rows) < rows * 4 // 5, "fold", "holdout"))
    return structs.replace(predictions, frame=frame)


@pytest.fixture(scope="module")
def decided() -> Predictions:
    return decide_rolling(calibrated(), USD, ordered=True).predictions


def aside(predictions: Predictions) -> Predictions:
    return structs.replace(predictions, frame=predictions.frame.filter(predictions.frame["origin"] == "holdout"))


def curve_of(predictions: Predictions, today: Predictions, deciding: Deciding = FREE) -> tuple[Measurement, ...]:
    said = (aside(today).frame["decision"] == "yes").to_numpy().astype(float)
    return Curves(USD, RATIOS, 1000, deciding).of(predictions, said, "status_quo")


@given(st.floats(0.01, 100))
def test_the_threshold_at_a_ratio_is_what_the_closed_form_says(ratio: float) -> None:
    # a wrong yes costs c and a right one brings b: yes pays from the chance c / (b + c) on
    worth = at_ratio(USD, BINARY, ratio)
    assert ratio_of(worth, BINARY) == pytest.approx(ratio)
    assert expected_value_threshold(worth, BINARY) == pytest.approx(1 / (1 + ratio))


def test_at_the_ratio_that_is_agreed_the_amounts_are_as_agreed() -> None:
    assert at_ratio(USD, BINARY, 900 / 250).outcomes["yes"] == pytest.approx(USD.outcomes["yes"])


def test_amounts_that_have_no_one_ratio_have_none() -> None:
    column = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": "fee", "yes": 9}})
    never = Worth(unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": -1}})
    assert [ratio_of(worth, BINARY) for worth in (column, never, NONE_AGREED)] == [None, None, None]
    assert ratio_of(USD, COLOURS) is None


def test_every_point_is_the_paired_gain_with_the_threshold_of_its_ratio(decided: Predictions) -> None:
    rule = decided.frame["score"] > 0.3
    today = status_quo_predictions(decided, rule)
    for point in curve_of(decided, today)[::3]:
        worth = at_ratio(USD, BINARY, float(point.slice[RATIO]))
        by_hand = aside(decide_rolling(decided, worth, ordered=True).predictions)
        expected = measure_gain(by_hand, aside(today), worth, 1000)
        assert point.value == pytest.approx(expected.value, rel=1e-4, abs=0.5)
        assert (point.low, point.high) == pytest.approx((expected.low, expected.high), rel=1e-3, abs=0.5)


def test_with_calibrated_scores_the_net_benefit_is_that_of_the_closed_form(decided: Predictions) -> None:
    nothing = all_alike(decided, "no", "never", FREE)
    rows = aside(decided)
    for point in curve_of(decided, nothing)[::3]:
        ratio = float(point.slice[RATIO])
        frame = decide(rows, USD, 1 / (1 + ratio)).frame
        acted, late = ((frame[name] == "yes").to_numpy() for name in ("decision", "outcome"))
        hits, alarms = float(np.mean(acted & late)), float(np.mean(acted & ~late))
        # Vickers and Elkin count in true positives: hits less alarms at the odds of the threshold
        net_benefit = hits - alarms / ratio
        brings = 1150 * ratio / (1 + ratio) * 1000
        assert point.value is not None
        assert point.value / brings == pytest.approx(net_benefit, abs=0.012)


def test_today_against_itself_is_nowhere_better(decided: Predictions) -> None:
    today = status_quo_predictions(decided, decided.frame["score"] > 0.3)
    curve = curve_of(today, today)
    assert {point.value for point in curve} == {0.0}
    assert better_between(curve, RATIO, 3.6) is None


def test_always_is_never_better_than_today_where_alarms_cost_much(decided: Predictions) -> None:
    always = all_alike(decided, "yes", "always", FREE)
    curve = curve_of(always, all_alike(decided, "no", "never", FREE))
    # one in five is late, so that always pays from a ratio of about four on
    found = better_between(curve, RATIO, 8.0)
    assert found is not None
    assert found[1] == pytest.approx(16)
    assert 3.5 < found[0] < 6


def test_a_capacity_holds_every_point(decided: Predictions) -> None:
    capped = Deciding(capacity=Capacity(most=2, per="shift"))
    shifts = pl.Series([{"shift": row // 100} for row in range(decided.frame.height)])
    rows = structs.replace(decided, frame=decided.frame.with_columns(inputs=shifts))
    never = all_alike(rows, "no", "never", capped)
    held = curve_of(decide_rolling(rows, USD, ordered=True, deciding=capped).predictions, never, capped)
    ratios = [float(point.slice[RATIO]) for point in held]
    brings = [1150 * ratio / (1 + ratio) * 1000 for ratio in ratios]
    # two of a hundred are acted on, and no more than each of them can be right
    assert all(point.value is not None and point.value <= 0.02 * most for point, most in zip(held, brings, strict=True))
    assert (all_alike(rows, "yes", "always", capped).frame["decision"] == "yes").sum() == rows.frame.height // 50


def test_the_stretch_around_what_is_agreed_is_told_and_else_the_longest() -> None:
    blank = Measurement(name="gain", value=1.0)
    curve = [
        structs.replace(blank, slice={RATIO: f"{ratio}"}, low=1.0 if better else -1.0)
        for ratio, better in zip(range(1, 8), (True, False, True, True, True, False, True), strict=True)
    ]
    assert better_between(curve, RATIO, 1.0) == (1, 1)
    assert better_between(curve, RATIO, 2.0) == (3, 5)
    assert better_between(curve, RATIO, 4.0) == (3, 5)
    assert better_between(curve[1:2], RATIO, 2.0) is None
