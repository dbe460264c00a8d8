"""Fits for the rows kept aside: put away when they are made, found again, and made again where they were lost."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.aside import fitted_aside, kept_aside
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.study import Study
from shipworthy.model.fitted import Fitted
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
DRAWN = CandidateSpec(
    name="drawn", kind="estimator", target="sklearn.tree.ExtraTreeClassifier", parameters={"max_depth": 2}, seeds=2
)
RULE = CandidateSpec(name="rule", kind="rule", target="size > 0.3")
SECOND = structs.replace(LINEAR, name="second", after=(LINEAR, RULE))
ALL = (LINEAR, DRAWN, RULE, SECOND)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    made = study_of(*easy())
    return replace(made, place=replace(made.place, shelf=tmp_path_factory.mktemp("shelf"), keeps=True))


@pytest.fixture(scope="module")
def cache(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Cache:
    del study
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def said(study: Study, cache: Cache) -> dict[str, NDArray[np.float64]]:
    """What each said of the rows kept aside."""
    told = {}
    for attempt in evaluate_all(study, ALL, progress=silent, cache=cache).attempts:
        assert attempt.predictions is not None, attempt.failure
        frame = attempt.predictions.frame
        told[attempt.spec.name] = frame.filter(frame["origin"] == "holdout")["score"].to_numpy()
    return told


def answers(fitted: Fitted | None, study: Study) -> NDArray[np.float64]:
    assert fitted is not None
    return fitted.score(study.table.frame[study.folds[-1].test])


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_a_fit_that_was_put_away_says_what_it_said(
    spec: CandidateSpec, study: Study, cache: Cache, said: dict[str, NDArray[np.float64]]
) -> None:
    found = kept_aside(study, spec, cache)
    np.testing.assert_allclose(answers(found, study), said[spec.name], atol=1e-6)


def test_a_fit_that_was_not_put_away_is_made_again(
    study: Study, cache: Cache, tmp_path: Path, said: dict[str, NDArray[np.float64]]
) -> None:
    lost = replace(study, place=replace(study.place, shelf=tmp_path))
    assert kept_aside(lost, LINEAR, cache) is None
    np.testing.assert_allclose(answers(fitted_aside(lost, LINEAR, cache), study), said["linear"], atol=1e-6)


def test_a_damaged_fit_counts_as_none(study: Study, cache: Cache, tmp_path: Path) -> None:
    own = replace(study, place=replace(study.place, shelf=tmp_path))
    evaluate_all(own, [LINEAR], progress=silent, cache=Cache(tmp_path / "cache"))
    (fit,) = tmp_path.rglob("fit.pickle")
    assert kept_aside(own, LINEAR, cache) is not None
    fit.write_bytes(fit.read_bytes()[:-20])
    assert kept_aside(own, LINEAR, cache) is None


def test_nothing_is_put_away_where_nobody_asked_for_it_nor_of_folds(study: Study, tmp_path: Path) -> None:
    quiet = replace(study, place=replace(study.place, shelf=tmp_path, keeps=False))
    evaluate_all(quiet, [LINEAR], progress=silent, cache=Cache(tmp_path / "cache"))
    assert not list(tmp_path.rglob("fit.pickle"))


def test_what_answers_for_no_new_case_has_no_fit(study: Study, cache: Cache) -> None:
    with pytest.raises(CandidateError, match="answer for the cases in the file and no new one"):
        kept_aside(study, structs.replace(LINEAR, kind="predictions", target="theirs.csv"), cache)
