"""What more trials of a search would still add to the best of them, judged by the trials so far."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

FEWEST: Final = 6
"""Trials below which nothing is told."""

_USUAL: Final = 0.7
"""What a doubling of the trials usually brings, as a share of what the doubling before it brought."""
_LEAST: Final = 0.5


def gain_of_more(scores: Sequence[float], more: int, noise: float = 0.0) -> float | None:
    """Expected rise of the best score when so many more trials are made.

    For scores with an end, the expected best of `m` nears it as a power of `m` (Fisher and Tippett, 1928), so that each
    doubling of the trials adds a constant share of what the one before it added. What the last two doublings added on
    average over all orders of the trials is known without bias (Dodge and others, 2019); their share is drawn half to
    what is usual, and kept between a half, where the best is at an edge, and 1.

    Part of the spread of scores is luck of the cases they were measured on. A rise by luck is none, so the rise is
    shrunk by the share of the variance that is not.

    Args:
        scores: of the trials, more being better. # (trials,)
        more: how many further trials, at least 1.
        noise: standard error of the difference between two trials on the same cases; 0 where there is no luck.

    Returns:
        In the unit of the scores, at least 0; None with fewer than `FEWEST` trials.

    >>> gain_of_more([0.0] * 9, 10)
    0.0
    >>> scores = np.random.default_rng(0).uniform(size=200)
    >>> bool(0.0005 < gain_of_more(scores, 200) < 0.01)
    True
    """
    told = np.sort(np.asarray(scores, dtype=np.float64))
    count = len(told)
    if count < FEWEST:
        return None
    variance = float(told.var(ddof=1))
    if not variance > 0:
        return 0.0
    half, quarter = count // 2, max(1, count // 4)
    best, of_half, of_quarter = (expected_best(told, part) for part in (count, half, quarter))
    last = (best - of_half) / math.log2(count / half)
    before = (of_half - of_quarter) / math.log2(half / quarter)
    share = min(1.0, max(_LEAST, (last / before + _USUAL) / 2)) if before > 0 else _USUAL
    doublings = math.log2(1 + more / count)
    rise = last * doublings if share > 1 - 1e-6 else last * share * (1 - share**doublings) / (1 - share)
    return max(0.0, 1.0 - noise**2 / 2 / variance) * rise


def expected_best(scores: NDArray[np.float64], draws: int) -> float:
    """Mean of the best of so many of the scores, over all ways to pick them.

    >>> round(expected_best(np.array([1.0, 2.0, 3.0]), 2), 6)
    2.666667

    Args:
        scores: ascending. # (trials,)
        draws: how many are picked, at most as many as there are.
    """
    places = np.arange(draws, len(scores) + 1)
    logs = _log_ways(places - 1, draws - 1) - _log_ways(np.array([len(scores)]), draws)
    return float(np.exp(logs) @ scores[draws - 1 :])


def _log_ways(of: NDArray[np.int64], chosen: int) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = (
        special.gammaln(of + 1.0) - special.gammaln(chosen + 1.0) - special.gammaln(of - chosen + 1.0)
    )
    return logs
