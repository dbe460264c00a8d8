"""The models of runs: each as it was fitted for the rows kept aside, so that the numbers of its run are its own."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from shipworthy import __version__
from shipworthy.bundle.build import fill
from shipworthy.bundle.inputs import inputs_of
from shipworthy.bundle.mlmodel import write_mlmodel
from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.aside import kept_aside
from shipworthy.model.fitted import Fitted
from shipworthy.records.bundle import Bundle
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.workbench import Workbench

_EXAMPLES: Final = 5
_NO_MODEL: Final = ("status_quo", "predictions", "mlflow")
"""Nothing is fitted of these: what is done today, answers in a file, and what lies on a server already."""


def run_models(
    bench: Workbench, candidates: Candidates, measured: Collection[str]
) -> Mapping[str, Callable[[Path], None]]:
    """What writes the model of each attempt that has one, by name.

    What is written is laid out as a bundle is, of version 0 and without what only shipping needs; MLflow loads it in
    the same way, and it answers with scores.

    Args:
        bench: the project.
        candidates: as they were measured.
        measured: names.
    """
    specs = [spec for spec in candidates.specs if spec.name in measured and spec.kind not in _NO_MODEL]
    return {spec.name: partial(_write, bench, candidates, spec) for spec in specs}


def _write(bench: Workbench, candidates: Candidates, spec: CandidateSpec, folder: Path) -> None:
    fitted = kept_aside(candidates.study, spec, bench.cache)
    if fitted is None:
        raise CandidateError(
            "the fit was not kept, or cannot be written down",
            where=f"candidates.{spec.name}",
            allowed="classes and functions that stand at the top of a module",
        )
    study = candidates.study
    rows = study.table.frame
    bundle = _bundle(bench, candidates, spec, fitted)
    code = sorted(bench.root.glob("*.py")) if spec.own_code else []
    names = [each.name for each in bundle.inputs]
    whole = [name for name in names if rows[name].dtype.is_integer() and not rows[name].null_count()]
    written = fill(folder, bundle, fitted, code=code)
    write_mlmodel(folder, written, _plain(rows.select(names)[study.folds[-1].train[:_EXAMPLES]]), whole)


def _bundle(bench: Workbench, candidates: Candidates, spec: CandidateSpec, fitted: Fitted) -> Bundle:
    """How it reads rows."""
    study = candidates.study
    features = set(study.table.of("feature"))
    others = [name for name in fitted.columns if name not in features]
    inputs = inputs_of(study.table, others, ())
    return Bundle(
        project=bench.document.project,
        version=0,
        candidate=spec.name,
        task=study.task,
        inputs=tuple(each for each in inputs if each.name in fitted.columns),
        rows=len(study.folds[-1].train),
        made=bench.clock.now(),
        made_with=__version__,
    )


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Categories as the text that they are."""
    return rows.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
