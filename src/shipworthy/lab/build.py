"""From a line of the roadmap to something that can be fitted."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from shipworthy.data.rules import apply_rule
from shipworthy.foundation.errors import CandidateError, nearest
from shipworthy.lab.imports import import_named, import_path, refusal
from shipworthy.lab.logged_model import model_folder
from shipworthy.lab.reading import answers_column
from shipworthy.model.candidate import Candidate
from shipworthy.model.constant import Constant
from shipworthy.model.estimator import Estimator
from shipworthy.model.given import Given, Recorded, column_of
from shipworthy.model.logged import Logged
from shipworthy.model.torch_module import OWN, TorchModule, Training, made
from shipworthy.records.spec import CandidateSpec, Task

_STATISTICS: Final = ("mean", "median")


def build(spec: CandidateSpec, task: Task, *, seed: int = 0, folder: Path | None = None) -> Candidate:
    """Makes a candidate, ready to be fitted; one that comes finished is `fitted_once`, and learns nothing.

    Args:
        spec: of any kind but the status quo. A rule, a column and predictions read the frame that `reading` makes.
        task: what is predicted.
        seed: given to the estimator as `random_state` when it has one and the document sets none; `n_jobs`
            is 1 unless the document says otherwise, for several candidates learn at the same time.
        folder: of the project, where code and models are looked for first.

    Raises:
        CandidateError: when it cannot be imported, or a parameter is unknown.
    """
    maker = _MAKERS.get(spec.kind)
    if maker is None:
        raise refusal(spec, "what is done today is measured, not fitted", seen=spec.kind)
    return maker(spec, task, seed, folder)


def _constant(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed, folder
    statistic = spec.parameters.get("statistic", "mean")
    _check_parameters(spec, ("statistic",))
    if statistic not in _STATISTICS:
        raise refusal(spec, "this is no statistic", seen=statistic, allowed=_STATISTICS)
    return Constant(task, median=statistic == "median")


def _estimator(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del folder
    ours = {"random_state": seed, "n_jobs": 1}
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


def _from_factory(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed
    model = _call(spec, _function(spec, folder), spec.parameters)
    if not hasattr(model, "fit") or not hasattr(model, "predict"):
        raise refusal(spec, "what the factory made has no fit and predict", seen=type(model).__name__)
    return Estimator(model, task, spec.features or "raw")


def _from_module(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    module = import_named(spec, folder)
    if not callable(module):
        allowed = "a class, or a function that gives a module"
        raise refusal(spec, "this is no PyTorch module", seen=spec.target, allowed=allowed)
    if find_spec("torch") is None:
        step = "install it, such as by pip install 'shipworthy[torch]'"
        raise refusal(spec, "a PyTorch module needs torch, which is not installed", seen=spec.target, step=step)
    if spec.features == "raw":
        step = "take features out, or write a factory that takes the rows as they are"
        raise refusal(spec, "a module learns from numbers", seen="features: raw", allowed="linear, trees", step=step)
    known = _parameters(module)
    if known is not None:
        _check_parameters(spec, (*(name for name in known if name not in ("inputs", "outputs")), *OWN))
    training = _training(spec, seed)
    rest = {name: value for name, value in spec.parameters.items() if name not in OWN}
    make = partial(made, module, len(task.classes) if task.kind == "multiclass" else 1, rest)
    return TorchModule(make, task, training, spec.features or None)


def _training(spec: CandidateSpec, seed: int) -> Training:
    told = {name: value for name, value in spec.parameters.items() if name in OWN}
    for name, value in told.items():
        if name == "device":
            continue
        whole = name in ("epochs", "batch_size", "seed")
        least = -1 if name == "seed" else 0
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not value > least:
            allowed = f"a {'whole ' if whole else ''}number above {least}"
            raise refusal(spec, f"{name} is out of range", seen=value, allowed=allowed, step=f"correct {name}")
    return Training.from_dict({"seed": seed, **told})


def _from_function(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed
    return Given(partial(_function(spec, folder, filled=1), **spec.parameters), task)


def _function(spec: CandidateSpec, folder: Path | None, filled: int = 0) -> Callable[..., Any]:
    """The function of a candidate; it takes the candidate's parameters, after as many as are `filled` by others."""
    function: object = import_named(spec, folder)
    if not callable(function):
        raise refusal(spec, "this is no function", seen=spec.target)
    known = _parameters(function)
    if known is not None:
        _check_parameters(spec, known[filled:])
    return function


def _logged(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed
    place = model_folder(spec, folder)
    try:
        model = Logged(place)
    except CandidateError as error:
        raise refusal(spec, error.what, seen=spec.target, step=error.next_step) from error
    return Given(model, task, model.needs)


def _rule(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed, folder
    if task.kind != "binary":
        step = "name a column of past answers, or write a function"
        raise refusal(spec, "a rule says yes or no", seen=f"a {task.kind} target", allowed="two labels", step=step)
    return Recorded(partial(apply_rule, spec.target, where=f"candidates.{spec.name}.rule"), task)


def _recorded(spec: CandidateSpec, task: Task, seed: int, folder: Path | None) -> Candidate:
    del seed, folder
    return Recorded(partial(column_of, name=answers_column(spec)), task)


_MAKERS: Final[dict[str, Callable[[CandidateSpec, Task, int, Path | None], Candidate]]] = {
    "constant": _constant,
    "estimator": _estimator,
    "factory": _from_factory,
    "module": _from_module,
    "function": _from_function,
    "mlflow": _logged,
    "rule": _rule,
    "column": _recorded,
    "predictions": _recorded,
}


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
