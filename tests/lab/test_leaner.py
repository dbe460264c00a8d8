"""Studies with less: what models learn from, and that a world that changes shows in old models alone."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.importance import Fit
from shipworthy.lab.leaner import aged, folds_only, thinned, without
from shipworthy.lab.loss import predicted_losses
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec, Split
from tests.lab.samples import REGRESSION, easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LinearRegression")
LOGISTIC = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")


def drifting(speed: float, rows: int = 1_200) -> Study:
    """Eight months in which what `x` means moves on by so much a month."""
    random = np.random.default_rng(0)
    month = np.arange(rows) * 8 // rows
    x = random.normal(size=rows)
    frame = pl.DataFrame(
        {
            "when": [datetime(2024, 1, 2) + timedelta(hours=8 * 730 * row / rows) for row in range(rows)],
            "x": x,
            "z": random.normal(size=rows),
        }
    )
    labels = pl.Series(x + speed * month + 0.1 * random.normal(size=rows))
    return folds_only(study_of(frame, labels, REGRESSION, split=Split(time="when", period="month", folds=4)))


def error_of(study: Study) -> float:
    found = evaluate(study, [LINEAR], progress=silent).attempts[0].predictions
    assert found is not None
    return float(predicted_losses(found).mean())


def test_an_old_model_learned_only_from_what_was_there_and_is_asked_about_the_same() -> None:
    study = drifting(0.0)
    found = aged(study, 2)
    assert found is not None
    fresh, old = found
    months = study.table.frame["when"].dt.month().to_numpy()
    for one, other in zip(fresh.folds, old.folds, strict=True):
        assert np.array_equal(one.test, other.test)
        asked = months[other.test].min()
        learned = np.flatnonzero(months < asked - 2)
        assert set(learned) - set(study.folds[-1].test) >= set(other.train)
        assert months[other.train].max() == asked - 3
    assert aged(study, 99) is None


def test_the_error_grows_with_age_as_fast_as_the_world_moves_and_not_at_all_where_it_stands_still() -> None:
    for speed, grows in ((0.0, False), (1.0, True)):
        study = drifting(speed)
        lost = []
        for periods in (1, 2):
            found = aged(study, periods)
            assert found is not None
            lost.append(error_of(found[1]) - error_of(found[0]))
        # by construction a model lags half of all months before it, and half a month more with each month of age
        assert (lost[0] > 1.0) is grows
        assert (lost[1] > 1.5 * lost[0]) is grows or not grows
        assert grows or max(map(abs, lost)) < 0.01


def test_fewer_rows_lie_within_more_of_the_same_fold() -> None:
    frame, labels = easy()
    study = study_of(frame, labels)
    half, quarter = thinned(study, 0.5), thinned(study, 0.25)
    assert half is not None
    assert quarter is not None
    for whole, some, few in zip(study.folds, half.folds, quarter.folds, strict=True):
        assert set(few.train) < set(some.train) < set(whole.train)
        assert len(some.train) == len(whole.train) // 2
        assert np.array_equal(some.test, whole.test)
    assert thinned(study, 0.001) is None


def test_a_column_left_out_is_not_learned_from_and_is_still_there() -> None:
    frame, labels = easy()
    lean = without(study_of(frame, labels), ["size", "when"])
    assert "size" not in lean.frame.columns
    assert "size" in lean.table.frame.columns
    assert lean.table.column("when").role == "time"


def test_what_tells_most_counts_most_and_what_tells_nothing_counts_nothing() -> None:
    frame, labels = easy(600)
    fit = Fit(folds_only(study_of(frame, labels)), LOGISTIC)
    found = fit.importance({"size": ["size"], "colour": ["colour"], "noise": ["noise"], "both": ["size", "colour"]})
    assert found["both"] > found["size"] > found["colour"] > abs(found["noise"]) + 0.01
    weight = fit.weight()
    assert weight.seconds > 0
    assert weight.bytes == pytest.approx(5_000, rel=0.99)
