"""A candidate that draws at random, learned several times with another seed each."""

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import UNSET, structs

from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.answers import score_frame
from shipworthy.lab.effort import of_all
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.imports import import_named, import_path
from shipworthy.lab.study import Workplace
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec

_NAMES: Final = ("random_state", "seed")
"""Parameters that a seed is handed to."""


def drawn(spec: CandidateSpec, place: Workplace) -> tuple[CandidateSpec, ...]:
    """The candidate once for each seed that it learns with, each to be fitted and kept like any other.

    One that takes no seed, or whose seed stands in the document, is there once.

    Args:
        spec: the candidate.
        place: says the first seed; the others count on from there.
    """
    once = structs.replace(spec, seeds=UNSET)
    takes = _takes(spec, place) if spec.seeds else ""
    if not spec.seeds or not takes or takes in spec.parameters:
        return (once,)
    return tuple(
        structs.replace(
            once,
            name=f"{spec.name} (seed {number + 1})" if number else spec.name,
            # the first is what it would be without further seeds, so that it is not learned anew
            parameters={**spec.parameters, takes: place.seed + number}
            if number or spec.kind == "factory"
            else spec.parameters,
        )
        for number in range(spec.seeds)
    )


def averaged(specs: Sequence[CandidateSpec], place: Workplace, attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """What came of each candidate: the mean of what it answers with all its seeds.

    Args:
        specs: the candidates.
        place: as `drawn` was given it.
        attempts: what came of all that `drawn` made of them, in the same order.
    """
    rest = iter(attempts)
    for spec in specs:
        own = [next(rest) for _ in drawn(spec, place)]
        yield _mean(spec, own) if len(own) > 1 else replace(own[0], spec=spec)


def _mean(spec: CandidateSpec, own: Sequence[Attempt]) -> Attempt:
    failed = next((attempt for attempt in own if attempt.predictions is None), None)
    if failed is not None:
        return replace(failed, spec=spec)
    draws = tuple(attempt.predictions for attempt in own if attempt.predictions is not None)
    return Attempt(
        spec=spec,
        predictions=_mean_of(draws),
        failure=None,
        notes=tuple(dict.fromkeys(note for attempt in own for note in attempt.notes)),
        fit_seconds=sum(attempt.fit_seconds for attempt in own),
        predict_seconds=sum(attempt.predict_seconds for attempt in own),
        digest=digest([attempt.digest for attempt in own]),
        draws=draws,
        effort=of_all([attempt.effort for attempt in own]),
    )


def _mean_of(draws: Sequence[Predictions]) -> Predictions:
    said = [_array(draw.frame["score"]) for draw in draws]
    scores = score_frame(np.mean(said, axis=0))["score"]
    return structs.replace(draws[0], frame=draws[0].frame.with_columns(scores))


def _array(scores: pl.Series) -> Any:
    return np.array(scores.to_list()) if isinstance(scores.dtype, pl.List) else scores.to_numpy()


def _takes(spec: CandidateSpec, place: Workplace) -> str:
    """Name of the parameter that a seed is handed to; empty when it takes none, or cannot be imported."""
    if spec.kind == "module":
        return "seed"
    if spec.kind not in ("estimator", "factory"):
        return ""
    try:
        made = import_path(spec) if spec.kind == "estimator" else import_named(spec, place.folder)
        parameters = inspect.signature(made).parameters
    except (CandidateError, TypeError, ValueError):
        # it fails in its own process, and is told of there
        return ""
    return next((name for name in _NAMES if name in parameters), "")
