import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from shipworthy.lab.evaluate import Attempt, evaluate
from shipworthy.records.spec import CandidateSpec, Task
from tests.lab.samples import BINARY, REGRESSION, easy, silent, study_of

FACTORIES = """
import numpy as np

class Base:
    def fit(self, X, y):
        self.rate = float(np.mean(y))
        self.columns = list(X.columns)
        return self

class Good(Base):
    def predict(self, X):
        return np.zeros(len(X), dtype=int)
    def predict_proba(self, X):
        assert list(X.columns) == self.columns
        return np.tile([1 - self.rate, self.rate], (len(X), 1))

class Holes(Good):
    def predict_proba(self, X):
        return np.full((len(X), 2), np.nan)

class Short(Good):
    def predict_proba(self, X):
        return np.full((3, 2), 0.5)

class Wild(Good):
    def predict_proba(self, X):
        return np.full((len(X), 2), 1.5)

class Raises(Good):
    def fit(self, X, y):
        raise RuntimeError("no more memory on the device")

class Labels(Base):
    def predict(self, X):
        return np.ones(len(X), dtype=int)

def build(kind="Good", depth=1):
    return globals()[kind]()

def nothing():
    return None

number = 5
"""


def attempt(spec: CandidateSpec, folder: Path | None = None, task: Task = BINARY) -> Attempt:
    frame, labels = easy()
    outcome = frame["size"] * 2 if task.kind == "regression" else labels
    return evaluate(study_of(frame, outcome, task, folder=folder), [spec], progress=silent).attempts[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "attempts_of_mine.py").write_text(FACTORIES)
    (tmp_path / "broken_of_mine.py").write_text("import nowhere_at_all")
    (tmp_path / "crooked_of_mine.py").write_text("1 / 0")
    return tmp_path


def factory(target: str, **parameters: str | int) -> CandidateSpec:
    return CandidateSpec(name="ours", kind="factory", target=target, parameters={**parameters})


def estimator(target: str, **parameters: str | float) -> CandidateSpec:
    return CandidateSpec(name="ours", kind="estimator", target=target, parameters={**parameters})


def test_a_factory_of_the_project_gets_the_frame_as_it_is(folder: Path) -> None:
    found = attempt(factory("attempts_of_mine:build"), folder)
    assert found.failure is None
    assert found.predictions is not None
    assert found.predictions.frame["score"].is_between(0, 1).all()


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (factory("attempts_of_mine:build", kind="Holes"), "not a number"),
        (factory("attempts_of_mine:build", kind="Short"), "another number of predictions"),
        (factory("attempts_of_mine:build", kind="Wild"), "no probability(.|\n)*1.5"),
        (
            factory("attempts_of_mine:build", kind="Raises"),
            "fails while it learns: no more memory on the device",
        ),
        (factory("attempts_of_mine:build", kind="Missing"), "cannot be made(.|\n)*KeyError"),
        (
            factory("attempts_of_mine:build", dept=2),
            "unknown(.|\n)*dept(.|\n)*kind, depth(.|\n)*did you mean depth",
        ),
        (factory("attempts_of_mine:bild"), "did you mean build"),
        (factory("attempts_of_mime:build"), "did you mean attempts_of_mine"),
        (factory("attempts_of_mine"), "module:function"),
        (factory("attempts_of_mine:nothing"), "no fit and predict(.|\n)*NoneType"),
        (factory("attempts_of_mine:number"), "no function"),
        (factory("broken_of_mine:build"), "needs nowhere_at_all, which is not installed"),
        (factory("crooked_of_mine:build"), "fails while it is imported: division by zero"),
        (estimator("sklearn.linear_modell.Ridge"), "did you mean sklearn.linear_model"),
        (estimator("sklearn.linear_model.Rigde"), "did you mean Ridge"),
        (estimator("Ridge"), "package.module.Class"),
        (estimator("sklearn.linear_model.LogisticRegression", Cc=1.0), "Cc"),
        (estimator("sklearn.metrics.accuracy_score"), "cannot be fitted"),
        (CandidateSpec(name="ours", kind="constant", parameters={"statistic": "mode"}), "mean, median"),
        (CandidateSpec(name="ours", kind="status_quo"), "measured, not fitted"),
    ],
)
def test_a_candidate_that_cannot_answer_says_why(folder: Path, spec: CandidateSpec, words: str) -> None:
    failure = attempt(spec, folder).failure
    assert failure is not None
    assert failure.where == "candidates.ours"
    assert re.search(words, str(failure)), str(failure)


def test_a_decision_function_is_bent_into_probabilities_and_said_so() -> None:
    found = attempt(estimator("sklearn.linear_model.RidgeClassifier"))
    assert found.predictions is not None
    assert found.predictions.frame["score"].is_between(0, 1, closed="none").all()
    assert "sigmoid" in found.notes[0]


def test_labels_alone_count_as_certain_and_are_said_to(folder: Path) -> None:
    found = attempt(factory("attempts_of_mine:build", kind="Labels"), folder)
    assert found.predictions is not None
    assert found.predictions.frame["score"].unique().to_list() == [1.0]
    assert "labels only" in found.notes[0]


def test_a_fit_that_did_not_settle_is_said_to() -> None:
    found = attempt(estimator("sklearn.linear_model.LogisticRegression", max_iter=1))
    assert found.failure is None
    assert "before it had settled" in found.notes[0]


@pytest.mark.parametrize(
    "target",
    ["sklearn.neighbors.KNeighborsClassifier", "sklearn.ensemble.RandomForestClassifier", "sklearn.svm.SVC"],
)
def test_any_classifier_works_with_no_word_on_features(target: str) -> None:
    assert attempt(estimator(target)).failure is None


def test_the_constant_answers_with_frequencies_mean_or_median() -> None:
    frame, labels = easy()
    study = study_of(frame, labels)
    rate = (labels.gather(study.folds[-1].train) == "yes").mean()
    found = attempt(CandidateSpec(name="constant", kind="constant"))
    assert found.predictions is not None
    aside = found.predictions.frame.filter(pl.col("origin") == "holdout")
    assert aside["score"].unique().to_list() == [pytest.approx(rate)]
    median = CandidateSpec(name="constant", kind="constant", parameters={"statistic": "median"})
    answered = attempt(median, task=REGRESSION).predictions
    assert answered is not None
    expected = np.median(2 * frame["size"].gather(study.folds[-1].train).to_numpy())
    assert answered.frame["score"][-1] == pytest.approx(expected)


def test_a_class_never_seen_in_training_gets_no_chance() -> None:
    frame, _ = easy(60)
    labels = pl.Series(["a", "b"] * 29 + ["c", "c"])
    task = Task(kind="multiclass", classes=("a", "b", "c"))
    study = study_of(frame, labels, task)
    linear = estimator("sklearn.linear_model.LogisticRegression")
    answered = evaluate(study, [linear], progress=silent).attempts[0].predictions
    assert answered is not None
    scores = np.vstack(answered.frame["score"].to_list())
    assert (scores[:, 2] == 0).all()
    np.testing.assert_allclose(scores.sum(axis=1), 1)


def test_two_projects_may_use_the_same_module_name(tmp_path: Path) -> None:
    rates = []
    for number in (0.25, 0.75):
        place = tmp_path / str(number)
        place.mkdir()
        fixed = f"np.tile([1 - {number}, {number}], (len(X), 1))"
        (place / "twin_of_mine.py").write_text(
            FACTORIES.replace("np.tile([1 - self.rate, self.rate], (len(X), 1))", fixed)
        )
        found = attempt(factory("twin_of_mine:build"), place)
        assert found.predictions is not None
        rates += found.predictions.frame["score"].unique().to_list()
    assert rates == [0.25, 0.75]
