"""Decision curves where the truth is known: do points lie in their intervals, and is what is told as better so?"""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from shipworthy.measure.curve import RATIO, Curves, better_between, ratios_between
from shipworthy.measure.rolling import Rolling, decide_rolling
from shipworthy.records.deciding import FREE
from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, USD, table

RATIOS = ratios_between(0.9, 14.4, 17)
_TIMES = 150
_SIZE = 50
_Array = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Cases of so many days that hang together by day."""

    score: _Array
    today: _Array  # what is done today: 1 or 0
    chance: _Array  # of a yes, which nobody sees
    day: NDArray[np.int64]


def world(seed: int, days: int, skill: float) -> World:
    rng = np.random.default_rng(seed)
    rows = days * _SIZE
    day = np.arange(rows) // _SIZE
    known, hidden = rng.normal(size=rows), rng.normal(size=rows) + 0.5 * rng.normal(size=days)[day]
    score = 1 / (1 + np.exp(1.5 - skill * known - (1 - skill) * rng.normal(size=rows)))
    today = known + rng.normal(size=rows) > 0.5
    return World(score, today.astype(np.float64), 1 / (1 + np.exp(1.5 - known - hidden)), day)


def measured(seed: int, skill: float) -> tuple[Predictions, _Array]:
    """60 days of folds and 60 kept aside, decided; and what is done today of those kept aside."""
    here = world(seed, 120, skill)
    rng = np.random.default_rng(seed + 100_000)
    rows = table(
        BINARY,
        score=here.score,
        outcome=np.where(rng.random(len(here.day)) < here.chance, "yes", "no"),
        group=here.day.astype(str),
        period=(here.day // 20).astype(str),
    )
    frame = rows.frame.with_columns(origin=np.where(here.day < 60, "fold", "holdout"))
    predictions = Predictions(candidate="ours", task=BINARY, frame=frame)
    return decide_rolling(predictions, USD, ordered=False).predictions, here.today[here.day >= 60]


@pytest.mark.slow
@pytest.mark.parametrize("skill", [0.0, 0.4, 1.0])
def test_points_lie_in_their_intervals_and_what_is_told_as_better_is_so(skill: float) -> None:
    everybody = world(1, 3_000, skill)
    inside, wrong = [], 0
    for seed in range(_TIMES):
        decided, today = measured(1_000 + seed, skill)
        curve = Curves(USD, RATIOS, 1.0, FREE).of(decided, today, "status_quo")
        rows = Rolling(decided, FREE)
        thresholds = rows.thresholds(USD, rows.folds)
        late = (decided.frame["outcome"] == "yes").to_numpy()[rows.folds]
        truths = []
        for point in curve:
            weight = float(point.slice[RATIO]) / (1 + float(point.slice[RATIO]))
            best = thresholds.best_for(1150 * np.where(late, weight, weight - 1)).threshold
            gain = 1150 * (everybody.chance - (1 - weight))
            truths.append(float(np.mean(((everybody.score >= best) - everybody.today) * gain)))
            assert point.low is not None
            assert point.high is not None
            inside.append(point.low <= truths[-1] <= point.high)
        found = better_between(curve, RATIO, 3.6) or (np.inf, -np.inf)
        told = [found[0] <= float(point.slice[RATIO]) <= found[1] for point in curve]
        wrong += any(truth <= 0 for truth, one in zip(truths, told, strict=True) if one)
    assert 0.93 < np.mean(inside) < 0.97
    assert wrong / _TIMES < 0.08
