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
    ranks = rank(positive, scores, weights)
    return None if ranks is None else average_precision_of(ranks)


def average_precision_of(ranks: "Ranks") -> Linearised:
    """`average_precision` of rows that were ranked before."""
    above = ranks.positive_above + ranks.negative_above
    # Only zero weights make it zero, and such rows add nothing.
    above = np.where(above > 0, above, 1.0)
    precision = ranks.positive_above / above
    value = float((ranks.positive_here * precision).sum() / ranks.positives)
    promoted = _from_here_down(ranks.positive_here / above)
    diluted = _from_here_down(ranks.positive_here * precision / above)
    # by place, so that one look-up a row is enough
    of_positive, of_negative = precision - value + promoted - diluted, -diluted
    influence = np.where(ranks.positive, of_positive[ranks.place], of_negative[ranks.place])
    return Linearised(value, ranks.weights * influence / ranks.positives, (ranks.positive, ~ranks.positive))


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
    ranks = rank(positive, scores, weights)
    return None if ranks is None else roc_auc_of(ranks)


def roc_auc_of(ranks: "Ranks") -> Linearised:
    """`roc_auc` of rows that were ranked before."""
    beaten = (ranks.negatives - ranks.negative_above + ranks.negative_here / 2) / ranks.negatives
    beaten_by = (ranks.positive_above - ranks.positive_here / 2) / ranks.positives
    value = float((ranks.positive_here * beaten).sum() / ranks.positives)
    of_positive = (beaten[ranks.place] - value) / ranks.positives
    of_negative = (beaten_by[ranks.place] - value) / ranks.negatives
    influence = ranks.weights * np.where(ranks.positive, of_positive, of_negative)
    return Linearised(value, influence, (ranks.positive, ~ranks.positive))


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Weights of both classes by place, a place being one distinct score, the highest first.

    Attributes:
        positive: what turned out. # (rows,)
        place: of each row. # (rows,)
        weights: of each row. # (rows,)
        positive_here: weight of the positive rows at each place. # (places,)
        negative_here: weight of the others. # (places,)
        positive_above: weight of the positive rows at this place and above. # (places,)
        negative_above: weight of the others at this place and above. # (places,)
        positives: weight of all positive rows, more than 0.
        negatives: weight of all others, more than 0.
    """

    positive: NDArray[np.bool_]
    place: NDArray[np.int64]
    weights: NDArray[np.float64]
    positive_here: NDArray[np.float64]
    negative_here: NDArray[np.float64]
    positive_above: NDArray[np.float64]
    negative_above: NDArray[np.float64]
    positives: float
    negatives: float


def rank(
    positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None = None
) -> Ranks | None:
    """Sorts rows by score, once for all that is made of their ranks; None with one class only.

    Args:
        positive: what turned out. # (rows,)
        scores: finite; higher means more likely positive. # (rows,)
        weights: not negative; None for equal ones. # (rows,)

    >>> rank(np.array([True, False, True]), np.array([0.9, 0.8, 0.8])).place.tolist()
    [0, 1, 1]
    """
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
    return Ranks(
        positive,
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
