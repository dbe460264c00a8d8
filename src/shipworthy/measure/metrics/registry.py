"""All metrics by name."""

from collections.abc import Mapping
from types import MappingProxyType

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.measure.metrics import decisions, errors, forecasts, places, probability, ranking
from shipworthy.measure.metrics.metric import Metric, Pattern
from shipworthy.records.spec import Task

_ALL: Mapping[str, Metric] = MappingProxyType(
    {
        metric.name: metric
        for family in (ranking, probability, decisions, places, errors, forecasts)
        for metric in family.METRICS
    }
)
_PATTERNS: tuple[Pattern, ...] = (*decisions.PATTERNS, *places.PATTERNS, *errors.PATTERNS)
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


def patterns() -> tuple[Pattern, ...]:
    """Metrics with a number in their name, such as `precision_at_10`.

    >>> [pattern.template for pattern in patterns()][:2]
    ['top_K_accuracy', 'fB']
    """
    return _PATTERNS


def named(name: str) -> Metric | None:
    """The metric of that name, numbers in names understood; None when there is none.

    >>> named("precision_at_5").says
    'of the 5 rows ranked highest in each group, the share that is right'
    """
    if name in _ALL:
        return _ALL[name]
    return next((metric for pattern in _PATTERNS if (metric := pattern.metric(name)) is not None), None)


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
    metric = named(name)
    if metric is not None and task.kind in metric.kinds:
        return metric
    fitting = [each.name for each in _ALL.values() if task.kind in each.kinds]
    numbered = [pattern.template for pattern in _PATTERNS if task.kind in pattern.kinds]
    near = nearest(name, [*fitting, *numbered])
    raise RequestError(
        f"{name} is no metric for a {task.kind} task" if metric is not None else f"there is no metric {name!r}",
        where="metric",
        seen=name,
        allowed=[*fitting, *numbered],
        next_step=f"write {near!r}" if near else f"take {default_metric(task)!r}, or another one allowed here",
    )
