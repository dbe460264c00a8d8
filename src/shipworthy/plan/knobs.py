"""The few knobs that matter most of estimators that are well known.

Which ones matter is after Probst, Boulesteix and Bischl (2019), "Tunability: importance of hyperparameters of machine
learning algorithms", and van Rijn and Hutter (2018), "Hyperparameter importance across datasets".
"""

from typing import Final

from shipworthy.records.tuning import Knob


def _factor(name: str, low: float, high: float) -> Knob:
    return Knob(name=name, low=low, high=high, log=True)


def _count(name: str, low: int, high: int) -> Knob:
    return Knob(name=name, low=low, high=high, log=True, whole=True)


_RATE: Final = _factor("learning_rate", 0.01, 0.3)
_LINEAR: Final = (_factor("C", 1e-3, 1e2),)
_FOREST: Final = (_count("min_samples_leaf", 1, 100), Knob(name="max_features", low=0.1, high=1.0))
_KERNEL: Final = (_factor("C", 1e-2, 1e3), _factor("gamma", 1e-4, 1.0))
_NEURAL: Final = (_factor("alpha", 1e-5, 1.0), _factor("learning_rate_init", 1e-4, 1e-1))
_ROUNDS: Final = _count("n_estimators", 50, 800)

_KNOWN: Final[dict[str, tuple[Knob, ...]]] = {
    "HistGradientBoosting": (_RATE, _count("max_leaf_nodes", 4, 128), _count("min_samples_leaf", 5, 200)),
    "GradientBoosting": (_RATE, Knob(name="max_depth", low=2, high=7, whole=True), _count("n_estimators", 50, 400)),
    "LGBM": (_RATE, _count("num_leaves", 4, 128), _count("min_child_samples", 5, 200), _ROUNDS),
    "XGB": (_RATE, Knob(name="max_depth", low=2, high=10, whole=True), _count("min_child_weight", 1, 50), _ROUNDS),
    "CatBoost": (_RATE, Knob(name="depth", low=3, high=9, whole=True), _factor("l2_leaf_reg", 1.0, 30.0)),
    "RandomForest": _FOREST,
    "ExtraTrees": _FOREST,
    "DecisionTree": (_count("min_samples_leaf", 1, 200), _factor("ccp_alpha", 1e-6, 1e-1)),
    "LogisticRegression": _LINEAR,
    "LinearSVC": _LINEAR,
    "LinearSVR": _LINEAR,
    "SVC": _KERNEL,
    "SVR": _KERNEL,
    "Ridge": (_factor("alpha", 1e-3, 1e4),),
    "Lasso": (_factor("alpha", 1e-4, 1e2),),
    "ElasticNet": (_factor("alpha", 1e-4, 1e2), Knob(name="l1_ratio", low=0.05, high=1.0)),
    "KNeighbors": (_count("n_neighbors", 3, 150), Knob(name="weights", choices=("uniform", "distance"))),
    "MLP": _NEURAL,
    "SGD": (_factor("alpha", 1e-6, 1e-1),),
}
KNOWN: Final = tuple(_KNOWN)
"""Names of estimators with knobs, without `Classifier` or `Regressor`."""


def quick_knobs(estimator: str) -> tuple[Knob, ...]:
    """The knobs of an estimator; none when it is not known.

    Args:
        estimator: import path.

    >>> [knob.name for knob in quick_knobs("sklearn.ensemble.RandomForestRegressor")]
    ['min_samples_leaf', 'max_features']
    """
    name = estimator.rpartition(".")[2].removesuffix("Classifier").removesuffix("Regressor")
    return _KNOWN.get(name, ())
