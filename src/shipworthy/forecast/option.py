"""What a course of work is worth when one may ship or stop after each reading.

Least-squares Monte Carlo: from the last step backwards, each choice compares what shipping, stopping and going on
brought on average in worlds that measured alike (Longstaff & Schwartz 2001, Valuing American options by simulation,
Review of Financial Studies 14 (1), 113-147; with means of bins for the regression).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.forecast.worlds import Floats

BINS: Final = 16
"""Groups of worlds that measured alike."""


@dataclass(frozen=True)
class Option:
    """A course of work with a choice after each step.

    Attributes:
        worth: money expected when every choice is made well.
        reach: share of worlds in which work goes on after each step. # (steps,)
    """

    worth: float
    reach: Floats


def option(measured: Floats, shipped: Floats, stopped: Floats) -> Option:
    """Values it from its last step backwards.

    Args:
        measured: reading after each step. # (steps, worlds)
        shipped: money that shipping then brings. # (steps, worlds)
        stopped: money that stopping then brings. # (steps,)
    """
    goes = np.zeros(measured.shape, dtype=bool)
    ship = _alike(measured[-1], shipped[-1])
    worth = np.where(ship > stopped[-1], shipped[-1], stopped[-1])  # (worlds,)
    for step in reversed(range(len(measured) - 1)):
        ship, go = _alike(measured[step], shipped[step]), _alike(measured[step], worth)
        goes[step] = go > np.maximum(ship, stopped[step])
        worth = np.where(goes[step], worth, np.where(ship > stopped[step], shipped[step], stopped[step]))
    return Option(float(worth.mean()), np.logical_and.accumulate(goes, axis=0).mean(axis=1))


def _alike(seen: Floats, money: Floats) -> Floats:
    """Mean money of worlds that measured alike: shape (worlds,).

    Each half of the worlds is judged by the other half, so that no world's own luck speaks for a choice in it.
    """
    half = np.arange(seen.size) % 2
    place = np.searchsorted(np.quantile(seen, np.arange(1, BINS) / BINS), seen)
    among = place + BINS * half
    count = np.bincount(among, minlength=2 * BINS)
    mean = np.bincount(among, money, 2 * BINS) / np.maximum(count, 1)
    found: Floats = mean[place + BINS * (1 - half)]
    return found
