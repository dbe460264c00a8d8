"""Smaller versions of a candidate: fewer trees, fewer leaves, fewer rows to learn from, a linear model in its place."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import UserError
from shipworthy.lab.importance import Fit
from shipworthy.lab.imports import import_path
from shipworthy.lab.leaner import thinned
from shipworthy.lab.roadmap import default_candidates
from shipworthy.records.simplified import Trial
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.trying_less import Trying

SIZES: Final = {
    "n_estimators": "trees",
    "iterations": "trees",
    "max_iter": "trees",
    "max_leaf_nodes": "leaves of a tree",
    "num_leaves": "leaves of a tree",
    "max_depth": "levels of a tree",
}
"""Parameter -> what it counts; `max_iter` only where it counts trees."""
SHARES: Final = (0.5, 0.25, 0.125)
_PART: Final = 4
_COUNTS_TREES: Final = "HistGradientBoosting"
_FEWEST: Final = 2


def smaller_specs(spec: CandidateSpec) -> tuple[tuple[str, CandidateSpec], ...]:
    """The same estimator with a quarter of each thing that makes it large, one thing at a time, in words.

    >>> forest = CandidateSpec(name="f", kind="estimator", target="sklearn.ensemble.RandomForestClassifier")
    >>> [(says, each.parameters) for says, each in smaller_specs(forest)]
    [('25 trees in place of 100', {'n_estimators': 25})]
    """
    if spec.kind != "estimator":
        return ()
    usual = import_path(spec)().get_params()
    found = []
    for name, what in SIZES.items():
        size = spec.parameters.get(name, usual.get(name))
        counts = name != "max_iter" or _COUNTS_TREES in spec.target
        if not counts or isinstance(size, bool) or not isinstance(size, int) or size < _PART * _FEWEST:
            continue
        less = size // _PART
        lean = structs.replace(spec, parameters={**spec.parameters, name: less})
        found.append((f"{less:,} {what} in place of {size:,}", lean))
    return tuple(found)


def size_trials(trying: Trying) -> Iterator[Trial]:
    """The candidate as it is, weighed; smaller ones; and a linear model, where it is none."""
    spec, study = trying.spec, trying.study
    variants = [*smaller_specs(spec)]
    linear = next(each for each in default_candidates(study.task) if each.name == "linear")
    if spec.target.rpartition(".")[2] != linear.target.rpartition(".")[2]:
        variants.append(("a linear model in its place", structs.replace(linear, name=spec.name)))
    for says, lean in variants:
        if trying.late():
            return
        trial = trying.trial("size", says, partial(trying.decided, study, lean), tries=len(variants))
        yield trial if trial.failure else weighed(trying, trial, lean)


def weighed(trying: Trying, trial: Trial, spec: CandidateSpec) -> Trial:
    """The trial with what the fitted candidate takes; without where it cannot be told."""
    try:
        weight = Fit(trying.study, spec, trying.bench.cache).weight()
    except UserError:
        return trial
    return structs.replace(trial, seconds=weight.seconds, bytes=weight.bytes)


def row_trials(trying: Trying) -> Iterator[Trial]:
    """A half, a quarter and an eighth of the rows to learn from."""
    for share in SHARES:
        lean = thinned(trying.study, share)
        if lean is None or trying.late():
            return
        says = f"one row in {round(1 / share)} to learn from"
        trial = trying.trial("rows", says, partial(trying.decided, lean), tries=len(SHARES))
        yield structs.replace(trial, strength=share)
