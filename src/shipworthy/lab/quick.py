"""What is predictable at first sight, before anybody has thought about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.lab.answers import encode_labels
from shipworthy.lab.build import build
from shipworthy.lab.calm import calm
from shipworthy.lab.evaluate import Evaluation, evaluate
from shipworthy.lab.lesson import Lesson
from shipworthy.lab.loss import constant_losses, explained, losses, predicted_losses
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.study import Study
from shipworthy.model.features import FeatureMatrix
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec, Task

_MOST_LEARNED: Final = 15_000
_MOST_ASKED: Final = 5_000
_MOST_SHUFFLED: Final = 2_000
_MOST_FOLDS: Final = 3
_SHUFFLES: Final = 3
_TOP: Final = 5


@dataclass(frozen=True, eq=False)
class FirstSight:
    """A first idea of what can be had.

    Attributes:
        evaluation: of a constant, a linear and a boosted model, on the development rows only.
        explained: name -> share of the constant's loss that is gone (R² for numbers, McFadden's for classes).
        best: name of the model that explains most; empty when none explains anything.
        top: up to five columns, and the share of what the best explains that is lost when the column is
            shuffled; shares need not add up to 1.
    """

    evaluation: Evaluation
    explained: dict[str, float]
    best: str
    top: tuple[tuple[str, float], ...]


def first_sight(study: Study, *, progress: Callable[[int, int, str], None]) -> FirstSight:
    """Looks at no more than 20,000 rows a fold, and never at the holdout.

    The importance of a column is that of Breiman (2001), "Random forests": the loss when its values are
    shuffled among the rows asked about.
    """
    random = np.random.default_rng(study.place.seed)
    folds = [fold for fold in study.folds if fold.origin == "fold"][-_MOST_FOLDS:]
    if not folds:
        return FirstSight(Evaluation((), ()), {}, "", ())
    small = replace(study, folds=tuple(_thinned(fold, study.labels, random) for fold in folds), inputs=())
    specs = _quick_candidates(study.task)
    evaluation = evaluate(small, specs, progress=progress)
    found = {item.spec.name: item.predictions for item in evaluation.attempts if item.predictions is not None}
    shares = _explained(found)
    best = max(shares, key=lambda name: shares[name], default="")
    if not best or shares[best] <= 0:
        return FirstSight(evaluation, shares, "", ())
    top = _importance(small, next(spec for spec in specs if spec.name == best), random)
    return FirstSight(evaluation, shares, best, top)


def _quick_candidates(task: Task) -> tuple[CandidateSpec, ...]:
    constant, linear, *_, boosting = default_candidates(task)
    parameters = {**boosting.parameters, "n_estimators": 60, "learning_rate": 0.1}
    return (
        constant,
        linear,
        CandidateSpec(
            name="boosted",
            kind="estimator",
            target=boosting.target,
            parameters=parameters,
            features="trees",
            complexity=2,
        ),
    )


def _thinned(fold: Fold, labels: pl.Series, random: np.random.Generator) -> Fold:
    """Fewer rows, and only such as have an outcome."""
    test = fold.test[labels.gather(fold.test).is_not_null().to_numpy()]
    return Fold(
        name=fold.name,
        origin=fold.origin,
        train=_draw(fold.train, _MOST_LEARNED, random),
        test=_draw(test, _MOST_ASKED, random),
    )


def _draw(rows: NDArray[np.int64], most: int, random: np.random.Generator) -> NDArray[np.int64]:
    return rows if len(rows) <= most else np.sort(random.choice(rows, most, replace=False))


def _explained(found: dict[str, Predictions]) -> dict[str, float]:
    """Share of the constant's loss that each model has gone, all folds together."""
    wrong = {name: predicted_losses(predictions) for name, predictions in found.items()}
    shares = {name: explained(wrong[name], wrong["constant"]) for name in wrong if name != "constant"}
    return {name: share for name, share in shares.items() if share is not None}


def _importance(study: Study, spec: CandidateSpec, random: np.random.Generator) -> tuple[tuple[str, float], ...]:
    """Loss by shuffling a column, as a share of what the model gains over a constant, on the last fold."""
    fold = study.folds[-1]
    test = _draw(fold.test, _MOST_SHUFFLED, random)
    lesson = Lesson(study, Fold(name=fold.name, origin=fold.origin, train=fold.train, test=test))
    asked = study.labels.gather(test)
    answers = encode_labels(asked, study.task)
    candidate = build(spec, study.task, seed=study.place.seed)

    def loss(rows: FeatureMatrix) -> float:
        return float(losses(candidate.predict(rows), answers, study.task).mean())

    with calm():
        candidate.fit(lesson.train, lesson.answers)
        whole = loss(lesson.test)
        gained = float(constant_losses(study.labels.gather(fold.train), asked, study.task).mean()) - whole
        lost = {}
        for name in dict.fromkeys(lesson.train.features.sources):
            orders = [random.permutation(len(test)) for _ in range(_SHUFFLES)]
            shuffled = [loss(lesson.test.shuffled(name, order)) for order in orders]
            lost[name] = float(np.mean(shuffled)) - whole
    ranked = sorted(lost.items(), key=lambda item: -item[1])[:_TOP]
    return tuple((name, part / gained) for name, part in ranked if part > 0 and gained > 0)
