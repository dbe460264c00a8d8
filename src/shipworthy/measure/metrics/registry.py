"""All metrics by name."""

from collections.abc import Mapping
from types import MappingProxyType

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.measure.metrics import decisions, errors, probability, ranking
from shipworthy.measure.metrics.metric import Metric
from shipworthy.records.spec import Task

_ALL: Mapping[str, Metric] = MappingProxyType(
    {metric.name: metric for family in (ranking, probability, decisions, errors) for metric in family.METRICS}
)
_DEFAULTS = {
    "binary": "average_precision",
    "multiclass": "balanced_accuracy",
    "regression": "mean_absolute_error",
}


def metrics() -> Mapping[str, Metric]:
    """Every metric there is, by scikit-learn's name.

    >>> metrics()["recall"].looks_at
    'decision'
    """
    return _ALL


def default_metric(task: Task) -> str:
    """The metric that is taken when the document names none.

    Ranking for yes or no, since the threshold comes from the amounts; for several classes one that does not
    reward leaving out the rare ones and that also fits candidates without probabilities, such as a rule.

    >>> default_metric(Task(kind="regression"))
    'mean_absolute_error'
    """
    return _DEFAULTS[task.kind]


def metric_for(name: str, task: Task) -> Metric:
    """The metric of that name.

    Raises:
        RequestError: when there is none, or it is not for this kind of task.
    """
    fitting = [metric.name for metric in _ALL.values() if task.kind in metric.kinds]
    if name not in fitting:
        near = nearest(name, fitting)
        what = f"{name} is no metric for a {task.kind} task" if name in _ALL else f"there is no metric {name!r}"
        raise RequestError(
            what,
            where="metric",
            seen=name,
            allowed=fitting,
            next_step=f"write {near!r}" if near else f"take {default_metric(task)!r}, or another one allowed here",
        )
    return _ALL[name]
