"""Made-up tables whose true accuracy is known, to count how often an interval contains it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

TABLES, ROWS, DAYS = 300, 2_000, 40
Table = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def truth(spread: float) -> float:
    """The accuracy in the long run, over all days."""
    days = np.random.default_rng(1).normal(0, spread, 1_000_000)
    return float(np.mean(1 / (1 + np.exp(-(1.4 + days)))))


def tables(spread: float) -> Iterator[Table]:
    """Outcome, answer and day of each row; some days are harder than others when `spread` is above 0."""
    random = np.random.default_rng(2)
    for _ in range(TABLES):
        day = random.integers(0, DAYS, ROWS)
        right = random.random(ROWS) < 1 / (1 + np.exp(-(1.4 + random.normal(0, spread, DAYS)[day])))
        outcome = random.integers(0, 2, ROWS)
        yield outcome, np.where(right, outcome, 1 - outcome), day


def covered(ends: list[tuple[float, float]], spread: float) -> str:
    """The share of intervals that contain the truth, and how wide they are on average."""
    low, high = np.array(ends).T
    inside = np.mean((low <= truth(spread)) & (truth(spread) <= high))
    return f"{inside:.1%} contain the truth, {100 * np.mean(high - low):.1f} points wide"
