import math

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.stopping.families import BROKEN, FAMILIES
from benchmarks.stopping.oracle import best
from benchmarks.stopping.play import play
from benchmarks.stopping.policies import AtOnce
from benchmarks.stopping.projects import Project
from benchmarks.stopping.score import oracle_per_week, per_week
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import SHIP, STOP, Ship, Stop

COUNT = 1000


def drawn(family: str) -> tuple[Project, ...]:
    return projects_of(family, "development", COUNT)


def planned(family: str) -> NDArray[np.float64]:
    """Rows of (stated chance, stated gain, stated sd, true gain, planned place from 0 to 1) of all experiments."""
    return np.array(
        [
            (each.chance, each.gain, each.sd, true, place / (len(project.truth.gains) - 1))
            for project in drawn(family)
            for place, (each, true) in enumerate(zip(project.brief.experiments, project.truth.gains, strict=True))
        ]
    )


def test_one_family_keeps_what_is_promised_and_the_others_break_it() -> None:
    assert len(FAMILIES) == 7
    assert set(FAMILIES) - BROKEN == {"as stated"}
    assert all(family.__doc__ for family in FAMILIES.values())


@pytest.mark.parametrize("family", FAMILIES)
def test_same_seed_same_project(family: str) -> None:
    once, again = (FAMILIES[family](np.random.default_rng(7)) for _ in range(2))
    other = FAMILIES[family](np.random.default_rng(8))
    assert once == again
    assert once != other


@pytest.mark.parametrize("family", FAMILIES)
def test_a_quarter_to_three_quarters_can_reach_the_target(family: str) -> None:
    assert 0.25 <= np.mean([best(each).reachable for each in drawn(family)]) <= 0.75


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"data-limited"}))
def test_and_so_they_can_with_all_experiments_run(family: str) -> None:
    assert 0.25 <= np.mean([each.meets(range(len(each.truth.gains)), 0) for each in drawn(family)]) <= 0.75


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("action", [SHIP, STOP])
def test_nothing_decided_on_the_first_day_comes_near_the_oracle(family: str, action: Ship | Stop) -> None:
    projects = drawn(family)
    got = per_week([play(AtOnce(action), each) for each in projects]).mean()
    assert got < 0.6 * oracle_per_week(projects).mean()


@pytest.mark.parametrize("family", FAMILIES)
def test_shipping_whatever_there_is_in_the_end_does_not_either(family: str) -> None:
    projects = drawn(family)
    whole = [
        each.payoff(each.brief.timebox, shipped=True, met=each.meets(range(len(each.truth.gains)), 0))
        / each.brief.timebox
        for each in projects
    ]
    assert np.mean(whole) < 0.6 * oracle_per_week(projects).mean()


def surprise(stated: list[float], passed: list[bool]) -> float:
    """How many more passed than stated, by the standard deviation of their number."""
    chance = np.array(stated)
    return float((np.array(passed) - chance).sum() / (chance * (1 - chance)).sum() ** 0.5)


@pytest.mark.parametrize("family", FAMILIES)
def test_later_stages_pass_as_often_as_true_and_but_for_one_family_as_stated(family: str) -> None:
    projects = drawn(family)
    passed = [each.truth.passes for each in projects]
    before = [each for project in projects for each in project.brief.passages]
    assert abs(surprise([each.truth.later for each in projects], passed)) < 4
    as_told = surprise([math.prod(each.brief.stages) for each in projects], passed)
    as_told_before = surprise([each.stated for each in before], [each.passed for each in before])
    if family == "hopeful stages":
        assert max(as_told, as_told_before) < -8
    else:
        assert max(abs(as_told), abs(as_told_before)) < 4


def test_about_half_of_the_projects_have_an_archive() -> None:
    assert 0.45 < np.mean([bool(each.brief.past) for each in drawn("as stated")]) < 0.55
    assert all(bool(each.brief.past) == bool(each.brief.passages) for each in drawn("as stated"))


def test_as_stated_gains_come_as_often_and_as_large_as_stated() -> None:
    chance, gain, sd, true, _ = planned("as stated").T
    works = true > 0
    assert abs((works - chance).sum()) < 4 * (chance * (1 - chance)).sum() ** 0.5
    score = ((true - gain) / sd)[works]
    assert abs(score.mean()) < 4 / score.size**0.5
    assert score.var() == pytest.approx(1.0, abs=0.15)


def test_as_stated_earlier_experiments_brought_what_was_stated() -> None:
    past = [each for project in drawn("as stated") for each in project.brief.past]
    score = [(each.gain - each.stated.chance * each.stated.gain) / each.stated.gain for each in past]
    assert len(past) > 1000
    assert abs(np.mean(score)) < 4 * np.std(score) / len(score) ** 0.5


def test_boasters_bring_less_than_stated_and_some_owners_much_less() -> None:
    chance, gain, _, true, _ = planned("boasters").T
    works = true > 0
    assert abs((works - chance).sum()) < 4 * (chance * (1 - chance)).sum() ** 0.5
    assert (true / gain)[works].mean() < 0.65
    kept = [owners(each) for each in drawn("boasters")]
    spread = [max(each) / min(each) for each in kept if len(each) > 1]
    even = [max(each) / min(each) for each in map(owners, drawn("as stated")) if len(each) > 1]
    assert np.median(spread) > 1.15 * np.median(even)


def owners(project: Project) -> list[float]:
    """By owner: true gain per stated gain, of what brought anything."""
    pairs = [
        (each.owner, true / each.gain)
        for each, true in zip(project.brief.experiments, project.truth.gains, strict=True)
        if true
    ]
    return [float(np.mean([kept for name, kept in pairs if name == owner])) for owner in {name for name, _ in pairs}]


def test_boasters_had_boasted_before() -> None:
    past = [each for project in drawn("boasters") for each in project.brief.past]
    promised = sum(each.stated.chance * each.stated.gain / each.se for each in past)
    assert sum(each.gain / each.se for each in past) < 0.65 * promised


def relatives(family: str) -> tuple[float, float]:
    """Mean product of surprises (worked or not, less the stated chance): within a kind, and between kinds."""
    inside, between = list[float](), list[float]()
    for project in drawn(family):
        told = [each.chance for each in project.brief.experiments]
        surprise = (np.array(project.truth.gains) > 0) - np.array(told)
        kinds = [each.kind for each in project.brief.experiments]
        for one in range(len(kinds)):
            for other in range(one):
                (inside if kinds[one] == kinds[other] else between).append(surprise[one] * surprise[other])
    return float(np.mean(inside)), float(np.mean(between))


def test_below_a_common_ceiling_relatives_fail_together_and_strangers_do_not() -> None:
    inside, between = relatives("common ceiling")
    assert inside > 0.07
    assert abs(between) < 0.01
    assert max(map(abs, relatives("as stated"))) < 0.01


def test_below_a_common_ceiling_gains_shrink_as_headroom_does() -> None:
    for project in drawn("common ceiling")[:200]:
        truth = project.truth
        every = truth.level(range(len(truth.gains)), 1.0)
        assert every <= truth.ceiling + 1e-9 * abs(truth.ceiling)
        assert every - truth.start <= sum(truth.gains) * (1 + 1e-9)


def test_breakthroughs_are_rare_large_and_late() -> None:
    chance, gain, _, true, place = planned("late breakthroughs").T
    works = true > 0
    assert 0.15 < works.mean() < 0.35
    assert works[place > 0.5].mean() > 1.3 * works[place < 0.5].mean()
    ratio = (true / gain)[works]
    assert np.quantile(ratio, 0.95) > 3 * np.median(ratio)
    assert works.mean() < 0.7 * chance.mean()


def test_optimistic_measurements_fall_in_production() -> None:
    for project in drawn("optimistic measurements"):
        assert project.truth.drop > 0
        assert 1.6 <= project.truth.noise / project.brief.noise <= 2.4


def test_where_data_limit_gathering_brings_what_experiments_do_not() -> None:
    projects = drawn("data-limited")
    tried = [sum(each.truth.gains) / (each.brief.target - each.truth.start) for each in projects]
    fed = [
        each.truth.lift_of_data(each.growth(each.brief.timebox)) / (each.brief.target - each.truth.start)
        for each in projects
    ]
    assert np.median(np.abs(tried)) < 0.4
    assert np.median(np.abs(fed)) > 2 * np.median(np.abs(tried))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_learning_curve_shows_the_truth_within_its_errors(family: str) -> None:
    scores = [
        (point.value - each.truth.level((), share)) / each.truth.noise
        for each in drawn(family)
        for point, share in zip(each.brief.curve, (0.125, 0.25, 0.5, 1.0), strict=bool(each.brief.curve))
    ]
    assert len(scores) > COUNT
    assert np.std(scores) == pytest.approx(1.0, abs=0.08)


@pytest.mark.parametrize("family", FAMILIES)
def test_learning_curves_rise_only_where_data_limit(family: str) -> None:
    rises = [
        (each.brief.curve[-1].value - each.brief.curve[0].value) / each.brief.noise
        for each in drawn(family)
        if each.brief.curve
    ]
    assert (np.median(rises) > 3) == (family == "data-limited")


@pytest.mark.parametrize("family", FAMILIES)
def test_briefs_are_in_range(family: str) -> None:
    for project in drawn(family):
        brief = project.brief
        assert all(0 < each.chance <= 1 and each.gain > 0 and each.sd > 0 for each in brief.experiments)
        assert all((2 * each.effort).is_integer() and each.effort > 0 for each in brief.experiments)
        assert 0 <= brief.shared <= 1
        assert min(brief.cost, brief.price, brief.value, brief.miss, brief.noise) > 0
        assert len(project.truth.own_luck) > len(brief.experiments) + brief.timebox
        assert len(project.truth.case_luck) == brief.timebox + 1
