"""Which projects fit into the weeks, held against all sets tried out and against scipy's linear program."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shipworthy.forecast.choosing import select, shadow_price
from shipworthy.forecast.portfolio import Bet

PROJECTS = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 100)), min_size=1, max_size=7)


def _bets(pairs: list[tuple[int, int]]) -> list[Bet]:
    return [Bet(str(place), 1.0, value, value, value, weeks=tenths / 10) for place, (tenths, value) in enumerate(pairs)]


@given(PROJECTS, st.integers(0, 150))
@settings(max_examples=60)
def test_no_other_set_of_projects_brings_more(pairs: list[tuple[int, int]], tenths: int) -> None:
    bets = _bets(pairs)
    best = max(
        sum(value for _, value in chosen)
        for size in range(len(pairs) + 1)
        for chosen in itertools.combinations(pairs, size)
        if sum(weeks for weeks, _ in chosen) <= tenths
    )
    found = select(bets, tenths / 10)
    assert found.expected == pytest.approx(best)
    taken = [one for one in bets if one.name in found.names]
    assert sum(one.weeks for one in taken) <= tenths / 10 + 1e-9


@given(PROJECTS, st.integers(0, 150))
@example([(1, 5), (2, 4), (3, 3)], 3)
@settings(max_examples=60)
def test_the_price_of_a_week_is_the_dual_of_a_linear_program(pairs: list[tuple[int, int]], tenths: int) -> None:
    bets, weeks = _bets(pairs), tenths / 10
    gain, size = np.array([one.expected for one in bets]), np.array([[one.weeks for one in bets]])
    best, with_more = (
        float(linprog(-gain, A_ub=size, b_ub=[there], bounds=(0, 1), method="highs").fun or 0.0)
        for there in (weeks, weeks + 1e-4)
    )
    assert shadow_price(bets, weeks) == pytest.approx((best - with_more) / 1e-4, rel=1e-3, abs=1e-3)


def test_what_costs_more_than_it_brings_is_not_done_though_there_is_time() -> None:
    bets = [Bet("poor", 0.1, 10, 10, 10, cost=5, weeks=1), Bet("good", 0.9, 10, 10, 10, cost=5, weeks=1)]
    assert select(bets, 10).names == ("good",)
    assert shadow_price(bets, 0) == pytest.approx(4)


def test_without_weeks_only_what_needs_none_is_done() -> None:
    bets = [Bet("free", 1, 10, 10, 10), Bet("work", 1, 100, 100, 100, weeks=1)]
    assert select(bets, 0).names == ("free",)
    assert select([], 5).names == ()


@given(PROJECTS, st.integers(4010, 4500))
@settings(max_examples=30)
def test_with_many_weeks_less_is_lost_than_the_largest_project_brings(
    pairs: list[tuple[int, int]], tenths: int
) -> None:
    bets = _bets([(size * 100, value) for size, value in pairs])
    gain, size = np.array([one.expected for one in bets]), np.array([[one.weeks for one in bets]])
    bound = -float(linprog(-gain, A_ub=size, b_ub=[tenths / 10], bounds=(0, 1), method="highs").fun or 0.0)
    found = select(bets, tenths / 10)
    assert bound - gain.max() - 1e-6 <= found.expected <= bound + 1e-6
    assert sum(one.weeks for one in bets if one.name in found.names) <= tenths / 10 + 1e-6
