"""Predictions stated before experiments ran, scored afterwards: by all, by owner and by kind.

Brier, G. W. (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1), 1-3.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import betaincinv

from shipworthy.forecast.situation import Past
from shipworthy.records.score import Bin, Score
from shipworthy.show import numbers
from shipworthy.stats.bounds import interval

ENOUGH: Final = 10
"""Predictions from which their score says something about who made them."""

CLEARLY: Final = 2.0
"""Standard errors that a measured gain has to exceed to count as having brought anything."""

BINS: Final = 5
"""Bins of a calibration plot at most; each holds at least as many predictions as there are bins."""


@dataclass(frozen=True)
class Prediction:
    """What was stated, and what came.

    Attributes:
        owner: who stated it.
        kind: of the experiment.
        chance: told, in [0, 1]; None when only a gain was.
        came: whether what was predicted came true.
        expected: gain expected, failures counted as none, by the gain stated; None when nobody said.
        brought: gain measured, alike; None when it was not.
    """

    owner: str
    kind: str
    chance: float | None
    came: bool
    expected: float | None = None
    brought: float | None = None


def predictions(past: Sequence[Past]) -> tuple[Prediction, ...]:
    """What owners stated of their experiments, with what these brought; to bring anything is to stand out of noise."""
    return tuple(
        Prediction(
            owner=each.stated.owner,
            kind=each.stated.kind,
            chance=each.stated.chance,
            came=each.gain > CLEARLY * each.se,
            expected=each.stated.chance if each.stated.gain else None,
            brought=each.gain / each.stated.gain if each.stated.gain else None,
        )
        for each in past
    )


def scored(told: Sequence[Prediction]) -> tuple[Score, ...]:
    """Scores of all predictions, then by owner, then by kind; nothing for those without a name.

    >>> told = [Prediction("Ada", "model", 0.9, True), Prediction("Bo", "model", 0.5, False)]
    >>> [(each.of, each.brier) for each in scored(told)]
    [('all', 0.13), ('owner Ada', 0.01), ('owner Bo', 0.25), ('kind model', 0.13)]
    """
    owners = sorted({each.owner for each in told} - {""})
    kinds = sorted({each.kind for each in told} - {""})
    return (
        score("all", told),
        *(score(f"owner {name}", [each for each in told if each.owner == name]) for name in owners),
        *(score(f"kind {name}", [each for each in told if each.kind == name]) for name in kinds),
    )


def score(of: str, told: Sequence[Prediction]) -> Score:
    """The score of these predictions.

    Args:
        of: whose they are, as it is to be told.
        told: in any order.
    """
    stated = [(each.chance, each.came) for each in told if each.chance is not None]
    chance, came = np.array([each for each, _ in stated]), np.array([each for _, each in stated], dtype=float)
    over = [each.expected - each.brought for each in told if each.expected is not None and each.brought is not None]
    bias = math.fsum(over) / len(over) if over else None
    low, high = _interval(over)
    share = float(came.mean()) if stated else None
    return Score(
        of=of,
        n=len(stated),
        told=float(chance.mean()) if stated else None,
        came=share,
        brier=round(float(((chance - came) ** 2).mean()), 12) if stated else None,
        by_share=None if share is None else share * (1.0 - share),
        bins=_bins(chance, came),
        gains=len(over),
        bias=bias,
        bias_low=low,
        bias_high=high,
        says=_says(chance, came, low, high),
    )


def _interval(over: Sequence[float]) -> tuple[float | None, float | None]:
    if len(over) < 2:
        return None, None
    values = np.array(over)
    return interval(float(values.mean()), float(values.std(ddof=1) / math.sqrt(values.size)), values.size - 1)


def _bins(chance: np.ndarray, came: np.ndarray) -> tuple[Bin, ...]:
    """Bins of about equal count; predictions of one chance stay together."""
    count = min(BINS, chance.size // BINS) or (1 if chance.size else 0)
    if not count:
        return ()
    ordered = np.sort(chance)
    edges = np.unique(ordered[np.arange(1, count) * chance.size // count])
    place = np.searchsorted(edges, chance, side="right")
    return tuple(_bin(chance[place == each], came[place == each]) for each in np.unique(place))


def _bin(chance: np.ndarray, came: np.ndarray) -> Bin:
    n, hits = came.size, float(came.sum())
    low = float(betaincinv(hits, n - hits + 1, 0.025)) if hits else 0.0
    high = float(betaincinv(hits + 1, n - hits, 0.975)) if hits < n else 1.0
    return Bin(told=float(chance.mean()), came=hits / n, low=low, high=high, n=n)


def _says(chance: np.ndarray, came: np.ndarray, low: float | None, high: float | None) -> str:
    if chance.size < ENOUGH:
        seen = "1 prediction tells" if chance.size == 1 else f"{numbers.count(chance.size)} predictions tell"
        return f"{seen} little; {ENOUGH} would tell more"
    whole = _bin(chance, came)
    words = f"told {numbers.share(whole.told)} on average, came true {numbers.share(whole.came)}"
    if whole.told > whole.high:
        words += ": too hopeful"
    elif whole.told < whole.low:
        words += ": too careful"
    if low is not None and low > 0:
        words += "; gains were stated too large"
    elif high is not None and high < 0:
        words += "; gains were stated too small"
    return words
