import pytest

from benchmarks.stopping.families import FAMILIES
from benchmarks.stopping.play import play
from benchmarks.stopping.policies import FixedBudget, Habits, NeverStop, Patience
from benchmarks.stopping.seeds import projects_of
from benchmarks.stopping.world import GATHER, SHIP, STOP, Run, Try
from tests.forecast.simulated.tiny import tiny


def test_experiments_come_as_planned_or_by_what_they_are_said_to_bring_a_week() -> None:
    view = Run(tiny()).view
    assert Habits().work(view, 6.0) == Try(0)
    assert Habits(by_pay=True).work(view, 6.0) == Try(2)
    assert Habits(by_pay=True).work(view, 1.0) == Try(1)
    assert Habits(by_pay=True).work(view, 0.5) is None


def test_data_come_first_as_long_as_told_and_again_when_nothing_else_fits() -> None:
    run = Run(tiny())
    habits = Habits(data=1)
    assert habits.work(run.view, 6.0) == GATHER
    run.do(GATHER)
    assert habits.work(run.view, 5.0) == Try(0)
    for place in (0, 1, 2):
        run.do(Try(place))
    assert habits.work(run.view, 0.5) is None
    assert Habits(data=0).work(run.view, 1.0) == GATHER


@pytest.mark.parametrize("margin", [-0.5, 0.0, 1.0])
def test_all_ship_when_the_measured_value_reaches_target_plus_margin(margin: float) -> None:
    for policy in (
        FixedBudget(weeks=6, margin=margin),
        Patience(tries=9, margin=margin),
        NeverStop(margin=margin),
    ):
        at = tiny(truth={"start": 10.0 + margin})
        assert policy.next(Run(at).view).action == SHIP
        below = tiny(truth={"start": 9.99 + margin})
        assert policy.next(Run(below).view).action == Try(0)


def test_a_fixed_budget_ends_with_its_weeks() -> None:
    run = Run(tiny())
    run.do(Try(0))
    assert FixedBudget(weeks=3).next(run.view).action == Try(1)
    assert FixedBudget(weeks=2).next(run.view).action == STOP


def test_patience_ends_after_so_many_without_a_better_measurement() -> None:
    run = Run(tiny())
    for place, one, two in ((0, Try(1), Try(1)), (1, STOP, Try(2)), (2, GATHER, GATHER)):
        run.do(Try(place))
        if place < 2:
            assert Patience(tries=1).next(run.view).action == one
            assert Patience(tries=2).next(run.view).action == two
    assert run.view.history[-1].value == 11.0
    assert Patience(tries=1).next(run.view).action == SHIP


@pytest.mark.parametrize("family", FAMILIES)
def test_who_never_stops_ships_or_leaves_less_than_a_week(family: str) -> None:
    for project in projects_of(family, "development", 100):
        played = play(NeverStop(margin=1.0), project)
        assert played.shipped or played.weeks > project.brief.timebox - 1
        assert play(FixedBudget(weeks=4), project).weeks <= 4
