"""Calibration against scikit-learn, against worlds whose truth is known, and what it costs against numbers by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression

from shipworthy.measure.calibration import calibration, stretches
from shipworthy.measure.decide import decide
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.limit_names import AS_THEY_ARE, IN_USE, STRETCH, TOLD, TURNED_OUT
from shipworthy.measure.recalibrate import recalibrated, worth_of_calibration
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, COLOURS, NUMBER, USD, table


def world(seed: int, rows: int = 2_000, *, sure: float = 1.0, days: int = 0) -> Predictions:
    """Chances told that are `sure` times as sure of themselves as they should be."""
    random = np.random.default_rng(seed)
    truth = random.normal(-1, 1.2, rows)
    day = np.arange(rows) * days // rows
    happened = random.random(rows) < special.expit(truth + (random.normal(0, 0.3, days)[day] if days else 0))
    told, turned = special.expit(sure * truth), np.where(happened, "yes", "no")
    if not days:
        return table(BINARY, score=told, outcome=turned)
    return table(BINARY, score=told, outcome=turned, group=day.astype(str))


def named(found: tuple[Measurement, ...], name: str) -> list[Measurement]:
    return [each for each in found if each.name == name]


def test_stretches_are_those_of_scikit_learn() -> None:
    rows = world(1)
    found = calibration(rows)
    happened = (rows.frame["outcome"] == "yes").to_numpy()
    shares, told = calibration_curve(happened, rows.frame["score"], n_bins=10, strategy="quantile")
    assert [each.value for each in named(found, TOLD)] == pytest.approx(told, abs=2e-3)
    assert [each.value for each in named(found, TURNED_OUT)] == pytest.approx(shares, abs=6e-3)
    assert sum(each.n for each in named(found, TURNED_OUT)) == 2_000
    assert len({each.slice[STRETCH] for each in named(found, TOLD)}) == 10


@pytest.mark.parametrize(("sure", "days"), [(1.0, 0), (2.0, 0), (2.0, 40)])
def test_intervals_of_slope_and_level_cover_the_simulated_truth(sure: float, days: int) -> None:
    tried = [calibration(world(seed, 1_500, sure=sure, days=days)) for seed in range(120)]
    slopes = [named(each, "calibration_slope")[0] for each in tried]
    # a day's own luck bends the line a little towards nought: with it the truth is what many rows show
    (truth,) = named(calibration(world(9_999, 200_000, sure=sure, days=days * 130)), "calibration_slope")
    assert truth.value == pytest.approx(1 / sure, abs=0.03)
    assert np.mean([each.low <= truth.value <= each.high for each in slopes]) >= 0.88  # type: ignore[operator]
    if sure == 1:
        errors = [named(each, "calibration_error")[0] for each in tried]
        assert np.mean([each.low == 0 for each in errors]) >= 0.9, "right chances are not called wrong"
        large = [named(each, "calibration_in_the_large")[0] for each in tried]
        assert np.mean([each.low <= 0 <= each.high for each in large]) >= 0.88  # type: ignore[operator]


def test_scores_that_are_too_sure_are_told_and_putting_them_right_brings_value() -> None:
    learned, aside = world(2, 4_000, sure=3.0), world(3, 4_000, sure=3.0)
    (error,) = named(calibration(aside), "calibration_error")
    assert error.low is not None
    assert error.low > 0.05
    right = recalibrated(aside, learned)
    (left,) = named(calibration(right), "calibration_error")
    assert left.value is not None
    assert left.value < 0.03
    as_they_are, in_use = worth_of_calibration(decide(aside, USD, 0.05), learned, USD, 1000)
    assert (as_they_are.against, in_use.against) == (AS_THEY_ARE, IN_USE)
    by_hand = measure_gain(decide(right, USD), decide(aside, USD), USD, 1000)
    assert as_they_are.value == pytest.approx(by_hand.value)
    assert (as_they_are.low, as_they_are.high) == pytest.approx((by_hand.low, by_hand.high))
    assert (as_they_are.low or 0) > 0


def test_recalibration_is_the_isotonic_regression_of_scikit_learn() -> None:
    learned, aside = world(4, 3_000, sure=2.0), world(5, 500, sure=2.0)
    theirs = IsotonicRegression(out_of_bounds="clip").fit(
        learned.frame["score"].to_numpy(), (learned.frame["outcome"] == "yes").to_numpy().astype(float)
    )
    ours = recalibrated(aside, learned).frame["score"].to_numpy()
    assert ours == pytest.approx(theirs.predict(aside.frame["score"].to_numpy()), abs=1e-9)


@given(shift=st.floats(0.2, 5), rows=st.integers(60, 400), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_putting_right_keeps_the_order_and_stays_between_nought_and_one(shift: float, rows: int, seed: int) -> None:
    learned, aside = world(seed, rows, sure=shift), world(seed + 1, 100, sure=shift)
    before, after = (each.frame["score"].to_numpy() for each in (aside, recalibrated(aside, learned)))
    order = np.argsort(before, kind="stable")
    assert ((after >= 0) & (after <= 1)).all()
    steps = np.diff(after[order])
    assert (steps >= -1e-12).all() or (steps <= 1e-12).all()


def test_several_classes_are_told_one_by_one_and_add_up() -> None:
    random = np.random.default_rng(0)
    chances = random.dirichlet([1, 2, 3], 1_500)
    outcome = [COLOURS.classes[random.choice(3, p=row)] for row in chances]
    sharp = chances**2 / (chances**2).sum(axis=1, keepdims=True)
    rows = table(COLOURS, score=[list(row) for row in sharp], outcome=outcome)
    slopes = named(calibration(rows), "calibration_slope")
    assert [each.slice["label"] for each in slopes] == list(COLOURS.classes)
    assert all((each.high or 0) < 1 for each in slopes)
    right = recalibrated(rows, rows).frame["score"]
    assert right.list.sum().to_numpy() == pytest.approx(np.ones(1_500))


def test_numbers_are_told_by_how_far_they_are_off_in_each_stretch() -> None:
    random = np.random.default_rng(0)
    said = random.normal(50, 10, 1_000)
    rows = table(NUMBER, score=said, outcome=said + np.where(said > 50, 4.0, 0.0) + random.normal(size=1_000))
    whole, *parts = named(calibration(rows), "bias")
    assert whole.unit == "min"
    assert whole.value == pytest.approx((rows.frame["outcome"] - rows.frame["score"]).mean())
    assert len(parts) == 10
    assert (parts[0].high or 0) < 0.5
    assert (parts[-1].low or 0) > 3.5


def test_nothing_known_tells_nothing_and_one_score_is_one_stretch() -> None:
    assert calibration(table(BINARY, score=[0.1, 0.2], outcome=[None, None])) == ()
    same = calibration(table(BINARY, score=[0.3] * 400, outcome=["yes", "no", "no", "no"] * 100))
    assert [each.slice for each in named(same, TOLD)] == [{"label": "yes", STRETCH: "0.3"}]
    assert named(same, "calibration_slope")[0].value is None
    assert stretches(np.array([0.1 + 0.2, 0.3])).tolist() == [0, 0]
    blank = table(BINARY, score=[0.1, None], outcome=["no", "no"])
    assert recalibrated(blank, blank).frame["score"].to_list() == [0.1, None]
