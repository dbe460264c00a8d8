"""PyTorch modules as candidates; these run where PyTorch is installed."""

import pickle
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import roc_auc_score

from shipworthy.lab.answers import encode_labels
from shipworthy.model.features import FeatureMatrix
from shipworthy.model.learning import fit_features
from shipworthy.model.torch_module import TorchModule, Training, made
from shipworthy.records.spec import Task
from tests.lab.samples import BINARY, REGRESSION, easy

torch = pytest.importorskip("torch")


def straight(inputs: int, outputs: int) -> Any:
    return torch.nn.Linear(inputs, outputs)


def learned(task: Task, answers: Any, **training: Any) -> tuple[TorchModule, FeatureMatrix]:
    _, matrix = fit_features(easy()[0].select("size", "colour", "noise"))
    outputs = len(task.classes) if task.kind == "multiclass" else 1
    candidate = TorchModule(partial(made, straight, outputs, {}), task, Training(**training))
    candidate.fit(matrix, answers)
    return candidate, matrix


def test_a_straight_module_ends_up_where_logistic_regression_does() -> None:
    answers = encode_labels(easy()[1], BINARY)
    candidate, matrix = learned(BINARY, answers, epochs=200, lr=0.05)
    witness = LogisticRegression(C=1e4).fit(matrix.linear, answers).predict_proba(matrix.linear)[:, 1]
    said = candidate.predict(matrix)
    assert said.shape == (300,)
    assert np.abs(said - witness).mean() < 0.02
    assert roc_auc_score(answers, said) > 0.85


def test_numbers_are_learned_in_their_own_unit() -> None:
    answers = 1000 + 50 * easy()[0]["size"].to_numpy()
    candidate, matrix = learned(REGRESSION, answers, epochs=200, lr=0.05)
    witness = LinearRegression().fit(matrix.linear, answers).predict(matrix.linear)
    assert np.abs(candidate.predict(matrix) - witness).mean() < 2


def test_many_classes_add_up_to_one() -> None:
    colours = Task(kind="multiclass", classes=("blue", "green", "red"))
    answers = encode_labels(easy()[0]["colour"], colours)
    candidate, matrix = learned(colours, answers, epochs=100, lr=0.05)
    shares = candidate.predict(matrix)
    assert shares.shape == (300, 3)
    assert np.allclose(shares.sum(axis=1), 1)
    assert (shares.argmax(axis=1) == answers).mean() > 0.95


def test_the_same_seed_learns_the_same_and_leaves_the_random_numbers_of_others_alone() -> None:
    answers = encode_labels(easy()[1], BINARY)
    torch.manual_seed(5)
    before = torch.get_rng_state()
    one, matrix = learned(BINARY, answers, epochs=3)
    assert torch.equal(torch.get_rng_state(), before)
    again, _ = learned(BINARY, answers, epochs=3)
    other, _ = learned(BINARY, answers, epochs=3, seed=1)
    assert np.array_equal(one.predict(matrix), again.predict(matrix))
    assert not np.array_equal(one.predict(matrix), other.predict(matrix))


def test_it_answers_the_same_after_it_was_written_down() -> None:
    one, matrix = learned(BINARY, encode_labels(easy()[1], BINARY), epochs=3)
    assert np.array_equal(pickle.loads(pickle.dumps(one)).predict(matrix), one.predict(matrix))


def test_training_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    answers = encode_labels(easy()[1], BINARY)
    whole, matrix = learned(BINARY, answers, epochs=8)
    for epochs in (3, 8):
        half = TorchModule(partial(made, straight, 1, {}), BINARY, Training(epochs=epochs))
        half.checkpoint = tmp_path / "kept.pt"
        half.fit(matrix, answers)
    assert np.array_equal(half.predict(matrix), whole.predict(matrix))
