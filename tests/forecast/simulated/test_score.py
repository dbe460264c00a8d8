import numpy as np
import pytest

from benchmarks.stopping.play import play
from benchmarks.stopping.policies import AtOnce, NeverStop
from benchmarks.stopping.score import difference, oracle_per_week, per_week, regret
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.tune import tune
from benchmarks.stopping.world import SHIP, STOP


def test_the_interval_holds_the_known_difference_in_about_95_of_100() -> None:
    rng = np.random.default_rng(1)
    common = rng.normal(0.0, 50.0, (400, 80))  # what both get from a project cancels
    theirs = common + rng.normal(0.0, 1.0, common.shape)
    ours = common + rng.normal(0.5, 1.0, common.shape)
    found = [difference(list(a), list(b), rng, resamples=400) for a, b in zip(ours, theirs, strict=True)]
    held = np.mean([each.low <= 0.5 <= each.high for each in found])
    assert 0.91 <= held <= 0.98
    assert np.mean([each.high - each.low for each in found]) == pytest.approx(4 * (2 / 80) ** 0.5, rel=0.1)


def test_difference_is_of_pairs() -> None:
    rng = np.random.default_rng(2)
    found = difference([1.0, 102.0, 1003.0], [0.0, 101.0, 1002.0], rng)
    assert (found.mean, found.low, found.high, found.n) == (1.0, 1.0, 1.0, 3)
    with pytest.raises(ValueError, match="not 2 and 3"):
        difference([1.0, 2.0], [1.0, 2.0, 3.0], rng)
    with pytest.raises(ValueError, match="two or more"):
        difference([1.0], [1.0], rng)


def test_regret_is_what_the_oracle_got_more() -> None:
    projects = projects_of("as stated", "development", 100)
    played = [play(NeverStop(), each) for each in projects]
    found = regret(played, projects, np.random.default_rng(3))
    assert found.mean == pytest.approx((oracle_per_week(projects) - per_week(played)).mean())
    assert 0 < found.low < found.mean < found.high


def test_tuning_takes_what_is_worth_most_on_tuning_projects() -> None:
    assert tune(AtOnce, {"action": (SHIP, STOP)}, "as stated", 100) == AtOnce(STOP)
    margins = (-3.0, 0.5, 9.0)
    tuned = tune(NeverStop, {"margin": margins, "by_pay": (False, True)}, "as stated", 150)
    projects = projects_of("as stated", "tuning", 150)
    others = [NeverStop(margin=margin, by_pay=pay) for margin in margins for pay in (False, True)]
    assert tuned in others
    most = max(per_week([play(other, each) for each in projects]).mean() for other in others)
    assert per_week([play(tuned, each) for each in projects]).mean() == most
