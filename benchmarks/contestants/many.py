"""Five made-up candidates and a baseline on the same rows: the same scores with more and less noise."""

import numpy as np
import polars as pl

NOISE = {"baseline": 1.5, "a": 0.2, "b": 0.25, "c": 0.4, "d": 0.7, "e": 1.0}
DAYS = 1_000


def scores(rows: pl.DataFrame) -> dict[str, np.ndarray]:
    """Scores of each candidate, the baseline's first, shape (rows,) each."""
    random, given = np.random.default_rng(11), rows["score"].to_numpy()
    logit = np.log(given / (1 - given))
    return {name: 1 / (1 + np.exp(-logit - random.normal(0, noise, len(logit)))) for name, noise in NOISE.items()}


def days(count: int) -> np.ndarray:
    """Which of 1,000 days each row is of, days of different size, shape (rows,)."""
    return np.sort(np.random.default_rng(12).integers(0, DAYS, count))
