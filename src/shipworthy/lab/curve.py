"""The learning curve: how well a candidate does with fewer rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from msgspec.structs import replace as struct_replace
from numpy.typing import NDArray

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.loss import constant_losses, predicted_losses
from shipworthy.lab.periods import times
from shipworthy.lab.study import Cache, Study
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.stats.clusters import estimate
from shipworthy.stats.linear import linear_mean

_HALVINGS: Final = 6
_FEWEST: Final = 30


@dataclass(frozen=True, eq=False)
class CurvePoint:
    """What a candidate does after learning from so many rows.

    Attributes:
        rows: learned from.
        score: share of a constant's loss that is gone (R² for numbers, McFadden's for classes).
        error: standard error of the score, by the independent groups of rows.
        predictions: of the same rows for every point, for any other score.
    """

    rows: int
    score: float
    error: float
    predictions: Predictions


def learning_curve(
    study: Study,
    spec: CandidateSpec,
    *,
    progress: Callable[[int, int, str], None],
    cache: Cache | None = None,
) -> tuple[CurvePoint, ...]:
    """Lets a candidate learn from halves of halves of the training rows, and asks it about the last fold.

    Never the holdout. With time, fewer rows are the most recent ones, as they would be for a younger project;
    without, they are drawn at random, the smaller within the larger.

    Returns:
        Points with growing numbers of rows; empty when there is no fold, all outcomes of the last one are
        the same, or the candidate fails.
    """
    folds = [fold for fold in study.folds if fold.origin == "fold"]
    if not folds:
        return ()
    fold = folds[-1]
    test = fold.test[study.labels.gather(fold.test).is_not_null().to_numpy()]
    asked = study.labels.gather(test)
    steps = tuple(
        Fold(name=f"{len(train)} rows", origin="fold", train=train, test=test)
        for train in _growing(study, fold.train)
    )
    found = (
        evaluate(replace(study, folds=steps), [spec], progress=progress, cache=cache).attempts[0].predictions
    )
    if found is None or not steps or asked.n_unique() < 2:
        return ()
    parts = [found.frame[start : start + len(test)] for start in range(0, found.frame.height, len(test))]
    outcomes = study.labels.gather(fold.train)
    return tuple(
        _point(len(step.train), struct_replace(found, frame=part), outcomes)
        for step, part in zip(steps, parts, strict=True)
    )


def _growing(study: Study, train: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows to learn from, fewest first; each has at least 30 rows and two different outcomes.

    # (rows learned,) each
    """
    if study.trend:
        order = np.random.default_rng(study.place.seed).permutation(len(train))
    else:
        # the latest first; rows of the same time as they lie in the table
        order = np.lexsort((-train, -_when(study, train)))
    shares = [len(train) // 2**halving for halving in range(_HALVINGS, -1, -1)]
    chosen = [np.sort(train[order[:rows]]) for rows in dict.fromkeys(shares) if rows >= _FEWEST]
    return [rows for rows in chosen if study.labels.gather(rows).n_unique() > 1]


def _when(study: Study, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    if study.table.time:
        return (
            times(study.table.frame, study.table.time).gather(rows).to_physical().cast(pl.Float64).to_numpy()
        )
    return study.periods.rank("dense").gather(rows).cast(pl.Float64).to_numpy()


def _point(rows: int, predictions: Predictions, learned: pl.Series) -> CurvePoint:
    """Scores one size; the constant it is held against has learned from all rows."""
    frame = predictions.frame
    flat = float(constant_losses(learned, frame["outcome"], predictions.task).mean())
    groups = frame["group"].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
    mean = linear_mean(predicted_losses(predictions))
    assert mean is not None
    lost = estimate(mean, groups)
    return CurvePoint(rows, 1 - lost.value / flat, (lost.se or 0.0) / flat, predictions)
