"""Worlds and courses against closed forms, with everything as stated."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import gamma, norm

from shipworthy.forecast.doubts import NONE
from shipworthy.forecast.facts import made_whole
from shipworthy.forecast.future import Future
from shipworthy.forecast.learn import learn
from shipworthy.forecast.option import option
from shipworthy.forecast.situation import GATHER, Planned, Reading, Situation

MANY = 40_000


def future(told: Situation) -> Future:
    rng = np.random.default_rng(1)
    facts = made_whole(told, told.target or 0.0)
    worlds = learn(facts, rng, MANY, NONE)
    return Future(facts, worlds, np.ones(MANY), rng)


ONE = Planned("one", "model", "Ada", 0.6, 3.0, 1.0, 1.0)
START = Situation(target=10.0, readings=(Reading(8.0, 1.0),), planned=(ONE,), weeks_left=4, cost=1.0, value=100.0)


def test_the_chance_to_be_above_the_target_already_is_that_of_the_normal_distribution() -> None:
    now = future(START)
    assert now.success(now.level) == pytest.approx(norm.cdf(-2.0), abs=0.01)


def test_the_chance_after_one_experiment_is_that_of_its_gain() -> None:
    now = future(replace(START, readings=(Reading(8.0, 1e-6),)))
    course = now.best([("one",)])
    assert course is not None
    chance = 0.6 * gamma(9.0, scale=1 / 3).sf(2.0)
    assert now.success(course.level) == pytest.approx(chance, abs=0.01)
    assert course.worth == pytest.approx(100.0 * chance - 1.0, abs=1.5)


def test_a_second_reading_on_other_cases_halves_the_variance() -> None:
    told = replace(START, shared=0.0, planned=(), readings=(Reading(8.0, 1.0), Reading(9.0, 1.0)))
    level = future(told).level
    assert (level.mean(), level.std()) == (pytest.approx(8.5, abs=0.05), pytest.approx(0.5**0.5, abs=0.05))


def test_errors_that_readings_share_do_not_average_out() -> None:
    told = replace(START, shared=0.9, planned=(), readings=(Reading(8.0, 1.0), Reading(8.0, 1.0)))
    assert future(told).level.std() == pytest.approx((0.9 + 0.1 / 2) ** 0.5, abs=0.03)


def test_a_reading_tells_whether_an_experiment_brought_anything() -> None:
    sure = replace(START, readings=(Reading(8.0, 0.01), Reading(8.0, 0.01, 1, ("one",))))
    assert future(sure).worlds.lift.mean() == pytest.approx(0.0, abs=0.05)
    rose = replace(START, readings=(Reading(8.0, 0.01), Reading(11.0, 0.01, 1, ("one",))))
    assert future(rose).worlds.lift.mean() == pytest.approx(3.0, abs=0.1)


def test_more_cases_make_the_same_reading_surer_of_an_unchanged_level() -> None:
    told = replace(START, shared=1.0, planned=(), readings=(Reading(8.0, 1.0, 100), Reading(8.0, 0.1, 10_000)))
    assert future(told).level.std() == pytest.approx(0.1, abs=0.05)


def test_with_nothing_to_do_there_is_no_course() -> None:
    assert future(START).best([]) is None
    assert future(replace(START, cases_per_week=0)).best([()]) is None


def test_gathering_costs_its_weeks() -> None:
    now = future(replace(START, planned=(), readings=(Reading(2.0, 0.001),), cases_per_week=1, price=2.0))
    course = now.best([(GATHER, GATHER)])
    assert course is not None
    assert course.worth == pytest.approx(2.0 * 3 - 1.0, abs=1e-6)  # stopped after one of four weeks


def test_a_choice_after_a_telling_reading_is_worth_the_better_side_of_each_world() -> None:
    rng = np.random.default_rng(2)
    level = rng.normal(size=(1, MANY))
    shipped = np.where(level > 0, 3.0, -5.0)
    assert option(level, shipped, np.array([1.0])).worth == pytest.approx(2.0, abs=0.02)
    blind = option(rng.normal(size=(1, MANY)), shipped, np.array([1.0]))
    assert blind.worth == pytest.approx(1.0, abs=0.02)


def test_one_goes_on_while_a_later_reading_tells_more() -> None:
    rng = np.random.default_rng(3)
    level = rng.normal(size=MANY)
    measured = np.array([rng.normal(size=MANY), level])
    shipped = np.array([np.where(level > 0, 3.0, -5.0), np.where(level > 0, 2.5, -5.5)])
    found = option(measured, shipped, np.array([1.0, 0.5]))
    assert found.worth == pytest.approx(1.5, abs=0.03)
    assert found.reach[0] == pytest.approx(1.0)
