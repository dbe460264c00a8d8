"""`python -m benchmarks.replays.search` runs random search over the data sets, and writes `runs.json` in the order run.

A row scores 100 times (1 - its loss / mean loss of the best constant): so a configuration scores in points, 100 for
perfect, 0 for no better than a constant. Loss is squared error; for classes, of their probabilities (Brier).
"""

import json
import warnings
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.multioutput import MultiOutputRegressor
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeRegressor

from benchmarks.replays.sets import SETS, Rows

RUNS: Final = Path(__file__).with_name("runs.json")
ATTEMPTS: Final = 40
"""Configurations tried on each data set, after the first."""

WORKED_ON: Final = 800
"""Rows at most that are learnt from and cross-validated on; all others are kept aside."""

Floats = NDArray[np.float64]


def main() -> None:
    """Runs all and writes them down."""
    found = {name: search(read(), np.random.default_rng(place)) for place, (name, read) in enumerate(SETS.items())}
    RUNS.write_text(json.dumps(found, indent=0) + "\n")


def search(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
    """A few rules first, then random configurations.

    Returns:
        rows worked on and kept aside; `shared`, the mean correlation of the rows' scores between configurations; and
        for each configuration its `kind`, `score` by cross-validation, `se` of that, and `true` score kept aside.
    """
    order = rng.permutation(len(rows.outcome))
    count = min(WORKED_ON, int(0.4 * len(order)))
    work, aside = order[:count], order[count:]
    wanted = np.eye(rows.classes)[rows.outcome.astype(int)] if rows.classes else rows.outcome[:, None]
    usual = wanted[work].mean(axis=0)
    unit = ((wanted[work] - usual) ** 2).sum(axis=1).mean()
    runs, scores = [], []
    for kind, model in [("rules", _rules()), *(_drawn(rng) for _ in range(ATTEMPTS))]:
        told = np.empty_like(wanted[work])
        for learn, ask in KFold(5).split(work):
            told[ask] = _told(model, rows.inputs[work[learn]], wanted[work[learn]], rows.inputs[work[ask]])
        each = 100.0 * (1.0 - ((told - wanted[work]) ** 2).sum(axis=1) / unit)  # (rows,)
        kept = _told(model, rows.inputs[work], wanted[work], rows.inputs[aside])
        true = 100.0 * (1.0 - ((kept - wanted[aside]) ** 2).sum(axis=1).mean() / unit)
        scores.append(each)
        se = each.std(ddof=1) / np.sqrt(count)
        runs.append({"kind": kind, "score": round(each.mean(), 4), "se": round(se, 4), "true": round(float(true), 4)})
    between = np.corrcoef(scores)[np.triu_indices(len(scores), 1)]
    return {"worked_on": count, "kept_aside": len(aside), "shared": round(float(between.mean()), 4), "runs": runs}


def _told(model: Any, inputs: Floats, wanted: Floats, ask: Floats) -> Floats:
    """Answers, never outside what was seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = np.asarray(model.fit(inputs, wanted).predict(ask))
    kept: Floats = np.clip(told.reshape(len(ask), -1), wanted.min(axis=0), wanted.max(axis=0))
    return kept


def _rules() -> Any:
    return make_pipeline(SimpleImputer(strategy="median"), DecisionTreeRegressor(max_depth=2, random_state=0))


def _line(alpha: float) -> Any:
    return make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), Ridge(alpha))


def _drawn(rng: np.random.Generator) -> tuple[str, Any]:
    kind = str(rng.choice(["line", "squares", "forest", "boosting", "neighbours", "kernel"]))
    ready = (SimpleImputer(strategy="median"), StandardScaler())
    seed = int(rng.integers(1_000_000))
    match kind:
        case "line":
            return kind, _line(10.0 ** rng.uniform(-2, 4))
        case "squares":
            return kind, make_pipeline(*ready, PolynomialFeatures(2), Ridge(10.0 ** rng.uniform(0, 4)))
        case "forest":
            make = RandomForestRegressor if rng.random() < 0.5 else ExtraTreesRegressor
            leaf, share = int(2 ** rng.uniform(0, 5)), float(rng.uniform(0.1, 1.0))
            return kind, make_pipeline(ready[0], make(60, min_samples_leaf=leaf, max_features=share, random_state=seed))
        case "boosting":
            boost = HistGradientBoostingRegressor(
                learning_rate=10.0 ** rng.uniform(-2, -0.3),
                max_iter=int(rng.integers(20, 150)),
                max_leaf_nodes=int(rng.integers(3, 32)),
                l2_regularization=10.0 ** rng.uniform(-2, 2),
                random_state=seed,
            )
            return kind, MultiOutputRegressor(boost)
        case "neighbours":
            near = KNeighborsRegressor(int(2 ** rng.uniform(0, 6)), weights=str(rng.choice(["uniform", "distance"])))
            return kind, make_pipeline(*ready, near)
        case _:
            kernel = SVR(C=10.0 ** rng.uniform(-2, 2), gamma=10.0 ** rng.uniform(-3, 0), epsilon=0.05)
            return kind, make_pipeline(*ready, MultiOutputRegressor(kernel))


if __name__ == "__main__":
    main()
