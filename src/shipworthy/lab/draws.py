"""Drawing rows at random: evenly over classes, groups kept whole."""

import numpy as np
from numpy.typing import NDArray


def draw_aside(
    units: NDArray[np.int64], classes: NDArray[np.int64] | None, share: float, random: np.random.Generator
) -> NDArray[np.bool_]:
    """Draws a share of the rows, systematically along the units ordered by class and size.

    Each class gives its share to within one unit, and the last unit of a class is never taken.

    Args:
        units: rows with the same number are drawn together. # (rows,)
        classes: class of each row; a unit counts as of its commonest class. None for one class. # (rows,)
        share: between 0 and 1.
        random: source of chance.

    Returns:
        True for the rows drawn. # (rows,)
    """
    inverse, order, stratum = _order(units, classes, random)
    position = np.arange(len(order)) + random.random() / share
    taken_in_order = np.floor((position + 1) * share) > np.floor(position * share)
    taken = np.zeros(len(order), dtype=bool)
    taken[order] = taken_in_order
    left = np.bincount(stratum[~taken], minlength=stratum.max(initial=0) + 1)
    taken &= left[stratum] > 0
    if not taken.any() and len(order) > 1:
        # too few units for the share: one of the commonest class all the same
        common = np.flatnonzero(stratum == np.bincount(stratum).argmax())
        taken[common[-1:]] = len(common) > 1
    return taken[inverse]


def deal(
    units: NDArray[np.int64], classes: NDArray[np.int64] | None, hands: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Deals rows into hands like cards, class by class, the largest units first.

    Two units of one class never come into the same hand while another hand has none.

    >>> hands = deal(np.arange(6), np.array([0, 0, 0, 0, 1, 1]), 2, np.random.default_rng(0))
    >>> np.bincount(hands).tolist(), np.bincount(hands[4:]).tolist()
    ([3, 3], [1, 1])

    Args:
        units: rows with the same number go to the same hand. # (rows,)
        classes: as for `draw_aside`. # (rows,)
        hands: how many.
        random: source of chance.

    Returns:
        The hand of each row, from 0. # (rows,)
    """
    inverse, order, _ = _order(units, classes, random)
    dealt = np.empty(len(order), dtype=np.int64)
    dealt[order] = np.arange(len(order)) % hands
    return dealt[inverse]


def _order(
    units: NDArray[np.int64], classes: NDArray[np.int64] | None, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Unit of each row, order of the units by class, size and chance, class of each unit."""
    _, inverse, sizes = np.unique(units, return_inverse=True, return_counts=True)
    stratum = _commonest(inverse, classes, len(sizes)) if classes is not None else np.zeros(len(sizes), dtype=np.int64)
    order = np.lexsort((random.random(len(sizes)), -sizes, stratum))
    return inverse, order, stratum


def _commonest(inverse: NDArray[np.int64], classes: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The commonest class of each unit; of equally common ones the largest number.

    # (units,)
    """
    width = int(classes.max()) + 1
    pairs, times = np.unique(inverse * width + classes, return_counts=True)
    unit, stratum = np.divmod(pairs, width)
    last = np.lexsort((stratum, times, unit))
    commonest = np.empty(count, dtype=np.int64)
    commonest[unit[last]] = stratum[last]
    return commonest
