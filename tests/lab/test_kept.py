"""What is kept between evaluations: features, shared by candidates and projects, and checkpoints of long fits."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.shelf import Shelf
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
LONG = """
import os
import signal
from pathlib import Path
import numpy as np

class Long:
    def __init__(self, checkpoints):
        self.place = Path(checkpoints) / "round"

    def fit(self, X, y):
        begun = int(self.place.read_text()) if self.place.exists() else 0
        for step in range(begun, 3):
            self.place.write_text(str(step + 1))
            if step == 1:
                os.kill(os.getpid(), signal.SIGKILL)
        self.begun = begun

    def predict(self, X):
        return np.full(len(X), self.begun > 1)

def build(checkpoints=None):
    return Long(checkpoints)
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "long_of_mine.py").write_text(LONG)
    made = study_of(*easy(), folder=tmp_path)
    return replace(made, place=replace(made.place, shelf=tmp_path / "shelf"))


def kept(study: Study) -> dict[Path, float]:
    assert study.place.shelf is not None
    return {path: path.stat().st_mtime for path in study.place.shelf.glob("??/*/train.npy")}


def test_features_are_made_once_for_all_candidates_and_projects(study: Study) -> None:
    first = evaluate(study, [LINEAR], progress=silent)
    made = kept(study)
    assert len(made) == len(study.folds)
    other = replace(study, labels=study.labels.reverse(), place=replace(study.place, folder=None))
    evaluate(other, [LINEAR], progress=silent)
    again = evaluate(study, [LINEAR], progress=silent)
    assert kept(study) == made
    assert again.attempts[0].predictions == first.attempts[0].predictions


def test_damaged_features_are_made_anew(study: Study) -> None:
    first = evaluate(study, [LINEAR], progress=silent)
    for path in kept(study):
        path.write_bytes(path.read_bytes()[:-8])
    again = evaluate(study, [LINEAR], progress=silent)
    assert again.attempts[0].predictions == first.attempts[0].predictions


def test_what_was_not_used_for_longest_is_thrown_out_and_nothing_in_use(study: Study) -> None:
    evaluate(study, [LINEAR], progress=silent)
    assert study.place.shelf is not None
    old, *others = sorted(path.parent for path in kept(study))
    long_ago = time.time() - 10_000
    os.utime(old, (long_ago, long_ago))
    Shelf(study.place.shelf, most=1)._make_room(others[0])
    assert not old.exists()
    assert all(other.exists() for other in others)


def test_a_fit_that_was_ended_goes_on_from_its_checkpoint(study: Study, tmp_path: Path) -> None:
    ours = CandidateSpec(name="long", kind="factory", target="long_of_mine:build")
    study, cache = replace(study, folds=study.folds[-1:]), Cache(tmp_path / "cache")
    failure = evaluate(study, [ours], progress=silent, cache=cache).attempts[0].failure
    assert "killed from outside" in str(failure)
    found = evaluate(study, [ours], progress=silent, cache=cache).attempts[0]
    assert found.predictions is not None
    assert found.predictions.frame["score"].to_list() == [1.0] * len(study.folds[0].test)
    assert not list((tmp_path / "shelf" / "checkpoints").iterdir())
