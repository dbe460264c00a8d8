"""A candidate asked again about spoiled rows: as it was fitted, kept, and refused by name what cannot be."""

from pathlib import Path

import numpy as np
import pytest

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.perturbed import Perturbed
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec
from shipworthy.records.spoil import Spoil
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")


@pytest.fixture(scope="module")
def study() -> Study:
    return study_of(*easy())


def test_sound_rows_are_answered_as_they_were_when_it_was_evaluated(study: Study, tmp_path: Path) -> None:
    asked = Perturbed(study, LINEAR, Cache(tmp_path), "x")
    attempt = evaluate(study, [LINEAR], progress=silent).attempts[0]
    assert attempt.predictions is not None
    aside = attempt.predictions.frame.filter(attempt.predictions.frame["origin"] == "holdout")
    assert aside["id"].cast(int).to_list() == asked.rows.tolist()
    assert asked.total == len(asked.rows)
    np.testing.assert_allclose(asked.ask(None).to_numpy(), aside["score"].to_numpy(), atol=1e-6)


def test_what_was_answered_once_is_kept_and_nothing_is_fitted_again(study: Study, tmp_path: Path) -> None:
    what = Spoil(kind="noise", strength=0.5, columns=("size",))
    first = Perturbed(study, LINEAR, Cache(tmp_path), "x").ask(what)
    broken = CandidateSpec(name="linear", kind="estimator", target="nowhere.Nothing")
    assert Perturbed(study, broken, Cache(tmp_path), "x").ask(what).equals(first)
    assert not first.equals(Perturbed(study, LINEAR, Cache(tmp_path), "x").ask(None))


def test_the_weightiest_column_stands_first(study: Study, tmp_path: Path) -> None:
    assert Perturbed(study, LINEAR, Cache(tmp_path), "x").ranked()[0] == "size"


def test_a_name_is_a_source_or_a_column_or_refused(study: Study, tmp_path: Path) -> None:
    asked = Perturbed(study, LINEAR, Cache(tmp_path), "x")
    assert asked.meant(Spoil(kind="gone", source="size")).columns == ("size",)
    assert asked.meant(Spoil(kind="typos")).columns == ("colour",)
    with pytest.raises(ColumnError, match="nothing is learned from `sise`"):
        asked.meant(Spoil(kind="gone", source="sise"))
    with pytest.raises(RequestError, match="unit can happen to no column"):
        asked.meant(Spoil(kind="unit", strength=0.1))
