"""Attempts that tune themselves: honest, repeatable, resumed, and told where they fail."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.aiming import score_of
from shipworthy.lab.evaluate import evaluate, settled
from shipworthy.lab.final import fit_final
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.picking import gain_over, picked_apart
from shipworthy.lab.study import Study
from shipworthy.measure.gain import measure_value
from shipworthy.measure.rolling import decide_rolling
from shipworthy.records.aim import Aim
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec, Split, Worth
from shipworthy.records.tuning import Knob, Tuning
from shipworthy.store.cache import Cache
from tests.lab.samples import BINARY, REGRESSION, easy, silent, study_of

ALPHA = Knob(name="alpha", low=1e-3, high=1e6, log=True)
RIDGE = CandidateSpec(
    name="ridge",
    kind="estimator",
    target="sklearn.linear_model.Ridge",
    parameters={"alpha": 1e6},
    tune=Tuning(knobs=(ALPHA,), trials=4, seconds=60.0),
)


def numbers(rows: int = 240) -> Study:
    frame, _ = easy(rows)
    random = np.random.default_rng(0)
    labels = pl.Series("y", 3 * frame["size"].to_numpy() + random.normal(size=rows))
    return study_of(frame.drop("when"), labels, REGRESSION, split=Split(folds=2))


@pytest.fixture(scope="module")
def study() -> Study:
    return numbers()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def _answers(study: Study, spec: CandidateSpec, cache: Cache | None = None) -> Predictions:
    (attempt,) = evaluate(study, [spec], progress=silent, cache=cache).attempts
    assert attempt.failure is None, attempt.failure
    assert attempt.predictions is not None
    return attempt.predictions


def test_each_fold_learns_with_what_was_best_within_it(study: Study, kept: Path) -> None:
    tuned = _answers(study, RIDGE, Cache(kept))
    for fold in study.folds:
        found = settled(study, fold, RIDGE, silent, Cache(kept)).spec
        assert not found.tune
        assert float(found.parameters["alpha"] or 0) < 1e4
        alone = _answers(replace(study, folds=(fold,)), found)
        ids = [str(row) for row in fold.test]
        assert alone.frame["score"].to_list() == tuned.frame.filter(pl.col("id").is_in(ids))["score"].to_list()
    untuned = _answers(study, structs.replace(RIDGE, tune=Tuning(knobs=(ALPHA,), trials=1, seconds=1e-9)))
    aim = Aim(metric="mean_squared_error")
    assert (score_of(tuned, aim) or 0) > (score_of(untuned, aim) or 0)


def test_the_same_search_gives_the_same_answers_and_a_killed_one_goes_on(study: Study, kept: Path) -> None:
    fold = study.folds[0]
    told: list[str] = []

    def killed(done: int, total: int, words: str) -> None:
        told.append(words)
        if done == 3:
            raise KeyboardInterrupt

    cache = Cache(kept / "other")
    with pytest.raises(KeyboardInterrupt):
        settled(study, fold, RIDGE, killed, cache)
    on = settled(study, fold, RIDGE, silent, cache).spec
    assert on == settled(study, fold, RIDGE, silent, Cache(kept)).spec
    assert told[-1].startswith("tuning ridge on 1, best so far ")


def test_nothing_that_a_fold_is_asked_about_is_searched_on(study: Study, kept: Path) -> None:
    """Other outcomes of the rows asked about change no setting."""
    fold = study.folds[-1]
    assert fold.origin == "holdout"
    labels = study.labels.to_numpy().copy()
    labels[fold.test] = 1e9
    planted = replace(study, labels=pl.Series("y", labels))
    found = settled(planted, fold, RIDGE, silent, None).spec
    assert found == settled(study, fold, RIDGE, silent, Cache(kept)).spec
    assert all(np.isin(inner.test, fold.train).all() for inner in inner_folds(planted, fold))


def test_the_attempt_as_it_stands_stays_unless_another_is_better(study: Study) -> None:
    useless = structs.replace(
        RIDGE,
        parameters={"alpha": 1.0},
        tune=Tuning(knobs=(Knob(name="alpha", low=1e7, high=1e8),), trials=2, seconds=60.0),
    )
    assert settled(study, study.folds[0], useless, silent, None).spec.parameters == {"alpha": 1.0}


def test_time_that_is_over_is_told(study: Study) -> None:
    short = structs.replace(RIDGE, tune=Tuning(knobs=(ALPHA,), trials=4, seconds=1e-6))
    (attempt,) = evaluate(study, [short], progress=silent).attempts
    assert any("was over after 0 of 4 trials" in note for note in attempt.notes)


def test_a_setting_that_fails_is_one_trial_and_an_attempt_of_which_all_fail_is_told(study: Study) -> None:
    half = Knob(name="solver", choices=("svd", "nonsense"))
    some = structs.replace(RIDGE, tune=Tuning(knobs=(half,), trials=3, seconds=60.0))
    assert settled(study, study.folds[0], some, silent, None).spec.parameters.get("solver", "svd") == "svd"
    unknown = Knob(name="alhpa", low=0.1, high=1.0)
    none = structs.replace(RIDGE, parameters={"solver": "nonsense"}, tune=Tuning(knobs=(unknown,), trials=3, seconds=9))
    (attempt,) = evaluate(study, [none], progress=silent).attempts
    assert isinstance(attempt.failure, CandidateError)


def test_too_few_rows_to_split_again_are_told(study: Study) -> None:
    fold = structs.replace(study.folds[0], train=study.folds[0].train[:11])
    found = settled(study, fold, RIDGE, silent, None)
    assert found.spec.parameters == RIDGE.parameters
    assert "too few rows" in found.note


def test_what_is_shipped_is_tuned_on_all_rows(study: Study) -> None:
    tuned = fit_final(study, RIDGE).score(study.frame)
    stiff = fit_final(study, structs.replace(RIDGE, tune=Tuning(knobs=(ALPHA,), trials=1, seconds=1e-9)))
    truth = study.labels.to_numpy()
    assert ((tuned - truth) ** 2).mean() < ((stiff.score(study.frame) - truth) ** 2).mean() / 2


def test_where_a_value_was_agreed_trials_are_compared_by_it() -> None:
    frame, labels = easy(200)
    study = study_of(frame, labels, BINARY)
    worth = Worth(unit="USD", outcomes={"yes": {"yes": 90.0, "no": -25.0}, "no": {"yes": 0.0, "no": 0.0}})
    said = _answers(study, CandidateSpec(name="c", kind="constant"))
    folds = structs.replace(said, frame=said.frame.filter(pl.col("origin") == "fold"))
    by_hand = measure_value(decide_rolling(folds, worth, ordered=True).predictions, worth).value
    aim = Aim(metric="log_loss", worth=worth, ordered=True)
    assert score_of(folds, aim) == by_hand
    assert aim.unit == "USD a case"


def _trial(scores: np.ndarray, outcomes: np.ndarray) -> Predictions:
    frame = pl.DataFrame(
        {
            "id": [str(row) for row in range(len(scores))],
            "time": pl.Series([None] * len(scores), dtype=pl.Datetime("us", "UTC")),
            "group": [str(row) for row in range(len(scores))],
            "origin": "fold",
            "model": "m",
            "score": scores,
            "outcome": outcomes,
            "period": [str(row % 4) for row in range(len(scores))],
        }
    )
    return Predictions(candidate="m", task=REGRESSION, frame=frame)


def test_the_best_of_many_equals_gains_nothing_once_it_is_picked_apart() -> None:
    """Settings that are all equally good: the best looks better, and what is told of searching is nothing."""
    random, aim = np.random.default_rng(0), Aim(metric="mean_squared_error")
    looks: list[float] = []
    told: list[float] = []
    for _ in range(40):
        outcomes = random.normal(size=80)
        trials = [_trial(outcomes + random.normal(size=80), outcomes) for _ in range(15)]
        best = max(trials, key=lambda each: score_of(each, aim) or 0.0)
        picked = picked_apart(trials, aim)
        assert picked is not None
        looks.append(gain_over(best, trials[0], aim).value or 0.0)
        told.append(gain_over(picked, trials[0], aim).value or 0.0)
    assert np.mean(looks) > 0.2
    assert abs(np.mean(told)) < 3 * np.std(told) / np.sqrt(len(told))
