"""Which rows are learned from, which are predicted, and which are kept aside."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.draws import deal, draw_aside
from shipworthy.lab.periods import MOST, moment, period_labels, times
from shipworthy.records.fold import Fold
from shipworthy.records.spec import Split
from shipworthy.records.table import Table

_FEWEST_LEARNED: Final = 10
_ROWS_A_FOLD: Final = 10
_WHOLE: Final = {"day": "1d", "week": "1w", "month": "1mo"}


def make_folds(split: Split, table: Table, labels: pl.Series) -> tuple[Fold, ...]:
    """The folds of the development rows, and as the last one the `holdout`.

    With a time column: rolling origin. Each fold learns from all earlier periods and predicts one; the
    holdout fold learns from every development row and predicts what came after. Rows from `holdout_until`
    on, and rows without a time, are in no fold. When there are more periods than needed, the latest are
    predicted (at least `split.folds`).
    Without: `split.folds` folds drawn at random, stratified, groups kept whole, and a random holdout.

    Only rows with a known outcome are learned from; rows without one are predicted all the same.

    Args:
        split: what the document asks for.
        table: the joined table.
        labels: what turned out, null where unknown; text for classes, numbers for regression. # (rows,)

    Returns:
        Folds in order, the holdout last. A period is left out when too little came before it to learn from.

    Raises:
        ColumnError: when the time or group column cannot be used.
        RequestError: when the holdout would be empty, or nothing is left to learn from.
    """
    if not (0 < split.holdout_share < 1):
        raise RequestError(
            "the share kept aside is no share",
            where="evaluation.split.holdout_share",
            seen=split.holdout_share,
            allowed="a number between 0 and 1, such as 0.2",
        )
    folds = _by_time(split, table, labels) if split.time else _at_random(split, table, labels)
    holdout = folds[-1]
    if not _can_learn(holdout.train, labels):
        raise RequestError(
            "there is too little to learn from once rows are kept aside",
            where=f"{table.name}, evaluation.split",
            seen=f"{len(holdout.train)} rows with a known outcome, and {len(holdout.test)} kept aside",
            allowed=f"at least {_FEWEST_LEARNED} rows with at least two different outcomes",
            next_step="keep fewer rows aside, or bring more data",
        )
    learnable = [fold for fold in folds[:-1] if len(fold.test) and _can_learn(fold.train, labels)]
    return (*learnable, holdout)


def periods_of(split: Split, table: Table) -> pl.Series:
    """The period label of every row; null throughout when the split has no time.

    Raises:
        ColumnError: when the time column cannot be used.
        RequestError: when the holdout would be empty.
    """
    if not split.time:
        return pl.Series("period", [None] * table.frame.height, dtype=pl.String)
    when = times(table.frame, split.time)
    development, _ = _cut(split, when)
    return period_labels(when, development, split.period).alias("period")


def _by_time(split: Split, table: Table, labels: pl.Series) -> list[Fold]:
    when = times(table.frame, split.time)
    development, aside = _cut(split, when)
    periods = period_labels(when, development, split.period)
    place = periods.rank("dense").fill_null(0).to_numpy()
    later = [int(p) for p in np.unique(place[development & (place > 0)])[1:]]
    learnable = development & labels.is_not_null().to_numpy()
    folds = []
    for period in later:
        train, test = (
            np.flatnonzero(learnable & (place < period)),
            np.flatnonzero(development & (place == period)),
        )
        if _can_learn(train, labels):
            folds.append(Fold(name=str(periods[int(test[0])]), origin="fold", train=train, test=test))
    latest = max(split.folds, MOST - 1)
    holdout = Fold(name="holdout", origin="holdout", train=np.flatnonzero(learnable), test=np.flatnonzero(aside))
    return [*folds[-latest:], holdout]


def _cut(split: Split, when: pl.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Development rows and rows kept aside.

    # (rows,), (rows,)
    """
    here = when.is_not_null()
    if split.holdout_until:
        here &= (when < moment(split.holdout_until, when, "evaluation.split.holdout_until")).fill_null(value=False)
    if split.holdout_from:
        start = moment(split.holdout_from, when, "evaluation.split.holdout_from")
    else:
        start = _last_share(when.filter(here), split)
    before = (when < start).fill_null(value=False)
    development, aside = (here & before).to_numpy(), (here & ~before).to_numpy()
    if not aside.any() or not development.any():
        raise RequestError(
            "no row is kept aside" if not aside.any() else "no row is left to learn from",
            where="evaluation.split.holdout_from",
            seen=split.holdout_from or f"the last {split.holdout_share:.0%} of the time",
            allowed=f"a time between {when.min()!s} and {when.max()!s}",
            next_step="move the start of the holdout, or leave the time out to draw rows at random",
        )
    return development, aside


def _last_share(when: pl.Series, split: Split) -> object:
    """The first time of the last share of the rows; equal times, and days that belong together, are whole."""
    if when.is_empty():
        raise ColumnError("no row has a time", where="evaluation.split.time", seen=split.time)
    ordered = when.sort()
    start = ordered[min(int(len(ordered) * (1 - split.holdout_share)), len(ordered) - 1)]
    if when.dtype.is_temporal():
        floor = pl.Series([start], dtype=when.dtype).dt.truncate(_WHOLE.get(split.group, "1d")).item()
        # a short table would lose too much of what is learned from
        start = floor if (ordered < floor).sum() > len(ordered) * (1 - split.holdout_share) / 2 else start
    if ordered[0] == start:
        later = ordered.filter(ordered > start)
        return later[0] if len(later) else start
    return start


def _at_random(split: Split, table: Table, labels: pl.Series) -> list[Fold]:
    units = _units(split, table)
    known = labels.is_not_null().to_numpy()
    classes = labels.rank("dense").fill_null(0).to_numpy().astype(np.int64) if labels.dtype == pl.String else None
    random = np.random.default_rng(split.seed)
    aside = draw_aside(units, classes, split.holdout_share, random)
    rest = np.flatnonzero(~aside)
    count = max(2, min(split.folds, len(rest) // _ROWS_A_FOLD))
    dealt = np.full(len(units), -1)
    dealt[rest] = deal(units[rest], None if classes is None else classes[rest], count, random)
    folds = []
    for number in range(count):
        train, test = np.flatnonzero(~aside & known & (dealt != number)), np.flatnonzero(dealt == number)
        folds.append(Fold(name=str(number + 1), origin="fold", train=train, test=test))
    if not aside.any():
        raise RequestError(
            "no row is kept aside",
            where="evaluation.split",
            seen=f"{table.frame.height} rows in {len(np.unique(units))} groups",
            allowed="at least two groups of rows",
            next_step="name another group, or bring more data",
        )
    train, test = np.flatnonzero(~aside & known), np.flatnonzero(aside)
    return [*folds, Fold(name="holdout", origin="holdout", train=train, test=test)]


def _units(split: Split, table: Table) -> NDArray[np.int64]:
    """A number for every row; rows with the same number stay together.

    # (rows,)
    """
    if not split.group:
        return np.arange(table.frame.height)
    if split.group in table.frame.columns:
        group = table.frame[split.group]
    elif split.group in _WHOLE and table.time:
        group = times(table.frame, table.time).dt.truncate(_WHOLE[split.group])
    else:
        raise ColumnError(
            "the column that says what belongs together is not in the data",
            where="evaluation.group",
            seen=split.group,
            allowed=[*table.frame.columns, "day", "week", "month"],
            next_step="name a column of the joined table; day, week and month need a time column",
        )
    place = group.rank("dense").cast(pl.Int64)
    # rows of no group belong to nobody: each is a group of its own
    alone = pl.int_range(len(place), eager=True) + (place.max() or 0) + 1
    return place.fill_null(alone).to_numpy()


def _can_learn(train: NDArray[np.int64], labels: pl.Series) -> bool:
    return len(train) >= _FEWEST_LEARNED and labels.gather(train).n_unique() > 1
