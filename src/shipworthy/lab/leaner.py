"""A study with less: without some columns, with fewer rows to learn from, with models as they were some periods ago."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.lab.development import can_learn
from shipworthy.lab.study import Study
from shipworthy.records.fold import Fold


def without(study: Study, columns: Collection[str]) -> Study:
    """The study with some columns not learned from; they stay in the frame, for rules, slices and amounts."""
    roles = [
        structs.replace(each, role="dropped") if each.name in columns and each.role == "feature" else each
        for each in study.table.columns
    ]
    return replace(study, table=structs.replace(study.table, columns=tuple(roles)))


def thinned(study: Study, share: float) -> Study | None:
    """The study with a share of the rows of each fold to learn from, drawn at random; None when that is too few.

    The smaller share lies within the larger.
    """
    folds = []
    for fold in study.folds:
        order = np.random.default_rng(study.place.seed).permutation(len(fold.train))
        kept = np.sort(fold.train[order[: int(len(order) * share)]])
        if not can_learn(kept, study.labels):
            return None
        folds.append(structs.replace(fold, train=kept))
    return replace(study, folds=tuple(folds))


def aged(study: Study, periods: int) -> tuple[Study, Study] | None:
    """The study asked by models that learned so many periods before, and by fresh ones, about the same rows.

    Args:
        study: folds of a rolling origin, each asked about one period.
        periods: how many periods before they would have been learned anew.

    Returns:
        With fresh models, then with old ones: what these learned from was there so many periods earlier. None when no
        fold has enough before it.
    """
    place: NDArray[np.int64] = study.periods.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    fresh, old = [], []
    for fold in study.folds:
        train = fold.train[place[fold.train] < place[fold.test].min() - periods]
        if can_learn(train, study.labels):
            fresh.append(fold)
            old.append(structs.replace(fold, train=train))
    if not fresh:
        return None
    return replace(study, folds=tuple(fresh)), replace(study, folds=tuple(old))


def folds_only(study: Study) -> Study:
    """The study without the rows kept aside."""
    return replace(study, folds=tuple(fold for fold in study.folds if fold.origin == "fold"))


def asked_of(folds: tuple[Fold, ...]) -> int:
    """Rows that are asked about."""
    return sum(len(fold.test) for fold in folds)
