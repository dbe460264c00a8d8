"""PyTorch modules in processes of their own: training that was ended goes on; these run where PyTorch is installed."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec, Limits
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

pytest.importorskip("torch")

Parameters = dict[str, float | int | str | bool | None]
EPOCHS = 30
CODE = """
import time
from pathlib import Path
from torch import nn

class Slow(nn.Module):
    def __init__(self, inputs, seconds, told):
        super().__init__()
        self.layer = nn.Linear(inputs, 1)
        self.seconds = seconds
        self.told = told

    def forward(self, rows):
        if self.training:
            time.sleep(self.seconds)
            with Path(self.told).open("a") as file:
                file.write("step\\n")
        return self.layer(rows)
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "slow_module.py").write_text(CODE)
    made = study_of(*easy(), folder=tmp_path)
    return replace(made, folds=made.folds[-1:], place=replace(made.place, shelf=tmp_path / "shelf"))


@pytest.mark.slow
def test_training_that_was_ended_goes_on_to_the_same_weights(study: Study, tmp_path: Path) -> None:
    told = tmp_path / "steps"
    parameters: Parameters = {"epochs": EPOCHS, "batch_size": 1000, "lr": 0.05, "seconds": 0.2, "told": str(told)}
    slow = CandidateSpec(
        name="slow", kind="module", target="slow_module:Slow", parameters=parameters, limits=Limits(seconds=4)
    )
    cache = Cache(tmp_path / "cache")
    failures = 0
    while True:
        found = evaluate(study, [slow], progress=silent, cache=cache).attempts[0]
        if found.failure is None:
            break
        assert "takes longer than it may" in str(found.failure)
        failures += 1
        assert failures < EPOCHS
    assert failures
    # what was under way when it was ended is done again, and nothing else
    assert EPOCHS <= len(told.read_text().splitlines()) <= EPOCHS + failures
    quick = structs.replace(slow, parameters={**parameters, "seconds": 0.0}, limits=Limits())
    whole = evaluate(study, [quick], progress=silent).attempts[0]
    assert found.predictions is not None
    assert whole.predictions is not None
    assert found.predictions.frame.equals(whole.predictions.frame)
    assert not list((tmp_path / "shelf" / "checkpoints").iterdir())


def test_seeds_draw_other_weights(study: Study, tmp_path: Path) -> None:
    parameters: Parameters = {"epochs": 1, "batch_size": 1000, "seconds": 0.0, "told": str(tmp_path / "steps")}
    spec = CandidateSpec(name="net", kind="module", target="slow_module:Slow", parameters=parameters)
    found = [
        evaluate(study, [structs.replace(spec, parameters={**parameters, **more})], progress=silent).attempts[0]
        for more in ({}, {"seed": 0}, {"seed": 1})
    ]
    first, same, other = (each.predictions.frame["score"] for each in found if each.predictions is not None)
    assert first.equals(same)
    assert not first.equals(other)
