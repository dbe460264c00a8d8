"""Folds within the rows that a fold learns from, for whatever has to be tuned before the fold is asked."""

import numpy as np
import polars as pl

from shipworthy.lab.development import drawn, rolling
from shipworthy.lab.periods import period_labels, times
from shipworthy.lab.study import Study
from shipworthy.lab.units import strata_of, units_of
from shipworthy.records.fold import Fold
from shipworthy.records.spec import Split


def inner_folds(study: Study, fold: Fold) -> tuple[Fold, ...]:
    """Splits the rows that a fold learns from by the same rules that made the fold itself.

    By time: each inner fold learns from earlier periods and predicts one. Without: drawn at random, evenly over
    outcomes. Groups are never on both sides. Whatever is chosen on these folds has seen no row that the outer fold is
    asked about.

    Args:
        study: rows, outcomes, and the rules they were split by.
        fold: of the study, the one of the rows kept aside included.

    Returns:
        Folds of origin `fold`, all their rows among `fold.train`; empty when these are too few to be split again.
    """
    split = study.split
    units = units_of(split, study.table) if split.group else None
    if not split.time:
        own = np.arange(len(study.labels)) if units is None else units
        random = np.random.default_rng([split.seed, len(fold.train)])
        return tuple(drawn(fold.train, study.labels, own, strata_of(study.labels), split.folds, random))
    found = rolling(fold.train, _periods(split, study, fold), study.labels, units, _hands(split, study))
    return tuple(found[-split.folds :])


def _hands(split: Split, study: Study) -> int:
    return split.folds if study.split.group and split.groups == "drawn" else 0


def _periods(split: Split, study: Study, fold: Fold) -> pl.Series:
    """Periods of the rows learned from, shorter ones where the usual are too few.

    # (rows,)
    """
    inside = np.zeros(len(study.labels), dtype=bool)
    inside[fold.train] = True
    when = times(study.table.frame, split.time)
    outside = when.set(pl.Series(~inside), None)
    periods = period_labels(outside, inside, split.period)
    return periods if periods.n_unique() - (periods.null_count() > 0) > 1 else period_labels(outside, inside)
