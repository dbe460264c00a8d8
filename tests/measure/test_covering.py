import pytest

from benchmarks.covering.__main__ import DEVELOPMENT
from benchmarks.covering.cover import cover
from benchmarks.covering.worlds import BINARY, NUMBER, SEVERAL, WORLDS
from shipworthy.records.spec import Task


@pytest.mark.slow
@pytest.mark.parametrize("task", [BINARY, SEVERAL, NUMBER], ids=lambda task: task.kind)
def test_every_metric_and_its_gain_cover_the_simulated_truth_over_a_hundred_groups(task: Task) -> None:
    """A short version of `benchmarks.covering`: 95 of 100, give or take what 200 runs allow."""
    world = next(each for each in WORLDS if each.name == "100 groups")
    found = cover(task, world, runs=200, seed=DEVELOPMENT)
    assert {kind for _, kind in found} == {"value", "gain"}
    wrong = {key: seen.text for key, seen in found.items() if not 0.90 <= seen.covered / seen.runs <= 0.995}
    assert wrong == {}
