from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.stopping.calibration import calibration
from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.play import Told, play
from benchmarks.stopping.policies import Step
from benchmarks.stopping.projects import Project
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import STOP, Try, View, Work


def tellings(chance: NDArray[np.float64], came: NDArray[np.bool_]) -> list[Told]:
    return [Told(told, bool(real), 1.0) for told, real in zip(chance.tolist(), came, strict=True)]


def test_right_chances_err_by_luck_alone() -> None:
    rng = np.random.default_rng(4)
    errors, floors = [], []
    for _ in range(60):
        chance = rng.random(500)
        found = calibration(tellings(chance, rng.random(500) < chance))
        assert found is not None
        errors.append(found.error)
        floors.append(found.floor)
    assert np.mean(errors) == pytest.approx(np.mean(floors), rel=0.1)
    many = rng.random(50_000)
    found = calibration(tellings(many, rng.random(many.size) < many))
    assert found is not None
    assert found.error < 0.01
    assert found.brier == pytest.approx(1 / 6, abs=0.005)


def test_one_wrong_chance_told_always_errs_by_how_wrong_it_is() -> None:
    came = np.arange(100) < 30
    found = calibration(tellings(np.full(100, 0.8), came))
    assert found is not None
    assert found.error == pytest.approx(0.5)
    assert found.brier == pytest.approx(0.3 * 0.04 + 0.7 * 0.64)


def test_chances_too_high_by_a_tenth_err_by_a_tenth() -> None:
    rng = np.random.default_rng(5)
    chance = rng.uniform(0.0, 0.9, 50_000)
    found = calibration(tellings(chance + 0.1, rng.random(chance.size) < chance))
    assert found is not None
    assert found.error == pytest.approx(0.1, abs=0.01)


def test_none_told_is_no_score() -> None:
    assert calibration([]) is None


@dataclass(frozen=True)
class Knows:
    """Tells the true chance of running all experiments that fit."""

    project: Project

    def next(self, view: View) -> Step:
        course, left = list[Work](), view.weeks_left
        for place, each in enumerate(view.brief.experiments):
            if each.effort <= left:
                course.append(Try(place))
                left -= each.effort
        met = self.project.meets([each.place for each in course if isinstance(each, Try)], 0)
        return Step(STOP, self.project.truth.later if met else 0.0, tuple(course))


@pytest.mark.parametrize("family", FAMILIES)
def test_who_knows_the_truth_is_calibrated(family: str) -> None:
    told = [told for each in projects_of(family, "development", 1000) for told in play(Knows(each), each).told]
    found = calibration(told)
    assert found is not None
    assert found.n == 1000
    assert found.error < found.floor + 0.01
