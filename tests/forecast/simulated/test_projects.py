import itertools

import pytest

from tests.forecast.simulated.tiny import tiny


def test_payoff_adds_up_by_hand() -> None:
    project = tiny()
    assert project.payoff(3.5, shipped=True, met=True) == pytest.approx(0.4 * 400 - 35 + 2.5 * 5)
    assert project.payoff(3.5, shipped=True, met=False) == pytest.approx(0.4 * -100 - 35 + 2.5 * 5)
    assert project.payoff(6.0, shipped=False, met=True) == -60.0
    assert project.payoff(0.0, shipped=False, met=False) == 30.0


def test_gains_add_up_below_no_ceiling() -> None:
    truth = tiny().truth
    assert truth.level((), 1.0) == 6.0
    assert truth.level((2, 0), 1.0) == 11.0


def test_below_a_ceiling_each_takes_its_share_of_what_is_left_in_any_order() -> None:
    truth = tiny(truth={"ceiling": 10.0, "gains": (2.0, 1.0, 9.0)}).truth
    assert truth.level((0,), 1.0) == 8.0
    assert truth.level((0, 1), 1.0) == 8.5
    assert truth.level((2,), 1.0) == 10.0
    assert len({round(truth.level(order, 1.0), 12) for order in itertools.permutations((0, 1))}) == 1


def test_more_cases_lift_along_the_power_law() -> None:
    truth = tiny(truth={"curve": (8.0, 1.0)}).truth
    assert truth.level((), 4.0) == 6.0 + 8.0 * 0.75
    assert truth.level((), 0.5) == 6.0 - 8.0


def test_the_target_is_to_be_met_in_production() -> None:
    assert tiny().meets((0, 2), 0)
    assert not tiny(truth={"drop": 1.5}).meets((0, 2), 0)
    assert tiny(truth={"drop": 1.5, "curve": (4.0, 1.0)}).meets((0, 2), 4)
