from itertools import chain, combinations

import pytest

from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.oracle import best
from benchmarks.stopping.play import play
from benchmarks.stopping.policies import AtOnce, FixedBudget, NeverStop, Patience, Policy
from benchmarks.stopping.projects import Project
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import GATHER, SHIP, STOP, Try
from tests.forecast.simulated.test_play import Script
from tests.forecast.simulated.tiny import tiny

POLICIES: tuple[Policy, ...] = (
    AtOnce(SHIP),
    AtOnce(STOP),
    FixedBudget(weeks=5, by_pay=True),
    Patience(tries=2),
    NeverStop(margin=-2.0, data=2),
    NeverStop(margin=2.0, by_pay=True, data=99),
)


def test_by_hand() -> None:
    found = best(tiny())
    assert found.work == (Try(0), Try(2))
    assert found.payoff == pytest.approx(0.4 * 400 - 35 + 12.5)
    assert best(tiny(brief={"target": 11.5})).work is None
    assert not best(tiny(brief={"target": 11.5})).reachable
    assert best(tiny(brief={"value": 100.0})).payoff == 30.0
    assert best(tiny(brief={"value": 100.0})).reachable


@pytest.mark.parametrize("family", FAMILIES)
def test_no_policy_gets_more_on_any_project(family: str) -> None:
    for project in projects_of(family, "development", 150):
        most = best(project).payoff
        assert all(play(policy, project).payoff <= most + 1e-6 for policy in POLICIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_it_does_brings_what_it_says(family: str) -> None:
    for project in projects_of(family, "development", 150):
        found = best(project)
        script = Script((STOP,) if found.work is None else (*found.work, SHIP))
        assert play(script, project).payoff == pytest.approx(found.payoff)


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_the_best_of_all_that_can_be_done(family: str) -> None:
    for project in projects_of(family, "development", 8):
        assert best(project).payoff == pytest.approx(max(all_payoffs(project)))


def all_payoffs(project: Project) -> list[float]:
    brief = project.brief
    places = range(len(brief.experiments))
    payoffs = []
    for done in chain.from_iterable(combinations(places, size) for size in range(len(places) + 1)):
        for gathered in range(brief.timebox + 1):
            weeks = sum(brief.experiments[place].effort for place in done) + gathered
            if weeks <= brief.timebox:
                met = project.meets(done, gathered)
                payoffs += [project.payoff(weeks, shipped, met) for shipped in (False, True)]
    return payoffs


def test_gathering_is_part_of_it() -> None:
    project = tiny(truth={"curve": (8.0, 1.0), "gains": (0.0, 0.0, 0.0)})
    assert best(project).work == (GATHER,) * 4
