"""Average precision and the area under the ROC curve, with the influence of each row.

One sort and cumulative sums; equal scores count as scikit-learn counts them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shipworthy.stats.linear import Linearised


def average_precision(
    positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Mean precision over the positive rows, each at its own score as threshold; None with one class only.

    The influence is the exact derivative of the weighted statistic: a row changes its own place and the
    precision at every score not above its own.

    Args:
        positive: what turned out. # (rows,)
        scores: finite; higher means more likely positive. # (rows,)
        weights: not negative; None for equal ones. # (rows,)

    >>> found = average_precision(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    >>> round(found.value, 4)
    0.8333
    """
    ranks = _rank(positive, scores, weights)
    if ranks is None:
        return None
    above = ranks.positive_above + ranks.negative_above
    # Only zero weights make it zero, and such rows add nothing.
    above = np.where(above > 0, above, 1.0)
    precision = ranks.positive_above / above
    value = float((ranks.positive_here * precision).sum() / ranks.positives)
    promoted = _from_here_down(ranks.positive_here / above)
    diluted = _from_here_down(ranks.positive_here * precision / above)
    own = np.where(positive, (precision - value + promoted)[ranks.place], 0.0)
    influence = ranks.weights * (own - diluted[ranks.place]) / ranks.positives
    return Linearised(value, influence, (positive, ~positive))


def roc_auc(
    positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Chance that a positive row scores above a negative one, half for equal scores; None for one class.

    The influence is that of DeLong, DeLong and Clarke-Pearson (1988); summed by cluster it is Obuchowski's
    (1997).

    >>> found = roc_auc(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    >>> found.value
    0.5
    """
    ranks = _rank(positive, scores, weights)
    if ranks is None:
        return None
    beaten = (ranks.negatives - ranks.negative_above + ranks.negative_here / 2) / ranks.negatives
    beaten_by = (ranks.positive_above - ranks.positive_here / 2) / ranks.positives
    value = float((ranks.positive_here * beaten).sum() / ranks.positives)
    of_positive = (beaten[ranks.place] - value) / ranks.positives
    of_negative = (beaten_by[ranks.place] - value) / ranks.negatives
    influence = ranks.weights * np.where(positive, of_positive, of_negative)
    return Linearised(value, influence, (positive, ~positive))


@dataclass(frozen=True, slots=True, eq=False)
class _Ranks:
    """Weights of both classes by place, a place being one distinct score, the highest first."""

    place: NDArray[np.int64]  # (rows,)
    weights: NDArray[np.float64]  # (rows,)
    positive_here: NDArray[np.float64]  # (places,)
    negative_here: NDArray[np.float64]  # (places,)
    positive_above: NDArray[np.float64]  # (places,), this place included
    negative_above: NDArray[np.float64]  # (places,), this place included
    positives: float
    negatives: float


def _rank(
    positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None
) -> _Ranks | None:
    heavy = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(-scores)
    ordered = scores[order]
    starts = np.empty(len(scores), dtype=np.int64)
    starts[:1] = 0
    starts[1:] = ordered[1:] != ordered[:-1]
    place = np.empty_like(starts)
    place[order] = np.cumsum(starts)
    positive_here: NDArray[np.float64] = np.bincount(place, weights=heavy * positive).astype(np.float64)
    negative_here: NDArray[np.float64] = np.bincount(place, weights=heavy * ~positive).astype(np.float64)
    positive_above, negative_above = np.cumsum(positive_here), np.cumsum(negative_here)
    if not (positive_here.sum() > 0 and negative_here.sum() > 0):
        return None
    return _Ranks(
        place,
        heavy,
        positive_here,
        negative_here,
        positive_above,
        negative_above,
        float(positive_above[-1]),
        float(negative_above[-1]),
    )


def _from_here_down(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(values[::-1])[::-1]
