"""The learning curve: how well a candidate does with fewer rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from msgspec import UNSET
from msgspec.structs import replace as struct_replace
from numpy.typing import NDArray

from shipworthy.lab.field import evaluate_all
from shipworthy.lab.loss import constant_losses, predicted_losses
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
        paired_error: standard error of its difference to the score of the largest size, on the same rows;
            0 there.
        predictions: of the same rows for every point, for any other score.
    """

    rows: int
    score: float
    error: float
    paired_error: float
    predictions: Predictions


def learning_curve(
    study: Study,
    spec: CandidateSpec,
    *,
    progress: Callable[[int, int, str], None],
    cache: Cache | None = None,
) -> tuple[CurvePoint, ...]:
    """Lets a candidate learn from halves of halves of the training rows, and asks it about the last fold.

    Never the holdout. Fewer rows are drawn at random, the smaller within the larger: so the curve tells what
    more rows of the same kind would bring, and not how times differ.

    Returns:
        Points with growing numbers of rows; empty when there is no fold, too few rows to learn from, all outcomes of
        the last one are the same, or the candidate fails.
    """
    folds = [fold for fold in study.folds if fold.origin == "fold"]
    if not folds:
        return ()
    fold = folds[-1]
    test = fold.test[study.labels.gather(fold.test).is_not_null().to_numpy()]
    asked = study.labels.gather(test)
    growing = _growing(study, fold.train)
    if not growing or asked.n_unique() < 2:
        return ()
    once = struct_replace(spec, seeds=UNSET)
    steps = tuple(Fold(name=f"{len(train)} rows", origin="fold", train=train, test=test) for train in growing)
    found = evaluate_all(replace(study, folds=steps), [once], progress=progress, cache=cache).attempts[0].predictions
    if found is None:
        return ()
    parts = [found.frame[start : start + len(test)] for start in range(0, found.frame.height, len(test))]
    outcomes = study.labels.gather(fold.train)
    asked_alike = [struct_replace(found, frame=part) for part in parts]
    lost = [predicted_losses(each) for each in asked_alike]
    flat = float(constant_losses(outcomes, asked, study.task).mean())
    groups = parts[0]["group"].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
    return tuple(
        CurvePoint(
            rows=len(step.train),
            score=1 - float(wrong.mean()) / flat,
            error=_error(wrong, groups) / flat,
            paired_error=_error(wrong - lost[-1], groups) / flat,
            predictions=each,
        )
        for step, wrong, each in zip(steps, lost, asked_alike, strict=True)
    )


def _growing(study: Study, train: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows to learn from, fewest first; each has at least 30 rows and two different outcomes.

    # (rows learned,) each
    """
    order = np.random.default_rng(study.place.seed).permutation(len(train))
    shares = [len(train) // 2**halving for halving in range(_HALVINGS, -1, -1)]
    chosen = [np.sort(train[order[:rows]]) for rows in dict.fromkeys(shares) if rows >= _FEWEST]
    return [rows for rows in chosen if study.labels.gather(rows).n_unique() > 1]


def _error(values: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Standard error of their mean, by independent groups; 0 when it cannot be told."""
    mean = linear_mean(values)
    return 0.0 if mean is None else (estimate(mean, groups).se or 0.0)
