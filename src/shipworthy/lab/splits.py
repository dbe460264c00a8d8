"""Which rows are learned from, which are predicted, and which are kept aside."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.development import FEWEST_LEARNED, apart, can_learn, drawn, rolling
from shipworthy.lab.draws import draw_aside
from shipworthy.lab.periods import MOST, moment, period_labels, times
from shipworthy.lab.units import WHOLE, strata_of, units_of
from shipworthy.records.fold import Fold
from shipworthy.records.spec import Split
from shipworthy.records.table import Table


def make_folds(split: Split, table: Table, labels: pl.Series) -> tuple[Fold, ...]:
    """The folds of the development rows, and as the last one the `holdout`.

    With a time column: rolling origin. Each fold learns from all earlier periods and predicts one; the
    holdout fold learns from every development row and predicts what came after. Rows from `holdout_until`
    on, and rows without a time, are in no fold. When there are more periods than needed, the latest are
    predicted (at least `split.folds`).
    Without: `split.folds` folds drawn at random, evenly over classes or levels of a number, and a random holdout.

    A group is never on both sides. With a time column, rows asked about are those of groups that are new by then;
    with `split.groups` `drawn`, later rows of groups drawn at random, whose earlier rows nothing is learned from.

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
    if not can_learn(holdout.train, labels):
        raise RequestError(
            "there is too little to learn from once rows are kept aside",
            where=f"{table.name}, evaluation.split",
            seen=f"{len(holdout.train)} rows with a known outcome, and {len(holdout.test)} kept aside",
            allowed=f"at least {FEWEST_LEARNED} rows with at least two different outcomes",
            next_step="keep fewer rows aside, or bring more data",
        )
    return tuple(folds)


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
    units = units_of(split, table) if split.group else None
    drawn_aside = _asked(split, units, aside) if units is not None and split.groups == "drawn" else None
    rows = np.flatnonzero(development if drawn_aside is None else development & ~drawn_aside)
    folds = rolling(rows, periods, labels, units, 0 if drawn_aside is None else split.folds)
    learnable = np.flatnonzero(development & labels.is_not_null().to_numpy())
    train, test = apart(learnable, np.flatnonzero(aside), units, drawn_aside)
    if not len(test):
        raise _nobody_new(split)
    latest = max(split.folds, MOST - 1)
    return [*folds[-latest:], Fold(name="holdout", origin="holdout", train=train, test=test)]


def _asked(split: Split, units: NDArray[np.int64], aside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows of the groups that are kept aside, drawn at random of those that have later rows.

    # (rows,)
    """
    later = units[aside]
    chosen = draw_aside(later, None, split.holdout_share, np.random.default_rng(split.seed))
    return np.isin(units, later[chosen] if chosen.any() else later)


def _nobody_new(split: Split) -> RequestError:
    return RequestError(
        "every group kept aside was learned from before",
        where="evaluation.split.group",
        seen=f"{split.group}, no row of the last stretch of time belongs to a new one",
        allowed="a group of which new ones keep coming",
        next_step="say evaluation.split.groups: drawn to keep groups aside that are drawn at random, or leave the "
        "group out if live it will meet the groups it has learned from",
    )


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
        floor = pl.Series([start], dtype=when.dtype).dt.truncate(WHOLE.get(split.group, "1d")).item()
        # a short table would lose too much of what is learned from
        start = floor if (ordered < floor).sum() > len(ordered) * (1 - split.holdout_share) / 2 else start
    if ordered[0] == start:
        later = ordered.filter(ordered > start)
        return later[0] if len(later) else start
    return start


def _at_random(split: Split, table: Table, labels: pl.Series) -> list[Fold]:
    units, strata = units_of(split, table), strata_of(labels)
    random = np.random.default_rng(split.seed)
    aside = draw_aside(units, strata, split.holdout_share, random)
    folds = drawn(np.flatnonzero(~aside), labels, units, strata, split.folds, random)
    if not aside.any():
        raise RequestError(
            "no row is kept aside",
            where="evaluation.split",
            seen=f"{table.frame.height} rows in {len(np.unique(units))} groups",
            allowed="at least two groups of rows",
            next_step="name another group, or bring more data",
        )
    train, test = np.flatnonzero(~aside & labels.is_not_null().to_numpy()), np.flatnonzero(aside)
    return [*folds, Fold(name="holdout", origin="holdout", train=train, test=test)]
