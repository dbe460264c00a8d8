"""Candidates that come after others: they never learn from an answer of a model that had seen the row."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs
from sklearn.metrics import roc_auc_score

from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.final import fit_final
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec, Task
from tests.lab.samples import easy, silent, study_of

CODE = """
import numpy as np

class Spy:
    '''Says 1 for a row that it learned from, and 0 for any other.'''
    def fit(self, X, y):
        self.seen = set(X["noise"])
    def predict(self, X):
        return np.array([noise in self.seen for noise in X["noise"]], dtype=int)
    def predict_proba(self, X):
        said = self.predict(X)
        return np.column_stack([1 - said, said])

class Witness:
    '''Refuses answers about rows that were seen, and empty ones.'''
    def fit(self, X, y):
        self.look(X)
    def predict(self, X):
        self.look(X)
        return np.zeros(len(X), dtype=int)
    def predict_proba(self, X):
        self.look(X)
        return np.full((len(X), 2), 0.5)
    def look(self, X):
        said = X["answer of spy"]
        if said.null_count():
            raise ValueError("an answer is empty")
        if said.max() > 0:
            raise ValueError("an answer of a model that saw the row")

class Plain(Witness):
    def look(self, X):
        pass

def failing():
    raise ValueError("broken")
"""
SPY = CandidateSpec(name="spy", kind="factory", target="chain_of_mine:Spy")
WITNESS = CandidateSpec(name="witness", kind="factory", target="chain_of_mine:Witness", after=(SPY,))
LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
TREE = CandidateSpec(
    name="tree", kind="estimator", target="sklearn.tree.DecisionTreeClassifier", parameters={"max_depth": 4}
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chain_of_mine.py").write_text(CODE)
    return tmp_path


def by_time(folder: Path) -> Study:
    return study_of(*easy(), folder=folder)


def at_random(folder: Path) -> Study:
    frame, labels = easy()
    return study_of(frame.drop("when"), labels, folder=folder)


def asked(study: Study, *specs: CandidateSpec) -> tuple[Attempt, ...]:
    return evaluate_all(study, specs, progress=silent).attempts


def scores(attempt: Attempt) -> pl.Series:
    assert attempt.predictions is not None, str(attempt.failure)
    return attempt.predictions.frame["score"]


@pytest.mark.parametrize("made", [by_time, at_random])
def test_no_answer_is_from_a_model_that_saw_the_row(made: Any, folder: Path) -> None:
    study = made(folder)
    (found,) = asked(study, WITNESS)
    assert found.failure is None, str(found.failure)
    assert len(scores(found)) == sum(len(fold.test) for fold in study.folds)


def test_what_is_shipped_learned_from_answers_about_rows_not_seen(folder: Path) -> None:
    study = by_time(folder)
    fitted = fit_final(study, structs.replace(WITNESS, target="chain_of_mine:Plain"))
    assert "answer of spy" not in fitted.columns
    assert set(fitted.columns) == set(study.frame.columns)
    # its own rows are known to the spy by now: what was learned from is looked at while it learns
    with pytest.raises(ValueError, match="saw the row"):
        fit_final(study, WITNESS).score(study.frame)
    new = study.frame[:5].with_columns(noise=pl.lit(99.0))
    assert fit_final(study, WITNESS).score(new).tolist() == [0.5] * 5


def test_the_answers_are_those_of_the_same_model_on_inner_folds(folder: Path) -> None:
    study = at_random(folder)
    after = structs.replace(LINEAR, name="second", after=(TREE,))
    second, tree = asked(study, after, TREE)
    frame = study.frame
    for fold in study.folds:
        inner = inner_folds(study, fold)
        (parts,) = asked(replace(study, folds=inner), TREE)
        column = np.full(frame.height, np.nan)
        column[np.concatenate([each.test for each in inner])] = scores(parts).to_numpy()
        (whole,) = asked(replace(study, folds=(fold,)), TREE)
        column[fold.test] = scores(whole).to_numpy()
        wide = frame.with_columns(pl.Series("answer of tree", column))
        held = study_of(wide, study.labels, folder=folder)
        (told,) = asked(replace(held, folds=(fold,)), LINEAR)
        place = [str(row) for row in fold.test]
        assert second.predictions is not None
        own = second.predictions.frame.filter(pl.col("id").is_in(place) & (pl.col("origin") == fold.origin))
        assert np.allclose(own["score"], scores(told), atol=1e-9)
    assert scores(tree).len() == scores(second).len()


def test_a_second_step_gains_what_the_first_cannot_say(folder: Path) -> None:
    random = np.random.default_rng(3)
    x, z, slope = random.normal(size=(3, 900))
    chance = 1 / (1 + np.exp(-(3 * np.sign(x * z) + slope)))
    frame = pl.DataFrame({"x": x, "z": z, "slope": slope})
    labels = pl.Series("y", np.where(random.random(900) < chance, "yes", "no"))
    study = study_of(frame, labels, folder=folder)
    forest = CandidateSpec(name="forest", kind="estimator", target="sklearn.ensemble.RandomForestClassifier")
    both = structs.replace(LINEAR, name="both", after=(forest,))
    alone, chain = asked(study, LINEAR, both)
    known = alone.predictions.frame["outcome"].to_numpy() if alone.predictions else None
    assert roc_auc_score(known, scores(alone)) < 0.7
    assert roc_auc_score(known, scores(chain)) > 0.85
    fitted = fit_final(study, both)
    assert fitted.score(frame[:7]).shape == (7,)


def test_many_classes_give_a_column_each_and_chains_may_be_long(folder: Path) -> None:
    frame, _ = easy()
    colours = Task(kind="multiclass", classes=("blue", "green", "red"))
    study = study_of(
        frame.drop("when", "colour").with_columns(colour=frame["noise"]), frame["colour"], colours, folder=folder
    )
    second = structs.replace(LINEAR, name="second", after=(LINEAR,))
    third = structs.replace(TREE, name="third", after=(second, TREE))
    (found,) = asked(study, third)
    assert np.allclose(np.array(scores(found).to_list()).sum(axis=1), 1)
    fitted = fit_final(study, third)
    assert fitted.score(study.frame[:4]).shape == (4, 3)
    assert set(fitted.columns) == set(study.frame.columns)
    assert "answer of second: green" in fitted.schema


def test_it_fails_with_what_it_comes_after_and_where_rows_are_too_few(folder: Path) -> None:
    study = at_random(folder)
    broken = CandidateSpec(name="broken", kind="factory", target="chain_of_mine:failing")
    found, other = asked(study, structs.replace(LINEAR, name="second", after=(broken,)), LINEAR)
    assert "comes after broken, which failed" in str(found.failure)
    assert other.failure is None
    frame, labels = easy()
    few = study_of(frame[:24], labels[:24], folder=folder)
    (found,) = asked(few, structs.replace(LINEAR, name="second", after=(TREE,)))
    assert "too little to be split again" in str(found.failure)
