"""Stretches of time that can be taken for independent, where neighbours in time may be alike."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_COUNTS: Final = (64, 32, 16, 8)
"""Stretches among the rows measured, from the most to the fewest; longer ones are two of the shorter."""


def blocks(
    places: NDArray[np.float64], measured: NDArray[np.bool_], values: NDArray[np.float64], told: NDArray[np.bool_]
) -> NDArray[np.int64] | None:
    """Cuts rows in order of time into stretches of equally many, long enough to be independent of each other.

    Starts with 64 stretches over the rows measured, and joins them two by two as long as the means of neighbouring ones
    go together by more than a standard error (Bartlett 1946) on other rows; 8 always remain. An interval over few
    stretches of any length keeps its promise by the t distribution of their number (Ibragimov and Müller 2010), so that
    a stretch that is longer than needed costs little and a shorter one much.

    Args:
        places: of the rows in time, equal at equal times, which are never cut apart; NaN for a row without.
            # (rows,)
        measured: the rows that numbers are told of. # (rows,)
        values: of each row, of which neighbours may be alike; as many columns as there are ways. # (rows, ways)
        told: rows whose values may be looked at, none of them measured. # (rows,)

    Returns:
        Code of each row's stretch, ascending in time, -1 without a place; None when time tells fewer than 8 apart.
        # (rows,)

    >>> rows = np.arange(160.0)
    >>> found = blocks(rows, rows >= 128, np.sin(rows * 100)[:, None], rows < 128)
    >>> len(np.unique(found[128:]))
    32
    """
    timed = np.isfinite(places)
    inside = measured & timed
    if not inside.any():
        return None
    _, code, ties = np.unique(places[timed], return_inverse=True, return_counts=True)
    rank = np.full(len(places), np.nan)
    rank[timed] = (np.cumsum(ties) - ties)[code]
    start, span = rank[inside].min(), rank[inside].max() - rank[inside].min() + 1
    best = None
    for count in _COUNTS:
        cut = np.full(len(places), np.nan)
        cut[timed] = np.floor((rank[timed] - start) / (span / count))
        if len(np.unique(cut[inside])) < _COUNTS[-1]:
            break
        best = cut
        if not _go_together(cut[told & timed], values[told & timed]):
            break
    if best is None:
        return None
    found = np.full(len(places), -1)
    found[timed] = np.unique(best[timed], return_inverse=True)[1]
    return found


def _go_together(cut: NDArray[np.float64], values: NDArray[np.float64]) -> bool:
    """Whether means of neighbouring stretches are alike by more than a standard error of their correlation."""
    names, code, rows = np.unique(cut, return_inverse=True, return_counts=True)
    if len(names) < _COUNTS[-1]:
        return False
    means = np.stack([np.bincount(code, each) for each in values.T], axis=1) / rows[:, None]
    off = means - means.mean(axis=0)
    beside = np.diff(names) == 1
    spread = float(np.square(off).sum())
    return spread > 0 and float((off[1:][beside] * off[:-1][beside]).sum()) / spread > 1 / np.sqrt(len(names))
