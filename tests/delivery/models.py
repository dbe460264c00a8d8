"""Bundles in memory whose answers can be told from the rows."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.load import Loaded
from shipworthy.model.candidate import View
from shipworthy.model.features import FeatureMatrix
from shipworthy.model.fitted import Fitted
from shipworthy.model.learning import fit_features
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.spec import StatusQuo, Task

BINARY = Task(kind="binary", classes=("no", "yes"))
INPUTS = (
    Input(name="size", kind="number", source="boats", required=True),
    Input(name="colour", kind="category", source="boats"),
    Input(name="sails", kind="boolean", source="boats"),
    Input(name="at", kind="time", use="context", zone="UTC"),
    Input(name="owner", kind="text", use="context", personal=True),
)
_LEARNED = pl.DataFrame({"size": [1.0, 2.0, 3.0], "colour": ["red", "blue", "red"], "sails": [True, False, None]})


class Tenth:
    """Answers with a tenth of the size; fails on 13."""

    def __init__(self, classes: int = 1) -> None:
        self.view: View | None = "raw"
        self.notes: tuple[str, ...] = ()
        self.calls = 0
        self._classes = classes

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        pass

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        self.calls += 1
        sizes = np.asarray(features.raw["size"], dtype=np.float64)
        if (sizes == 13).any():
            raise ZeroDivisionError("owner Ada")
        if self._classes == 1:
            return sizes / 10
        return np.column_stack([sizes / 10, *[(1 - sizes / 10) / (self._classes - 1)] * (self._classes - 1)])


def loaded(task: Task = BINARY, **changes: Any) -> Loaded:
    fields: dict[str, Any] = {
        "project": "boats",
        "version": 3,
        "candidate": "tenth",
        "task": task,
        "threshold": 0.5 if task.kind == "binary" else None,
        "inputs": INPUTS,
        "time": "at",
        "group": "day",
        "status_quo": StatusQuo(kind="rule", rule="size > 2"),
        "fallback": "status_quo",
        **changes,
    }
    features, _ = fit_features(_LEARNED)
    candidate = Tenth(len(task.classes) if task.kind == "multiclass" else 1)
    return Loaded(Bundle(**fields), Fitted(features, candidate, task, _LEARNED.schema), Path())
