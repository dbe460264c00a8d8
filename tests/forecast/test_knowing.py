"""What knowing is worth before a project goes on: closed form against draws, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.forecast.information import information
from shipworthy.forecast.knowing import GO_ON, OTHERWISE, STOP, VALUE, knowing
from shipworthy.forecast.portfolio import Bet
from shipworthy.stats.spread import SIDE

DRAWS = 200_000


@pytest.mark.parametrize("cost", [20.0, 60.0, 110.0])
def test_closed_form_is_what_draws_say(cost: float) -> None:
    one = Bet("a", chance=0.42, low=100, value=180, high=260, cost=cost, rests={"feed": 0.7, "team": 0.8})
    random = np.random.default_rng(3)
    chances = {"feed": 0.7, "team": 0.8, OTHERWISE: 0.75}
    held = {name: (random.random(DRAWS) < chance).astype(float) for name, chance in chances.items()}
    value = 180 + 80 / SIDE * random.normal(size=DRAWS)
    going = value * np.prod(list(held.values()), axis=0) - cost
    drawn = information({GO_ON: going, STOP: np.zeros(DRAWS)}, {**held, VALUE: value})
    told = knowing(one)
    assert told.best == drawn.best
    assert told.everything == pytest.approx(drawn.everything, abs=0.8)
    assert told.each == {name: pytest.approx(worth, abs=0.8) for name, worth in drawn.each.items()}


def test_nothing_is_worth_knowing_when_it_would_change_nothing() -> None:
    free = Bet("free", chance=0.1, low=10, value=10, high=10, cost=0, rests={"feed": 0.2})
    hopeless = Bet("hopeless", chance=0.3, low=10, value=10, high=10, cost=50, rests={"feed": 0.5})
    sure = Bet("sure", chance=1.0, low=10, value=10, high=10, cost=5)
    assert [knowing(one).everything for one in (free, hopeless, sure)] == [pytest.approx(0)] * 3
    assert [knowing(one).best for one in (free, hopeless, sure)] == [GO_ON, STOP, GO_ON]


def test_the_shakier_of_two_assumptions_is_worth_more_to_know() -> None:
    told = knowing(Bet("a", chance=0.45, low=100, value=100, high=100, cost=40, rests={"firm": 0.9, "shaky": 0.5}))
    assert next(iter(told.each)) == "shaky"
    assert told.each["firm"] < told.each["shaky"]


SHARES = st.floats(0.0, 1.0)


@given(SHARES, SHARES, SHARES, st.floats(-100, 1000), st.floats(0, 500), st.floats(0, 1000))
@settings(max_examples=200)
def test_one_thing_is_never_worth_more_than_everything(
    own: float, feed: float, team: float, value: float, width: float, cost: float
) -> None:
    one = Bet("a", own * feed * team, value - width, value, value + width, cost, rests={"feed": feed, "team": team})
    told = knowing(one)
    assert all(0 <= worth <= told.everything + 1e-6 for worth in told.each.values())
    assert told.expected >= 0
    assert set(told.each) == {"feed", "team", OTHERWISE, VALUE}
