import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from skrub import TableVectorizer

from shipworthy.foundation.errors import CandidateError, ColumnError, TargetError
from shipworthy.lab.final import fit_final
from shipworthy.model import learning as made
from shipworthy.model.learning import fit_features
from shipworthy.model.shortcuts import shortcut
from shipworthy.records.spec import CandidateSpec, Task
from tests.bundle.samples import LIGHT, LINEAR, NUMBER, THREE, TREES, rows, study
from tests.lab.samples import BINARY, REGRESSION
from tests.model.test_features import soups

REGRESSORS = [
    CandidateSpec(name="trees", kind="estimator", target="sklearn.ensemble.HistGradientBoostingRegressor"),
    CandidateSpec(name="light", kind="estimator", target="lightgbm.LGBMRegressor", parameters={"verbose": -1}),
]


class Kept(TableVectorizer):  # type: ignore[misc]
    """skrub's pipeline as it was fitted last."""

    last: Any = None

    def fit_transform(self, *args: Any, **more: Any) -> Any:
        Kept.last = self
        return super().fit_transform(*args, **more)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(frame=soups(), short=st.integers(0, 5))
def test_rows_become_bit_for_bit_what_the_pipeline_that_learned_makes_of_them(
    frame: pl.DataFrame, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "TableVectorizer", Kept)
    Kept.last = None
    learned = frame[:40]
    features, _ = fit_features(learned)
    later = pl.concat([frame] * 3)[: 180 - 30 * short]  # both sides of what is few
    got = features.transform(later)
    for start in (0, 41, 59):
        one = features.transform(later[start : start + 1])
        np.testing.assert_array_equal(one.trees, got.trees[start : start + 1])
        np.testing.assert_array_equal(one.linear, got.linear[start : start + 1])
    again = pickle.loads(pickle.dumps(features)).transform(later)
    np.testing.assert_array_equal(again.trees, got.trees)
    if Kept.last is None or features.sources == ("",):
        return
    pipeline = Kept.last.transform(features._columns.clean(later))
    for place, series in enumerate(pipeline.iter_columns()):
        numbers = series.to_physical().cast(pl.Float32).to_numpy()
        expected = np.where(np.isfinite(numbers), numbers, np.nan)
        np.testing.assert_array_equal(got.trees[:, place], expected)


@pytest.mark.parametrize(
    ("task", "spec"),
    [(BINARY, TREES), (THREE, TREES), (BINARY, LIGHT), (THREE, LIGHT), *((REGRESSION, spec) for spec in REGRESSORS)],
    ids=lambda each: getattr(each, "name", getattr(each, "kind", "")),
)
def test_the_short_way_to_ask_gives_exactly_what_the_documented_way_gives(task: Task, spec: CandidateSpec) -> None:
    fitted = fit_final(study(task), spec)
    model: Any = fitted.candidate.model  # type: ignore[attr-defined]
    quicker = shortcut(model)
    assert quicker is not None
    matrix = fitted.features.transform(rows(200, seed=3)).trees
    for asked in (matrix, matrix[:1], fitted.features.invented(), np.full((2, matrix.shape[1]), np.nan, np.float32)):
        expected = model.predict(asked) if task.kind == "regression" else model.predict_proba(asked)
        np.testing.assert_array_equal(quicker(asked), expected)
    assert fitted.candidate._shortcut is not None  # type: ignore[attr-defined]


def test_a_short_way_that_says_something_else_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipworthy.model.estimator.shortcut", lambda model: lambda asked: np.ones((len(asked), 2)))
    fitted = fit_final(study(), LIGHT)
    model: Any = fitted.candidate.model  # type: ignore[attr-defined]
    frame = rows(20, seed=4)
    expected = model.predict_proba(fitted.features.transform(frame).trees)[:, 1]
    np.testing.assert_array_equal(fitted.score(frame), expected)


@pytest.mark.parametrize("spec", [LINEAR, TREES, LIGHT], ids=lambda spec: spec.name)
def test_one_row_is_scored_as_among_others_whatever_the_order_of_columns_and_in_any_thread(spec: CandidateSpec) -> None:
    fitted = fit_final(study(), spec)
    frame = rows(64, seed=5)
    scores = fitted.score(frame)
    assert scores.shape == (64,)
    alone = np.concatenate([fitted.score(frame[row : row + 1]) for row in range(8)])
    # linear algebra in single precision rounds by how many rows there are
    np.testing.assert_allclose(alone, scores[:8], rtol=0, atol=1e-6)
    np.testing.assert_array_equal(fitted.score(frame.select(reversed(frame.columns))), scores)
    with ThreadPoolExecutor(4) as pool:
        for again in pool.map(fitted.score, [frame] * 8):
            np.testing.assert_array_equal(again, scores)
    assert fitted.score(frame[:0]).shape == (0,)


def test_what_is_shipped_learned_from_the_rows_asked_for_whose_outcome_is_known() -> None:
    everything, all_rows = fit_final(study(), LINEAR), np.arange(240)
    frame = rows(30, seed=6)
    np.testing.assert_array_equal(fit_final(study(), LINEAR, all_rows).score(frame), everything.score(frame))
    assert not np.array_equal(fit_final(study(), LINEAR, all_rows[:100]).score(frame), everything.score(frame))
    with pytest.raises(TargetError, match="nothing to learn from"):
        fit_final(study(), LINEAR, np.array([0, 17, 34]))
    with pytest.raises(CandidateError, match=r"fails while it learns(.|\n)*candidates\.ridge"):
        fit_final(study(REGRESSION), CandidateSpec(**{**NUMBER.to_dict(), "parameters": {"alpha": -1.0}}))


def test_a_column_that_is_gone_and_an_answer_that_is_none_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = fit_final(study(), LINEAR)
    with pytest.raises(ColumnError, match="the column note is needed"):
        fitted.score(rows(3).drop("note"))
    monkeypatch.setattr(fitted.candidate, "predict", lambda matrix: np.full(matrix.rows, np.nan))
    with pytest.raises(CandidateError, match=r"does not answer as it should(.|\n)*LogisticRegression(.|\n)*no finite"):
        fitted.score(rows(3))
    monkeypatch.setattr(fitted.candidate, "predict", lambda matrix: np.zeros(7))
    with pytest.raises(CandidateError, match=r"shape \(7,\)"):
        fitted.score(rows(3))
