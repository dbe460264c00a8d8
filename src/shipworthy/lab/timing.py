"""How long a fitted candidate takes to answer for one row and for a thousand."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np
from msgspec import structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.answers import Answers
from shipworthy.lab.fit import check_scores, translated
from shipworthy.model.candidate import Candidate
from shipworthy.model.features import FeatureMatrix
from shipworthy.records.spec import CandidateSpec, Task

THOUSAND: Final = 1_000
_LONG: Final = 0.05
_TIMES: Final = 5
_TOO_SLOW: Final = 1.0


def timed(spec: CandidateSpec, candidate: Candidate, task: Task, test: FeatureMatrix, answers: Answers) -> Answers:
    """The same answers, with the times it takes to answer for few rows, features being made already.

    Whoever is slow is asked no more than it takes to know that. One that answers for many rows and not for one is told
    of, as live traffic comes row by row.

    Args:
        spec: for messages.
        candidate: fitted.
        task: what is predicted.
        test: rows asked about.
        answers: what it answered for them.
    """
    if not test.rows:
        return answers
    a_thousand = answers.predict_seconds * THOUSAND / test.rows
    if a_thousand < _TOO_SLOW:
        a_thousand = _seconds(spec, candidate, task, _some(candidate, test, THOUSAND))
    try:
        alone = _seconds(spec, candidate, task, _some(candidate, test, 1))
    except CandidateError as error:
        told = f"it answers for many rows at a time and not for one: {error.what}"
        return structs.replace(answers, thousand_seconds=a_thousand, notes=(*answers.notes, told))
    return structs.replace(answers, row_seconds=alone, thousand_seconds=a_thousand)


def _seconds(spec: CandidateSpec, candidate: Candidate, task: Task, some: Callable[[], FeatureMatrix]) -> float:
    """Middle of a few times; the first, which may set things up, counts only when it is the only one."""
    taken: list[float] = []
    while len(taken) < _TIMES and sum(taken) < _LONG:
        rows = some()
        began = perf_counter()
        with translated(spec, "answers for few rows"):
            scores = np.asarray(candidate.predict(rows), dtype=np.float64)
        taken.append(perf_counter() - began)
        check_scores(spec, task, scores, rows.rows)
    return median(taken[1:] or taken)


def _some(candidate: Candidate, test: FeatureMatrix, count: int) -> Callable[[], FeatureMatrix]:
    """Gives so many rows, taken in a circle where there are fewer, with no view kept but the one that is given."""
    places = np.arange(count) % test.rows
    made = test.__dict__.get("trees")
    trees = None if made is None else made[places].copy(order="K")
    raw = test.raw[places] if candidate.view == "raw" else None
    return lambda: FeatureMatrix(lambda: test.raw[places] if raw is None else raw, test.features, trees)
