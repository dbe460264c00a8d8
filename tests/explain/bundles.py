"""Small bundles that can explain themselves."""

import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from shipworthy.bundle.build import build
from shipworthy.bundle.load import Loaded, load
from shipworthy.explain.of_bundle import extras_for
from shipworthy.model.estimator import Estimator
from shipworthy.model.fitted import Fitted
from shipworthy.model.learning import fit_features
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task

LATE = Task(kind="binary", classes=("on time", "late"))
PRICE = Task(kind="regression", unit="EUR")
SIZES = Task(kind="multiclass", classes=("S", "M", "L"))


def frame_of(rows: int = 3_000, seed: int = 0) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "at": [datetime(2026, 1, 1 + place % 28, tzinfo=UTC) for place in range(rows)],
            "sched_hour": generator.integers(5, 23, rows).astype(float),
            "port": generator.choice(["EWR", "JFK", "LGA"], rows),
            "noise": generator.normal(size=rows),
            "guest": [f"guest {place}" for place in range(rows)],
        }
    )


INPUTS = (
    Input(name="at", kind="time", use="context", zone="UTC"),
    Input(name="sched_hour", kind="number", source="flights"),
    Input(name="port", kind="category", source="flights"),
    Input(name="noise", kind="number", source="weather"),
    Input(name="guest", kind="text", use="context", personal=True),
)
FEATURES = ["sched_hour", "port", "noise"]
ROW = {"at": "2026-02-01T00:00:00Z", "sched_hour": 19, "port": "EWR", "noise": 0.1, "guest": "Ada Lovelace"}


def outcome_of(frame: pl.DataFrame, task: Task, seed: int = 1) -> Any:
    size = 0.3 * (frame["sched_hour"].to_numpy() - 14) + 2.0 * (frame["port"] == "EWR").to_numpy()
    size = size + np.random.default_rng(seed).normal(0, 1.5, frame.height)
    if task.kind == "regression":
        return 100_000 + 10_000 * size
    edges = [1.0] if task.kind == "binary" else [-0.5, 1.5]
    return np.array(task.classes)[np.digitize(size, edges)]


def shipped(folder: Path, task: Task, model: Any, **fields: Any) -> Loaded:
    """A bundle in this folder, with what it needs to explain itself, loaded."""
    frame, later = frame_of(), frame_of(seed=7)
    answers, turned = outcome_of(frame, task), outcome_of(later, task, seed=8)
    features, matrix = fit_features(frame.select(FEATURES))
    candidate = Estimator(model, task)
    candidate.fit(
        matrix, answers if task.kind == "regression" else np.array([task.classes.index(each) for each in answers])
    )
    fitted = Fitted(features, candidate, task, frame.select(FEATURES).schema)
    score = fitted.score(later)
    said = pl.Series(score.tolist())
    decided = pl.Series(np.array(task.classes)[score.argmax(axis=1)]) if score.ndim == 2 else pl.lit(None)
    kept = pl.DataFrame({"id": [str(place) for place in range(later.height)], "score": said, "outcome": turned})
    predictions = Predictions(candidate="a", task=task, frame=kept.with_columns(decision=decided))
    bundle = Bundle(project="flights", version=1, candidate="a", task=task, inputs=INPUTS, **fields)
    extras = extras_for(frame, predictions, INPUTS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # MLflow warns of its own type hints while it is loaded
        build(folder, bundle, fitted, example=frame.head(2), extras=extras)
    return load(folder)
