from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import log_loss

from shipworthy.lab.curve import learning_curve
from shipworthy.lab.quick import first_sight
from shipworthy.records.spec import CandidateSpec, Split, Task
from tests.lab.samples import REGRESSION, easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")


def test_first_sight_finds_what_the_outcome_hangs_on() -> None:
    seen = first_sight(study_of(*easy(1200)), progress=silent)
    assert seen.best in ("linear", "boosted")
    assert 0.1 < seen.explained[seen.best] < 0.6
    assert [name for name, _ in seen.top][:2] == ["size", "colour"]
    assert all(attempt.failure is None for attempt in seen.evaluation.attempts)


def test_first_sight_sees_nothing_in_noise() -> None:
    random = np.random.default_rng(1)
    frame = pl.DataFrame({"a": random.normal(size=400), "b": random.normal(size=400)})
    seen = first_sight(study_of(frame, pl.Series(random.normal(size=400)), REGRESSION), progress=silent)
    assert seen.best == ""
    assert seen.top == ()


def test_first_sight_explains_with_mc_faddens_share() -> None:
    seen = first_sight(study_of(*easy(600)), progress=silent)
    frames = {item.spec.name: item.predictions.frame for item in seen.evaluation.attempts if item.predictions}
    loss = {name: log_loss(frame["outcome"] == "yes", frame["score"]) for name, frame in frames.items()}
    assert seen.explained["linear"] == pytest.approx(1 - loss["linear"] / loss["constant"])


def test_the_curve_grows_and_is_asked_about_the_last_fold_only() -> None:
    frame, labels = easy(1200)
    random = np.random.default_rng(5)
    study = study_of(frame.with_columns(pl.Series(f"n{i}", random.normal(size=1200)) for i in range(20)), labels)
    points = learning_curve(study, LINEAR, progress=silent)
    last = study.folds[-2]
    sizes = [len(last.train) // 2**part for part in range(len(points) - 1, -1, -1)]
    assert [point.rows for point in points] == sizes
    assert points[-1].score > max(points[0].score, points[1].score)
    for point in points:
        assert point.predictions.frame["id"].to_list() == [str(row) for row in last.test]
        assert point.error > 0


def test_the_errors_of_the_curve_are_those_of_a_mean_and_of_a_paired_difference() -> None:
    points = learning_curve(study_of(*easy(1200)), LINEAR, progress=silent)
    losses = []
    for point in (points[0], points[-1]):
        frame = point.predictions.frame
        given = pl.when(pl.col("outcome") == "yes").then("score").otherwise(1 - pl.col("score"))
        losses.append(-np.log(frame.select(given).to_series().to_numpy()))
    scale = losses[0].mean() / (1 - points[0].score)
    root = np.sqrt(len(losses[0]))
    assert points[0].error == pytest.approx(losses[0].std(ddof=1) / root / scale)
    assert points[0].paired_error == pytest.approx((losses[0] - losses[1]).std(ddof=1) / root / scale)
    assert points[-1].paired_error == 0


def test_without_time_or_for_many_classes_the_curve_is_drawn_as_well() -> None:
    random = np.random.default_rng(0)
    frame = pl.DataFrame({"a": random.normal(size=400)})
    labels = pl.Series(np.array(["a", "b", "c"])[np.digitize(frame["a"], [-0.4, 0.4])])
    study = study_of(frame, labels, Task(kind="multiclass", classes=("a", "b", "c")), split=Split(folds=2))
    points = learning_curve(study, LINEAR, progress=silent)
    assert len(points) >= 2
    assert points[-1].score > 0.4


def test_no_fold_gives_no_curve_and_no_first_sight() -> None:
    study = study_of(*easy())
    alone = replace(study, folds=study.folds[-1:])
    assert learning_curve(alone, LINEAR, progress=silent) == ()
    assert first_sight(alone, progress=silent).best == ""
