"""Folds of rows that may be learned from: each row is predicted at most once, never by what learned from its group."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.lab.draws import deal
from shipworthy.records.fold import Fold

FEWEST_LEARNED: Final = 10
_ROWS_A_FOLD: Final = 10


def can_learn(train: NDArray[np.int64], labels: pl.Series) -> bool:
    """Whether there are rows enough, and at least two different outcomes."""
    return len(train) >= FEWEST_LEARNED and labels.gather(train).n_unique() > 1


def apart(
    train: NDArray[np.int64], test: NDArray[np.int64], units: NDArray[np.int64] | None, asked: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows learned from and asked about, without a group on both sides.

    Args:
        train: positions. # (rows learned,)
        test: positions, later than those. # (rows asked,)
        units: what belongs together; None when every row is its own. # (rows,)
        asked: groups that are asked about, which nothing is learned from; None asks about those that are new. # (rows,)
    """
    if units is None:
        return train, test
    if asked is None:
        return train, test[~np.isin(units[test], units[train])]
    return train[~asked[train]], test[asked[test]]


def rolling(
    rows: NDArray[np.int64], periods: pl.Series, labels: pl.Series, units: NDArray[np.int64] | None, hands: int
) -> list[Fold]:
    """Folds that learn from all earlier periods and predict one; a period with too little before it is left out.

    Args:
        rows: positions of the rows that may be used. # (rows used,)
        periods: label of every row, sorted as time is. # (rows,)
        labels: what turned out. # (rows,)
        units: what belongs together; None when every row is its own. # (rows,)
        hands: into how many hands groups are dealt, one of which is asked about in each period; 0 asks about new ones.
    """
    place = periods.rank("dense").fill_null(0).to_numpy()
    inside = np.zeros(len(place), dtype=bool)
    inside[rows] = True
    known = inside & labels.is_not_null().to_numpy()
    dealt = _dealt(rows, units, hands) if units is not None and hands else None
    folds = []
    later = np.unique(place[inside & (place > 0)])[1:]
    for number, period in enumerate(later):
        train, test = np.flatnonzero(known & (place < period)), np.flatnonzero(inside & (place == period))
        train, test = apart(train, test, units, None if dealt is None else dealt == number % hands)
        if len(test) and can_learn(train, labels):
            folds.append(Fold(name=str(periods[int(test[0])]), origin="fold", train=train, test=test))
    return folds


def drawn(
    rows: NDArray[np.int64],
    labels: pl.Series,
    units: NDArray[np.int64],
    strata: NDArray[np.int64],
    count: int,
    random: np.random.Generator,
) -> list[Fold]:
    """Folds drawn at random, evenly over outcomes, groups kept whole; each row is predicted once.

    Args:
        rows: positions of the rows that may be used. # (rows used,)
        labels: what turned out. # (rows,)
        units: what belongs together. # (rows,)
        strata: what rows are dealt evenly over. # (rows,)
        count: folds asked for; fewer are made of few rows.
        random: source of chance.
    """
    count = max(2, min(count, len(rows) // _ROWS_A_FOLD))
    dealt = np.full(len(units), -1)
    dealt[rows] = deal(units[rows], strata[rows], count, random)
    learnable = (dealt >= 0) & labels.is_not_null().to_numpy()
    made = (
        Fold(
            name=str(number + 1),
            origin="fold",
            train=np.flatnonzero(learnable & (dealt != number)),
            test=np.flatnonzero(dealt == number),
        )
        for number in range(count)
    )
    return [fold for fold in made if len(fold.test) and can_learn(fold.train, labels)]


def _dealt(rows: NDArray[np.int64], units: NDArray[np.int64], hands: int) -> NDArray[np.int64]:
    """Hand of each row's group; -1 outside.

    # (rows,)
    """
    dealt = np.full(len(units), -1)
    dealt[rows] = deal(units[rows], None, hands, np.random.default_rng(0))
    return dealt
