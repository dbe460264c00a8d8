"""Ships the pipeline: `serve_ours.py MODEL LATE_LEARN PROJECT`; a bundle, and a deployment that lets it answer."""

import sys
from pathlib import Path

import joblib
import polars as pl
from serve_fit import LABELS, NUMBERS

from shipworthy.bundle.build import build
from shipworthy.model.estimator import Estimator
from shipworthy.model.fitted import Fitted
from shipworthy.model.learning import fit_features
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.deployment import Deployment
from shipworthy.records.spec import Task
from shipworthy.store.deployments import bundle_folder, write_deployment

own = Path(sys.argv[3]) / ".shipworthy"
frame = pl.read_parquet(sys.argv[2], columns=NUMBERS + LABELS)
task = Task(kind="binary", classes=("no", "yes"))
features, _ = fit_features(frame.head(10_000))
candidate = Estimator(joblib.load(sys.argv[1]), task, "raw")
numbers = [
    Input(name=name, kind="number", required=True, low=frame[name].min(), high=frame[name].max()) for name in NUMBERS
]
labels = [
    Input(name=name, kind="category", required=True, levels=tuple(frame[name].value_counts(sort=True)[name].head(200)))
    for name in LABELS
]
bundle = Bundle(
    project="late", version=1, candidate="pipeline", task=task, threshold=0.5, inputs=(*numbers, *labels), constant="no"
)
build(bundle_folder(own, 1), bundle, Fitted(features, candidate, task, frame.schema), example=frame.head(3))
write_deployment(own, Deployment(project="late", champion=1))
