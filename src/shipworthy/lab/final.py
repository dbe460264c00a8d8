"""The candidate that is shipped: fitted on every row whose outcome is known."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shipworthy.foundation.errors import TargetError
from shipworthy.lab.build import build
from shipworthy.lab.calm import calm
from shipworthy.lab.chain import alone, learned_from
from shipworthy.lab.evaluate import settled
from shipworthy.lab.field import asking
from shipworthy.lab.fit import check_scores, translated
from shipworthy.lab.lesson import Lesson
from shipworthy.lab.seeds import drawn
from shipworthy.lab.study import Cache, Study
from shipworthy.model.averaged import Averaged
from shipworthy.model.chain import Chain
from shipworthy.model.fitted import Fitted
from shipworthy.model.threads import native_threads
from shipworthy.records.fold import Fold
from shipworthy.records.spec import CandidateSpec

_ASKED = 1_000


def fit_final(
    study: Study,
    spec: CandidateSpec,
    rows: NDArray[Any] | None = None,
    *,
    progress: Callable[[int, int, str], None] = lambda done, total, words: None,
    cache: Cache | None = None,
) -> Fitted:
    """Fits a candidate as on a fold of the study, but on all rows and with all cores, and asks it about some of them.

    One that is to be tuned is tuned on folds within these rows first. One that learns with several seeds learns with
    all of them, and answers with their mean. One that comes after others learns from their answers on folds within
    these rows; what is shipped asks the others, who know all rows, first.

    Args:
        study: rows and outcomes; folds are not looked at.
        spec: the candidate.
        rows: positions to learn from; None takes all. Rows whose outcome is unknown are left out.
        progress: told how far tuning is.
        cache: keeps what trials answered; None keeps nothing.

    Raises:
        TargetError: when no outcome is known.
        CandidateError: when it cannot be made, fails, or answers with something else than one score a row.
        ColumnError: when no column is left to learn from.
    """
    known = np.flatnonzero(study.labels.is_not_null().to_numpy()).astype(np.int64)
    train = known if rows is None else np.intersect1d(rows, known).astype(np.int64)
    if not len(train):
        raise TargetError(
            "no outcome is known, so there is nothing to learn from",
            where=study.table.name,
            seen=f"{study.table.frame.height if rows is None else len(rows):,} rows",
            allowed="rows whose outcome is known",
            next_step="check the target column",
        )
    if spec.after:
        return _chain(study, spec, train, progress, cache)
    place = study.place
    whole = Fold(name="all", origin="fold", train=train, test=train[:_ASKED])
    lesson = Lesson(study, whole)
    each = [settled(study, whole, one, progress, cache).spec for one in drawn(spec, place)]
    made = [build(one, study.task, seed=place.seed, folder=place.folder) for one in each]
    candidate = made[0] if len(made) == 1 else Averaged(made)
    native_threads(place.workers)
    with calm():
        with translated(spec, "learns"):
            candidate.fit(lesson.train, lesson.answers)
        with translated(spec, "answers"):
            scores = np.asarray(candidate.predict(lesson.test), dtype=np.float64)
    check_scores(spec, study.task, scores, lesson.test.rows)
    return Fitted(lesson.train.features, candidate, study.task, study.frame.schema)


def _chain(
    study: Study,
    spec: CandidateSpec,
    train: NDArray[np.int64],
    progress: Callable[[int, int, str], None],
    cache: Cache | None,
) -> Fitted:
    fold = Fold(name="all", origin="fold", train=train, test=train[:0])
    view, learned = learned_from(study, spec, fold, asking(progress, cache))
    before = {one.name: fit_final(study, one, train, progress=progress, cache=cache) for one in spec.after}
    return Chain(before, fit_final(view, alone(spec), learned, progress=progress, cache=cache))
