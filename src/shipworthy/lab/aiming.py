"""How good a trial is: by what its decisions are worth, else by a metric that cannot be played with."""

from typing import Final

from shipworthy.foundation.errors import UserError
from shipworthy.lab.study import Study
from shipworthy.measure.gain import measure_value
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.measure.rolling import decide_rolling
from shipworthy.records.aim import Aim
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

_PROPER: Final = "log_loss"
_USUAL_ERROR: Final = "mean_squared_error"


def aim_of(study: Study) -> Aim:
    """What trials of a study are compared by."""
    return study.aim or Aim(metric=proper_metric("", study.task), ordered=bool(study.split.time))


def proper_metric(name: str, task: Task) -> str:
    """The metric that trials are compared by where no value was agreed.

    The main metric, if it looks at scores. One that looks at decisions would reward what happens to lie near a
    threshold, so that log loss stands in, which is best for true probabilities (Gneiting and Raftery, 2007).

    >>> proper_metric("average_precision", Task(kind="binary", classes=("no", "yes")))
    'average_precision'
    >>> proper_metric("recall", Task(kind="binary", classes=("no", "yes")))
    'log_loss'
    """
    if task.kind == "regression":
        return name or _USUAL_ERROR
    return name if name and metric_for(name, task).looks_at == "score" else _PROPER


def score_of(predictions: Predictions, aim: Aim) -> float | None:
    """How good out-of-fold predictions are, more being better; None where the rows cannot tell.

    With a value, decisions are taken as they are everywhere else: each fold by the threshold of other folds, within
    capacity and guardrails.
    """
    try:
        if aim.valued and aim.worth is not None:
            return measure_value(decided(predictions, aim), aim.worth).value
        found = measure_metric(aim.metric, predictions)
    except UserError:
        return None
    return None if found.value is None else found.value * (1 if found.direction == "up" else -1)


def decided(predictions: Predictions, aim: Aim) -> Predictions:
    """The same rows with what would be decided, where decisions are worth something."""
    if not aim.valued or aim.worth is None:
        return predictions
    return decide_rolling(predictions, aim.worth, ordered=aim.ordered, deciding=aim.deciding).predictions
