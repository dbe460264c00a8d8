"""What is independent where rows have a time and nobody said what is: stretches of time."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from shipworthy.data.target import Outcomes
from shipworthy.lab.periods import times
from shipworthy.records.finding import Finding
from shipworthy.records.fold import Fold
from shipworthy.stats.blocks import blocks

PREFIX: Final = "stretch "
"""Begins the name of every stretch, so that it is not taken for a group that the document names."""


def stretches(frame: pl.DataFrame, time: str, outcomes: Outcomes, folds: Sequence[Fold]) -> pl.Series | None:
    """The stretch of time of each row; null for a row without time, None where time tells too little.

    How long they are follows from the outcomes of rows that are not kept aside: what turned out is at least as alike
    from one row to the next as what an attempt gains on it.

    Args:
        frame: the joined table.
        time: column that orders its rows; empty when there is none.
        outcomes: what turned out.
        folds: the rows kept aside last.
    """
    if not time:
        return None
    when = times(frame, time)
    places = when.rank("dense").cast(pl.Float64).fill_null(float("nan")).to_numpy()
    labels, classes = outcomes.labels, outcomes.task.classes
    seen = [(labels == each).cast(pl.Float64) for each in classes[1:]] if classes else [labels.cast(pl.Float64)]
    values = np.stack([each.fill_null(float("nan")).to_numpy() for each in seen], axis=1)  # (rows, ways)
    aside = np.zeros(frame.height, dtype=bool)
    aside[folds[-1].test] = True
    told = np.zeros(frame.height, dtype=bool)
    told[np.concatenate([folds[-1].train, *(fold.test for fold in folds[:-1])])] = True
    found = blocks(places, aside, values, told & ~aside & np.isfinite(values).all(axis=1))
    if found is None or len(np.unique(found[aside])) == np.count_nonzero(aside):
        return None
    names = pl.Series("group", found, dtype=pl.Int64)
    return pl.select(pl.when(names >= 0).then(pl.format("{}{}", pl.lit(PREFIX), names)).alias("group"))["group"]


def told_of_stretches(groups: pl.Series | None, folds: Sequence[Fold], check: str) -> tuple[Finding, ...]:
    """That intervals rest on stretches of time, where they do.

    Args:
        groups: what is independent, row by row.
        folds: the rows kept aside last.
        check: that tells it.
    """
    if groups is None:
        return ()
    aside = groups.gather(folds[-1].test).drop_nulls()
    if not len(aside) or not str(aside[0]).startswith(PREFIX):
        return ()
    says = (
        "nobody said what is independent, and cases close in time may be alike: ranges rest on "
        f"{aside.n_unique():,} stretches of time among the {len(folds[-1].test):,} cases kept aside, not on each case"
    )
    step = "name what is independent under evaluation.group: a column such as a customer, or day, week, month"
    return (Finding(check=check, says=says, severity="info", where="evaluation.group", next_step=step),)
