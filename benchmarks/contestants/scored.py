"""How good answers for rows never learned from are, the same for every contestant."""

from collections.abc import Sequence

import numpy as np
from told import between

_RESAMPLES = 200


def scored(outcome: Sequence[float], answers: Sequence[float], yes_or_no: bool) -> str:
    """ROC AUC of scores, or the mean absolute error of numbers, with an interval by the bootstrap over rows."""
    truth, said = np.asarray(outcome, dtype=float), np.asarray(answers, dtype=float)
    measure = _roc_auc if yes_or_no else _off
    random = np.random.default_rng(0)
    drawn = [random.integers(0, len(truth), len(truth)) for _ in range(_RESAMPLES)]
    low, high = np.quantile([measure(truth[rows], said[rows]) for rows in drawn], [0.025, 0.975])
    return between("roc_auc" if yes_or_no else "off by", measure(truth, said), float(low), float(high))


def _roc_auc(truth: np.ndarray, said: np.ndarray) -> float:
    """By ranks, ties counting half."""
    places, counts = np.unique(said, return_inverse=True, return_counts=True)[1:]
    rank = (np.cumsum(counts) - (counts - 1) / 2)[places]
    yes = truth > 0
    return float((rank[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / (yes.sum() * (~yes).sum()))


def _off(truth: np.ndarray, said: np.ndarray) -> float:
    return float(np.abs(truth - said).mean())
