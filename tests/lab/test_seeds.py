"""Candidates that draw at random learn with several seeds; the mean of what they say counts."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.final import fit_final
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

TREE = CandidateSpec(
    name="tree",
    kind="estimator",
    target="sklearn.tree.ExtraTreeClassifier",
    parameters={"max_depth": 3},
)
THREE = structs.replace(TREE, seeds=3)
CODE = """
import numpy as np

class Drawn:
    def __init__(self, seed):
        self.seed = seed

    def fit(self, X, y):
        return self

    def predict(self, X):
        return np.zeros(len(X))

    def predict_proba(self, X):
        yes = np.full(len(X), self.seed / 10)
        return np.column_stack([1 - yes, yes])

def build(seed=9):
    return Drawn(seed)

def still():
    return Drawn(4)

def failing(seed=0):
    if seed == 1:
        raise ValueError("an unlucky draw")
    return Drawn(seed)
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "drawn_by_mine.py").write_text(CODE)
    return study_of(*easy(), folder=tmp_path)


def asked(study: Study, spec: CandidateSpec, cache: Cache | None = None) -> Attempt:
    return evaluate_all(study, [spec], progress=silent, cache=cache).attempts[0]


def scores(attempt: Attempt) -> pl.Series:
    assert attempt.predictions is not None, str(attempt.failure)
    return attempt.predictions.frame["score"]


def test_the_mean_over_seeds_is_what_single_fits_say(study: Study) -> None:
    found = asked(study, THREE)
    alone = [
        scores(asked(study, structs.replace(TREE, parameters={**TREE.parameters, "random_state": seed})))
        for seed in range(3)
    ]
    assert [draw.frame["score"].to_list() for draw in found.draws] == [one.to_list() for one in alone]
    assert np.allclose(scores(found), np.mean([one.to_numpy() for one in alone], axis=0), atol=1e-15)
    assert alone[0].to_list() != alone[1].to_list()
    assert found.predictions is not None
    assert found.predictions.candidate == "tree"


def test_each_fold_and_seed_is_kept_and_the_first_is_shared_with_one_that_learns_once(
    study: Study, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    asked(study, TREE, cache)
    kept = {path for path in (tmp_path / "cache").rglob("*") if path.is_file()}
    first = asked(study, THREE, cache)
    more = {path for path in (tmp_path / "cache").rglob("*") if path.is_file()}
    assert len(more) == 3 * len(kept)
    assert kept < more
    again = asked(study, THREE, cache)
    assert again.digest == first.digest
    assert again.fit_seconds == first.fit_seconds
    assert scores(again).equals(scores(first))


def test_several_classes_are_averaged_class_by_class() -> None:
    frame, _ = easy()
    classes = structs.replace(study_of(*easy()).task, kind="multiclass", classes=("blue", "green", "red"))
    study = study_of(frame.drop("colour").with_columns(colour=frame["noise"]), frame["colour"], classes)
    found = asked(study, THREE)
    wanted = np.mean([np.array(draw.frame["score"].to_list()) for draw in found.draws], axis=0)
    assert np.allclose(np.array(scores(found).to_list()), wanted)
    assert np.allclose(wanted.sum(axis=1), 1)


@pytest.mark.parametrize(
    "spec",
    [
        structs.replace(THREE, parameters={"random_state": 7}),
        CandidateSpec(name="naive", kind="estimator", target="sklearn.naive_bayes.GaussianNB", seeds=3),
        CandidateSpec(name="ours", kind="factory", target="drawn_by_mine:still", seeds=3),
        CandidateSpec(name="constant", kind="constant", seeds=3),
    ],
    ids=["its seed is stated", "it takes none", "a factory that takes none", "it draws nothing"],
)
def test_what_does_not_draw_learns_once(study: Study, spec: CandidateSpec) -> None:
    found = asked(study, spec)
    assert not found.draws
    assert scores(found).equals(scores(asked(study, structs.replace(spec, seeds=1))))


def test_a_factory_that_takes_a_seed_gets_each(study: Study) -> None:
    found = asked(study, CandidateSpec(name="ours", kind="factory", target="drawn_by_mine:build", seeds=4))
    assert [draw.frame["score"][0] for draw in found.draws] == [0.0, 0.1, 0.2, 0.3]
    assert scores(found).to_list() == pytest.approx([0.15] * len(scores(found)))


def test_one_seed_that_fails_fails_the_candidate_and_is_named(study: Study) -> None:
    failure = asked(study, CandidateSpec(name="ours", kind="factory", target="drawn_by_mine:failing", seeds=3)).failure
    assert "an unlucky draw" in str(failure)
    assert "ours (seed 2)" in str(failure)


def test_what_is_shipped_answers_with_the_mean_too(study: Study) -> None:
    fitted = fit_final(study, THREE)
    rows = study.frame[:20]
    alone = [
        fit_final(study, structs.replace(TREE, parameters={**TREE.parameters, "random_state": seed})).score(rows)
        for seed in range(3)
    ]
    assert np.allclose(fitted.score(rows), np.mean(alone, axis=0), atol=1e-12)
