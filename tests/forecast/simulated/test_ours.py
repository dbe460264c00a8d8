"""The forecaster in projects whose truth is known."""

import numpy as np
import pytest

from benchmarks.stopping.calibration import calibration
from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.ours import Ours, situation_of
from benchmarks.stopping.play import play
from benchmarks.stopping.policies import AtOnce, NeverStop
from benchmarks.stopping.score import per_week
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import GATHER, STOP, Run, Try
from tests.forecast.simulated.tiny import tiny


def test_a_view_is_told_in_the_forecasters_terms() -> None:
    run = Run(tiny())
    run.do(Try(1))
    run.do(GATHER)
    told = situation_of(run.view)
    assert (told.done, told.weeks_left) == (("gain 4.0",), 4.0)
    assert [each.cases for each in told.readings] == [1000, 1000, 1250]
    assert [each.tried for each in told.readings] == [(), ("gain 4.0",), ()]
    assert [each.name for each in told.remaining] == ["gain 2.5", "gain 2.0"]


@pytest.mark.parametrize("family", FAMILIES)
def test_it_plays_every_family_and_plays_it_the_same_way_again(family: str) -> None:
    for project in projects_of(family, "development", 2):
        played = play(Ours(), project)
        assert played == play(Ours(), project)
        assert all(0.0 <= each.chance <= 1.0 for each in played.told)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["as stated", "data-limited"])
def test_it_is_worth_more_than_stopping_at_once_or_never_and_its_chances_come_true(family: str) -> None:
    projects = projects_of(family, "development", 150)
    ours = [play(Ours(), each) for each in projects]
    for other in (AtOnce(STOP), NeverStop(margin=1.0, by_pay=True)):
        theirs = per_week([play(other, each) for each in projects])
        better = per_week(ours) - theirs
        assert better.mean() > 2 * better.std() / np.sqrt(better.size)
    score = calibration([told for each in ours for told in each.told])
    assert score is not None
    assert score.error < 0.1 + score.floor
