"""When a search ends, against oracles that know the truth and against fixed budgets."""

import numpy as np
import pytest

from shipworthy.forecast.searching import Price, outlook
from tests.stats.test_more_trials import SHAPES

BUDGETS = (10, 20, 50, 100, 200)
MOST = 250
WORLDS = 150


def test_no_time_is_no_trial_and_few_trials_go_on() -> None:
    assert not outlook([1.0] * 20, [1.0] * 20, 0, Price(), noise=0.0).pays
    few = outlook([1.0, 2.0], [1.0, 1.0], 10, Price(), noise=0.0)
    assert few.pays
    assert few.gain is None


def test_a_rise_is_held_against_what_time_costs() -> None:
    scores = list(np.random.default_rng(0).normal(size=30))
    dear = outlook(scores, [60.0] * 30, 30, Price(10.0, 1.0, "USD"), noise=0.0)
    cheap = outlook(scores, [60.0] * 30, 30, Price(100_000.0, 1.0, "USD"), noise=0.0)
    assert (dear.pays, cheap.pays) == (False, True)
    assert dear.cost == cheap.cost == 1800.0
    assert cheap.worth == pytest.approx(10_000 * (dear.worth or 0.0))
    assert "costs 60 USD" in dear.says
    assert "USD" in cheap.says


def test_without_amounts_it_ends_where_nothing_could_be_told_from_luck() -> None:
    scores = list(np.random.default_rng(0).normal(size=30))
    assert outlook(scores, [1.0] * 30, 30, Price(), noise=0.1).pays
    assert not outlook(scores, [1.0] * 30, 30, Price(), noise=3.0).pays
    assert not outlook(scores, [1.0] * 30, 30, Price(), noise=0.1, matters=50.0).pays


def _regrets(shape: str, price: float) -> tuple[float, list[float]]:
    """Loss of the rule, and of each fixed budget, against an oracle that knows the distribution; in its spread."""
    random = np.random.default_rng(1)
    world = SHAPES[shape](random, 100_000)
    spread = float(world.std())
    cost = price * spread
    told = Price(1.0, cost, "")
    ours, oracle, fixed = [], [], []
    for _ in range(WORLDS):
        scores = SHAPES[shape](random, MOST)
        best = np.maximum.accumulate(scores)
        net = best - cost * np.arange(1, MOST + 1)
        ends = next(
            (n for n in range(6, MOST) if not outlook(scores[:n].tolist(), [1.0] * n, MOST - n, told, noise=0.0).pays),
            MOST,
        )
        ours.append(net[ends - 1])
        rises = np.array([np.maximum(world[:5_000] - level, 0).mean() for level in np.unique(best)])
        stops = np.unique(best)[rises < cost]
        oracle.append(net[int(np.argmax(best >= stops[0])) if len(stops) else MOST - 1])
        fixed.append([net[budget - 1] for budget in BUDGETS])
    top = np.mean(oracle)
    return float(top - np.mean(ours)) / spread, ((top - np.mean(fixed, axis=0)) / spread).tolist()


@pytest.mark.slow
def test_its_worst_loss_is_smaller_than_that_of_any_fixed_budget() -> None:
    worlds = [_regrets(shape, price) for shape in SHAPES for price in (0.02, 0.002)]
    worst = max(ours for ours, _ in worlds)
    of_fixed = [max(fixed[place] for _, fixed in worlds) for place in range(len(BUDGETS))]
    assert worst < min(of_fixed)
    assert worst < 0.5
    mean_ours = float(np.mean([ours for ours, _ in worlds]))
    assert mean_ours < min(float(np.mean([fixed[place] for _, fixed in worlds])) for place in range(len(BUDGETS)))
