"""The same answers from a Ray cluster, here one on this machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.study import Workplace
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
BROKEN = CandidateSpec(name="broken", kind="estimator", target="sklearn.linear_model.Logistic")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_bits_and_tells_failures_the_same_way(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    study = study_of(*easy())
    here = evaluate(study, [LINEAR, BROKEN], progress=silent)
    study = replace(study, place=Workplace(workers=2, shelf=tmp_path / "shelf", on="ray"))
    there = evaluate(study, [LINEAR, BROKEN], progress=silent, cache=Cache(tmp_path / "cache"))
    assert there.attempts[0].predictions == here.attempts[0].predictions
    assert str(there.attempts[1].failure) == str(here.attempts[1].failure)


def test_a_place_that_does_not_exist_is_refused() -> None:
    study = replace(study_of(*easy()), place=Workplace(on="moon"))
    with pytest.raises(RequestError, match="no such place"):
        evaluate(study, [LINEAR], progress=silent)
