"""What projects bring together, held against closed forms and against all cases counted out."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.forecast.portfolio import Bet, bet, shared_risks, together
from shipworthy.records.standing import Rest, Standing

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6)


def _sure(name: str, chance: float, cost: float = 0.0, rests: dict[str, float] | None = None) -> Bet:
    return Bet(name, chance, 100.0, 100.0, 100.0, cost, rests=rests or {})


@given(CHANCES)
@settings(max_examples=30)
def test_the_chance_of_one_success_is_the_closed_form_when_nothing_is_shared(chances: list[float]) -> None:
    told = together([_sure(str(place), chance) for place, chance in enumerate(chances)], draws=50)
    assert told.any_success == pytest.approx(1 - math.prod(1 - chance for chance in chances), abs=1e-5)


def test_value_at_the_ends_is_what_a_normal_distribution_says() -> None:
    # two sure successes, independent and normal: their sum is normal (closed form)
    told = together([Bet("a", 1.0, 100, 200, 300, cost=50), Bet("b", 1.0, 0, 50, 100)], draws=40_000)
    spread = math.hypot(100, 50) / 1.6448536
    assert told.expected == 200
    assert told.low == pytest.approx(200 - 1.2815516 * spread, abs=2)
    assert told.high == pytest.approx(200 + 1.2815516 * spread, abs=2)


def test_one_shared_assumption_is_what_counting_out_all_cases_says() -> None:
    bets = [
        _sure("a", 0.4, cost=10, rests={"weather feed": 0.8}),
        Bet("b", 0.56, low=50, value=50, high=50, cost=20, rests={"weather feed": 0.8}),
        Bet("c", 0.5, low=30, value=30, high=30, cost=5),
    ]
    cases: dict[float, float] = {}
    for feed, *own in itertools.product((True, False), repeat=4):
        chance = 0.8 if feed else 0.2
        for one, works in zip(bets, own, strict=True):
            chance *= one.own if works else 1 - one.own
        brings = sum(
            one.value * (works and (feed or not one.rests)) - one.cost for one, works in zip(bets, own, strict=True)
        )
        cases[brings] = cases.get(brings, 0.0) + chance
    none = cases[-35.0]
    told = together(bets, draws=40_000)
    assert told.any_success == pytest.approx(1 - none, abs=0.005)
    assert told.expected == pytest.approx(sum(value * chance for value, chance in cases.items()))
    assert told.loss == pytest.approx(sum(chance for value, chance in cases.items() if value < 0), abs=0.01)
    for end, share in ((told.low, 0.1), (told.high, 0.9)):
        below = sum(chance for value, chance in cases.items() if value < end - 1e-6)
        at_most = sum(chance for value, chance in cases.items() if value <= end + 1e-6)
        assert below - 0.01 <= share <= at_most + 0.01
    apart = [Bet(one.name, one.chance, one.low, one.value, one.high, one.cost) for one in bets]
    assert together(apart).any_success > told.any_success


def test_what_holds_for_the_doubtful_holds_for_the_confident() -> None:
    # one draw for both: comonotone, so that the chance of any is the larger of the two (closed form)
    bets = [_sure("a", 0.9, rests={"team": 0.9}), _sure("b", 0.6, rests={"team": 0.6})]
    assert together(bets, draws=40_000).any_success == pytest.approx(0.9, abs=0.005)


@given(st.lists(st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)), min_size=1, max_size=5))
@settings(max_examples=30)
def test_sharing_a_risk_never_makes_one_success_likelier_and_leaves_the_expected_value(
    pairs: list[tuple[float, float]],
) -> None:
    shared = [_sure(str(place), own * held, rests={"x": held}) for place, (own, held) in enumerate(pairs)]
    apart = [_sure(one.name, one.chance) for one in shared]
    one, other = together(shared, draws=2000), together(apart, draws=2000)
    assert one.any_success <= other.any_success + 0.06
    assert one.expected == pytest.approx(other.expected)


def test_the_same_seed_draws_the_same_futures() -> None:
    bets = [Bet("a", 0.4, 0, 100, 200), Bet("b", 0.3, 0, 100, 200, rests={"x": 0.5})]
    assert together(bets, seed=3) == together(bets, seed=3)
    assert together(bets, seed=3) != together(bets, seed=4)


def test_spread_counts_equal_bets() -> None:
    told = together([_sure(name, 0.5) for name in "abcd"])
    assert (told.effective, told.largest_share) == (4.0, 0.25)
    big = together([Bet("big", 1.0, 900, 900, 900), _sure("small", 1.0)])
    assert (big.largest, big.largest_share) == ("big", 0.9)
    assert together([]).effective is None
    assert together([_sure("nothing", 0.0)]).largest_share is None


def test_what_is_shared_is_told_with_the_money_at_stake() -> None:
    bets = [
        _sure("a", 0.4, rests={"feed": 0.8, "alone": 0.9}),
        _sure("b", 0.5, rests={"feed": 0.9, "team": 0.5}),
        _sure("c", 0.1, rests={"team": 0.5}),
    ]
    feed, team = shared_risks(bets)
    assert (feed.on, feed.projects) == ("feed", ("a", "b"))
    assert feed.at_stake == pytest.approx(90)
    assert feed.chance == pytest.approx(0.1), "for all of them at once"
    assert (team.projects, team.chance) == (("b", "c"), 0.5)


def test_a_standing_is_a_bet_when_worth_chance_and_cost_are_known() -> None:
    standing = Standing(
        project="late",
        low=10,
        worth=20,
        high=40,
        acts=0.5,
        horizon=2.0,
        chance=0.3,
        weeks=4,
        week_cost=1.5,
        rests=(Rest(on="feed", says="it comes", chance=0.8), Rest(on="feed", says="in time", chance=0.6)),
    )
    found = bet(standing)
    assert found == Bet("late", 0.3, 10, 20, 40, cost=6, weeks=4, rests={"feed": 0.6})
    assert standing.expected == pytest.approx(0.3 * 20 - 6) == pytest.approx(found.expected)
    for gap in ({"chance": None}, {"worth": None}, {"weeks": None}, {"week_cost": None}, {"acts": None}):
        assert bet(Standing.from_dict({**standing.to_dict(), **gap})) is None


def test_what_rests_on_a_thing_that_never_holds_never_succeeds() -> None:
    assert _sure("a", 0.0, rests={"x": 0.0}).own == 0.0
    assert together([_sure("a", 0.0, rests={"x": 0.0})]).any_success == 0.0


def test_a_thousand_projects_take_less_than_a_second() -> None:
    random = np.random.default_rng(1)
    bets = [
        Bet(str(place), float(random.random()), 0, 100, 200, cost=5, rests={f"feed {place % 20}": 0.999})
        for place in range(1000)
    ]
    told = together(bets)
    assert told.low < told.expected < told.high
