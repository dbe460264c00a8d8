"""From a line of the roadmap to something that can be fitted."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.errors import nearest
from shipworthy.lab.imports import import_factory, import_path, refusal
from shipworthy.model.candidate import Candidate
from shipworthy.model.constant import Constant
from shipworthy.model.estimator import Estimator
from shipworthy.records.spec import CandidateSpec, Task

_STATISTICS: Final = ("mean", "median")


def build(spec: CandidateSpec, task: Task, *, seed: int = 0, folder: Path | None = None) -> Candidate:
    """Makes a candidate, ready to be fitted.

    Args:
        spec: a constant, an estimator by import path, or a factory `module:function` in the project's folder.
        task: what is predicted.
        seed: given to the estimator as `random_state` when it has one and the document sets none; `n_jobs`
            is 1 unless the document says otherwise, for several candidates learn at the same time.
        folder: of the project, where factories are looked for first.

    Raises:
        CandidateError: when it cannot be imported, or a parameter is unknown.
    """
    if spec.kind == "constant":
        return _constant(spec, task)
    if spec.kind == "estimator":
        return _estimator(spec, task, {"random_state": seed, "n_jobs": 1})
    if spec.kind == "factory":
        return _from_factory(spec, task, folder)
    raise refusal(spec, "what is done today is measured, not fitted", seen=spec.kind)


def _constant(spec: CandidateSpec, task: Task) -> Candidate:
    statistic = spec.parameters.get("statistic", "mean")
    _check_parameters(spec, ("statistic",))
    if statistic not in _STATISTICS:
        raise refusal(spec, "this is no statistic", seen=statistic, allowed=_STATISTICS)
    return Constant(task, median=statistic == "median")


def _estimator(spec: CandidateSpec, task: Task, ours: dict[str, Any]) -> Candidate:
    made = import_path(spec)
    if not inspect.isclass(made) or not hasattr(made, "fit"):
        raise refusal(spec, "this cannot be fitted", seen=spec.target, allowed="a class with fit and predict")
    known = _parameters(made)
    if known is not None:
        _check_parameters(spec, known)
    defaults = {key: value for key, value in ours.items() if key in inspect.signature(made).parameters}
    if spec.target.startswith("sklearn.linear_model."):
        # scikit-learn's linear models have no use for it, and warn
        defaults.pop("n_jobs", None)
    if spec.target.startswith("lightgbm."):
        # it prints while it learns otherwise
        defaults["verbose"] = -1
    return Estimator(_call(spec, made, {**defaults, **spec.parameters}), task, spec.features or None)


def _from_factory(spec: CandidateSpec, task: Task, folder: Path | None) -> Candidate:
    function = import_factory(spec, folder)
    if not callable(function):
        raise refusal(spec, "this is no function", seen=spec.target)
    known = _parameters(function)
    if known is not None:
        _check_parameters(spec, known)
    model = _call(spec, function, spec.parameters)
    if not hasattr(model, "fit") or not hasattr(model, "predict"):
        raise refusal(spec, "what the factory made has no fit and predict", seen=type(model).__name__)
    return Estimator(model, task, spec.features or "raw")


def _parameters(made: Callable[..., Any]) -> tuple[str, ...] | None:
    """Names that can be given; None when it takes any."""
    signature = inspect.signature(made).parameters
    if any(item.kind is inspect.Parameter.VAR_KEYWORD for item in signature.values()):
        return None
    return tuple(signature)


def _check_parameters(spec: CandidateSpec, known: tuple[str, ...]) -> None:
    for name in spec.parameters:
        if name not in known:
            close = nearest(name, known)
            step = f"did you mean {close}?" if close else "leave it out"
            raise refusal(spec, "this parameter is unknown", seen=name, allowed=known or "none", step=step)


def _call(spec: CandidateSpec, made: Callable[..., Any], parameters: Mapping[str, Any]) -> Any:
    try:
        return made(**parameters)
    except (Exception, SystemExit) as error:
        raise refusal(spec, f"it cannot be made: {error}", seen=type(error).__name__) from error
