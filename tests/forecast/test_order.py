from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import gamma

from shipworthy.forecast.order import reservation_price

PRIZES = st.lists(st.integers(-20, 100).map(float), min_size=1, max_size=5)


@given(PRIZES, st.integers(0, 60).map(float))
def test_at_its_price_the_box_is_just_worth_opening(prizes: list[float], cost: float) -> None:
    price = reservation_price(np.array(prizes), cost)
    assert np.maximum(np.array(prizes) - price, 0.0).mean() == pytest.approx(cost, abs=1e-9)
    if cost == 0:
        assert price == pytest.approx(max(prizes))


@pytest.mark.parametrize(
    ("chance", "mean", "sd", "cost"), [(0.4, 5.0, 2.0, 0.5), (0.9, 2.0, 1.0, 0.1), (0.2, 9.0, 4, 3)]
)
def test_drawn_prices_are_those_of_the_integral(chance: float, mean: float, sd: float, cost: float) -> None:
    size = gamma((mean / sd) ** 2, scale=sd**2 / mean)

    def above(price: float) -> float:
        tail, _ = quad(size.sf, max(price, 0.0), np.inf)
        return chance * float(tail) - min(price, 0.0) - cost

    exact = brentq(above, -100.0, 100.0)
    rng = np.random.default_rng(1)
    draws = np.where(rng.random(400_000) < chance, size.rvs(400_000, random_state=rng), 0.0)
    assert reservation_price(draws, cost) == pytest.approx(exact, abs=0.05)


@given(st.lists(st.tuples(PRIZES, st.integers(1, 20).map(float)), min_size=2, max_size=3))
def test_opening_by_price_is_as_good_as_the_best_of_all_ways_to_search(boxes: list[tuple[list[float], float]]) -> None:
    prices = [reservation_price(np.array(prizes), cost) for prizes, cost in boxes]
    order = sorted(range(len(boxes)), key=lambda place: -prices[place])
    assert _by_price(boxes, order, prices) == pytest.approx(_best(boxes, frozenset(range(len(boxes))), 0.0), abs=1e-6)
    assert {tuple(order)} <= set(permutations(range(len(boxes))))


def _by_price(boxes: list[tuple[list[float], float]], order: list[int], prices: list[float]) -> float:
    """Mean over all outcomes of opening in this order while the next price is above the best prize; nothing is 0."""
    worths = []
    for found in product(*(prizes for prizes, _ in boxes)):
        best = spent = 0.0
        for place in order:
            if prices[place] <= best:
                break
            best, spent = max(best, found[place]), spent + boxes[place][1]
        worths.append(best - spent)
    return float(np.mean(worths))


def _best(boxes: list[tuple[list[float], float]], left: frozenset[int], best: float) -> float:
    """The optimum by trying everything."""
    worth = best
    for place in left:
        prizes, cost = boxes[place]
        worth = max(worth, float(np.mean([_best(boxes, left - {place}, max(best, each)) for each in prizes])) - cost)
    return worth
