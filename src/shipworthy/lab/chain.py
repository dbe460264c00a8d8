"""Candidates that learn from what others answer: never from an answer of a model that saw the row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.digests import digest
from shipworthy.lab.effort import Effort, of_all
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.imports import refusal
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.study import Study
from shipworthy.model.chain import columns_of
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.records.table import Column

Ask = Callable[[Study, Sequence[CandidateSpec]], Sequence[Attempt]]
"""Has candidates learn from the folds of a study and answer for them."""


@dataclass(frozen=True, eq=False)
class _View:
    """A study with the answers of others, the rows of a fold that have one, and what the others took."""

    study: Study
    rows: NDArray[np.int64]
    efforts: tuple[Effort, ...]


def chained(study: Study, spec: CandidateSpec, ask: Ask) -> Attempt:
    """What comes of a candidate that learns from the answers of others, fold by fold.

    Args:
        study: rows, outcomes, folds.
        spec: the candidate; the others are its `after`.
        ask: has candidates answer; these may be chained themselves.

    Raises:
        CandidateError: when one of the others fails, or there are too few rows to split again.
    """
    views = [_of_fold(study, spec, fold, ask) for fold in study.folds]
    parts = [ask(view.study, [alone(spec)])[0] for view in views]
    failed = next((part for part in parts if part.predictions is None), None)
    if failed is not None:
        return replace(failed, spec=spec)
    return Attempt(
        spec=spec,
        predictions=_joined([part.predictions for part in parts if part.predictions is not None]),
        failure=None,
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        fit_seconds=sum(part.fit_seconds for part in parts),
        predict_seconds=sum(part.predict_seconds for part in parts),
        digest=digest([part.digest for part in parts]),
        draws=tuple(_joined(each) for each in zip(*(part.draws for part in parts), strict=True)),
        effort=of_all([*views[-1].efforts, parts[-1].effort]),
    )


def learned_from(study: Study, spec: CandidateSpec, fold: Fold, ask: Ask) -> tuple[Study, NDArray[np.int64]]:
    """The study with the answers of others for the rows that a fold learns from, and which of these rows have one.

    The others learn within these rows, on folds split by the same rules as the fold itself, so that each answer is
    one about a row that they had not seen. By time, the first period has none, and nothing is learned from it.

    Args:
        study: rows and outcomes.
        spec: the candidate.
        fold: its rows to learn from; the rows asked about are left without answers.
        ask: has candidates answer.

    Returns:
        The study, and positions. # (rows learned,)

    Raises:
        CandidateError: when one of the others fails, or there are too few rows to split again.
    """
    found = _answered(study, spec, fold, _within(study, spec, fold), ask)
    return found.study, found.rows


def answered_fold(study: Study, spec: CandidateSpec, fold: Fold, ask: Ask) -> Study:
    """The study of this one fold, with the answers of others for what is learned from and for what is asked about.

    Arguments and errors are those of `learned_from`.
    """
    return _of_fold(study, spec, fold, ask).study


def alone(spec: CandidateSpec) -> CandidateSpec:
    """The candidate as it learns once the answers of others are columns."""
    return structs.replace(spec, after=())


def _of_fold(study: Study, spec: CandidateSpec, fold: Fold, ask: Ask) -> _View:
    # asked about the fold's own rows, the others have learned from all that the fold learns from
    view = _answered(study, spec, fold, (*_within(study, spec, fold), fold), ask)
    return replace(view, study=replace(view.study, folds=(structs.replace(fold, train=view.rows),)))


def _within(study: Study, spec: CandidateSpec, fold: Fold) -> tuple[Fold, ...]:
    found = inner_folds(study, fold)
    if not found:
        raise refusal(
            spec,
            f"what it learns from on {fold.name} is too little to be split again for those it comes after",
            seen=f"{len(fold.train):,} rows",
            allowed="rows of two periods at least, or 20 rows drawn at random",
            step="take `after` out, or bring more rows",
        )
    # names tell folds apart, and both kinds may be numbered
    return tuple(structs.replace(each, name=f"{each.name} within {fold.name}") for each in found)


def _answered(study: Study, spec: CandidateSpec, fold: Fold, within: tuple[Fold, ...], ask: Ask) -> _View:
    frame, columns = study.table.frame, list(study.table.columns)
    places = np.concatenate([each.test for each in within])
    attempts = ask(replace(study, folds=within), spec.after)
    for attempt in attempts:
        name = attempt.spec.name
        if attempt.predictions is None:
            seen = str(attempt.failure.what) if attempt.failure else name
            raise refusal(spec, f"it comes after {name}, which failed", seen=seen, step=f"mend {name} first")
        said = _array(attempt.predictions.frame["score"])
        scores = np.full((frame.height, *said.shape[1:]), np.nan)
        scores[places] = said
        made = columns_of(name, study.task, scores)
        frame = frame.with_columns(made)
        columns += [Column(name=each.name, kind="number", role="feature") for each in made]
    table = structs.replace(study.table, frame=frame, columns=tuple(columns))
    rows = fold.train[np.isin(fold.train, np.concatenate([each.test for each in within if each is not fold]))]
    return _View(replace(study, table=table), rows, tuple(attempt.effort for attempt in attempts))


def _joined(parts: Sequence[Predictions]) -> Predictions:
    return structs.replace(parts[0], frame=pl.concat([part.frame for part in parts]))


def _array(scores: pl.Series) -> NDArray[Any]:
    return np.array(scores.to_list()) if isinstance(scores.dtype, pl.List) else scores.to_numpy()
