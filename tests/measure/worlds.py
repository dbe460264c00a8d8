"""Made-up predictions with and without a region in which the attempt does worse, where the truth is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, table


@dataclass(frozen=True)
class World:
    """A table of predictions, today's decisions on the same rows, and what conditions are made of."""

    ours: Predictions
    today: Predictions
    features: pl.DataFrame
    bad: NDArray[np.bool_]


def world(seed: int, days: int = 60, size: int = 60, *, spoiled: float = 0.0, days_differ: float = 0.5) -> World:
    """Two thirds of the days are folds, the last third is kept aside.

    Args:
        seed: of the draws.
        days: that hang together.
        size: rows of a day.
        spoiled: share of the decisions that are drawn from a hat where `shop` is b and `hour` is late.
        days_differ: how much harder some days are than others.
    """
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), size)
    rows = len(day)
    features = pl.DataFrame(
        {
            "shop": rng.choice(["a", "b", "c", "d"], rows),
            "hour": rng.uniform(0, 24, rows),
            "weekday": rng.integers(0, 7, rows),
            "member": rng.random(rows) < 0.4,
            # what hangs together by day, as the weather does
            "weather": np.array(["sun", "rain", "snow"])[rng.choice(3, days, p=[0.6, 0.3, 0.1])][day],
            "price": rng.lognormal(size=rows),
        }
    )
    bad = ((features["shop"] == "b") & (features["hour"] >= 18)).to_numpy()
    signal = rng.normal(size=rows)
    chance = 1 / (1 + np.exp(1.0 - 1.5 * signal - rng.normal(0, days_differ, days)[day]))
    outcome = np.where(rng.random(rows) < chance, "yes", "no")
    said = signal > 0.2
    hat = bad & (rng.random(rows) < spoiled)
    decision = np.where(np.where(hat, rng.random(rows) < 0.5, said), "yes", "no")
    common: dict[str, Any] = {"outcome": outcome, "group": day.astype(str)}
    ours = _aside(table(BINARY, score=np.where(decision == "yes", 0.9, 0.1), decision=decision, **common), day, days)
    old = np.where(rng.random(rows) < 0.35, "yes", "no")
    today = _aside(table(BINARY, "status_quo", score=[0.5] * rows, decision=old, **common), day, days)
    return World(ours, today, features, bad)


def _aside(predictions: Predictions, day: NDArray[np.int64], days: int) -> Predictions:
    origin = pl.Series("origin", np.where(day < days * 2 // 3, "fold", "holdout"))
    return structs.replace(predictions, frame=predictions.frame.with_columns(origin))
