"""Fitting one candidate on one fold and asking it, with errors in the user's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.answers import Answers, score_frame
from shipworthy.lab.calm import Notices
from shipworthy.model.candidate import Candidate
from shipworthy.model.features import FeatureMatrix
from shipworthy.records.spec import CandidateSpec, Task

_ROUNDING: Final = 0.01
UNEVEN: Final = "its probabilities of a row do not add up"


def fit_and_ask(
    spec: CandidateSpec,
    candidate: Candidate,
    task: Task,
    train: FeatureMatrix,
    answers: NDArray[Any],
    test: FeatureMatrix,
    notices: Notices,
) -> Answers:
    """Lets a candidate learn from some rows and asks it about others.

    Args:
        spec: the candidate's line of the roadmap, for messages.
        candidate: as `build` made it.
        task: what is predicted.
        train: rows to learn from.
        answers: their outcomes, as `encode_labels` gives them. # (rows learned,)
        test: rows asked about.
        notices: of the `calm` that this happens in.

    Raises:
        CandidateError: when it raises, or answers with something else than one score a row.
    """
    start = perf_counter()
    alike = task.kind != "regression" and len(np.unique(answers)) == 1
    with translated(spec, "learns from rows that all turned out the same" if alike else "learns"):
        candidate.fit(train, answers)
    fitted = perf_counter()
    with translated(spec, "answers"):
        scores = np.asarray(candidate.predict(test), dtype=np.float64)
    check_scores(spec, task, scores, test.rows)
    return Answers(
        frame=score_frame(scores),
        notes=(*candidate.notes, *notices.take()),
        left_out=train.features.notes,
        fit_seconds=fitted - start,
        predict_seconds=perf_counter() - fitted,
    )


@contextmanager
def translated(spec: CandidateSpec, doing: str) -> Iterator[None]:
    """Says whatever a candidate raises in the user's words.

    Raises:
        CandidateError: for anything raised inside.
    """
    try:
        yield
    except SystemExit as error:
        raise CandidateError(
            f"it ended its process while it {doing}",
            where=f"candidates.{spec.name}",
            seen=f"sys.exit({'' if error.code is None else error.code})",
            next_step="let it return instead, or raise an error that says why; the others go on",
        ) from error
    except Exception as error:
        raise CandidateError(
            f"it fails while it {doing}: {error}".rstrip(": "),
            where=f"candidates.{spec.name}",
            seen=type(error).__name__,
            next_step="mend it, or take it off the roadmap; the others go on",
        ) from error


def check_scores(spec: CandidateSpec, task: Task, scores: NDArray[np.float64], rows: int) -> None:
    """Refuses what is not one score a row, or a class of a row.

    Raises:
        CandidateError: when it is of another shape, not finite, or no probability.
    """
    shape = (rows, len(task.classes)) if task.kind == "multiclass" else (rows,)
    if scores.shape != shape:
        raise _bad_scores(spec, "it gives another number of predictions", _words(scores.shape), _words(shape))
    for wrong, name in ((np.isnan(scores), "not a number (NaN)"), (np.isinf(scores), "infinite")):
        if wrong.any():
            of = f"{_rows_of(wrong):,} of {rows:,} rows"
            raise _bad_scores(spec, f"its prediction is {name}", of, "a finite number for each row")
    if task.kind == "regression":
        return
    if ((scores < 0) | (scores > 1)).any():
        seen = f"{scores.min():g} to {scores.max():g}"
        raise _bad_scores(spec, "it predicts something that is no probability", seen, "between 0 and 1")
    sums = scores.sum(axis=1) if scores.ndim == 2 else np.ones(1)
    if (np.abs(sums - 1) > _ROUNDING).any():
        raise _bad_scores(spec, UNEVEN, f"{sums.min():g} to {sums.max():g}", "1 in every row")


def _bad_scores(spec: CandidateSpec, what: str, seen: str, allowed: str) -> CandidateError:
    step = "look at its predict or predict_proba; the others go on"
    return CandidateError(what, where=f"candidates.{spec.name}", seen=seen, allowed=allowed, next_step=step)


def _words(shape: tuple[int, ...]) -> str:
    return " by ".join(str(length) for length in shape) or "one number"


def _rows_of(wrong: NDArray[np.bool_]) -> int:
    return int((wrong.any(axis=1) if wrong.ndim == 2 else wrong).sum())
