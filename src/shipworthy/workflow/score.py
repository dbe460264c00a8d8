"""The verb `score`: rows of a file through what is live, into a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import UNSET, structs

from shipworthy.bundle.load import Loaded, load
from shipworthy.data.join import join_sources
from shipworthy.data.named import require
from shipworthy.data.read import read_source
from shipworthy.delivery.batch import beside, score_frame
from shipworthy.delivery.files import write_rows
from shipworthy.records.spec import DataSpec, Source
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.logbook import open_log
from shipworthy.workflow.running import live_now
from shipworthy.workflow.workbench import Workbench


@dataclass(frozen=True)
class ScoredFile:
    """What came of scoring a file.

    Attributes:
        path: where the answers are.
        rows: rows of the file.
        routes: how they were answered (model, fallback, review) -> rows.
        model: name of what answered.
    """

    path: Path
    rows: int
    routes: dict[str, int]
    model: str

    @property
    def says(self) -> str:
        """The same in a sentence."""
        told = f"{self.rows:,} rows were answered by {self.model}"
        if left := self.routes.get("review", 0):
            told += f"; {left:,} of them a person has to look at, the column `why` says why"
        if today := self.routes.get("today", 0):
            told += f"; {today:,} of them the model leaves to what is done today"
        if stood := self.routes.get("fallback", 0):
            told += f"; for {stood:,} of them what stands in for it answered"
        return f"{told}. They are in {self.path}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {"path": str(self.path), "rows": self.rows, "routes": self.routes, "model": self.model}


def score(bench: Workbench, source: Path, target: Path) -> ScoredFile:
    """Answers every row of a file and writes rows and answers into another; predictions go to the log as a batch.

    The file holds rows like those of the document's first source, to which the other sources are joined, or rows of
    the joined table.

    Args:
        bench: the project.
        source: CSV, Parquet, Arrow or another kind that a source may be.
        target: CSV, Parquet, Arrow or JSON Lines, by its ending.

    Raises:
        RequestError: when nothing is live.
        SourceError: when the file cannot be read.
        ColumnError: when a column that is needed is not there.
        StorageError: when the answers cannot be written.
    """
    live = live_now(bench)
    assert live.champion is not None
    loaded = load(bundle_folder(bench.own, live.champion))
    base = structs.replace(bench.material.spec.sources[0], path=str(source.absolute()))
    frame = read_source(base, bench.root).frame
    rows = joined_rows(bench, frame, base, loaded)
    with open_log(bench, read_only=False) as log:
        answers = score_frame(loaded, rows, log=log, mode=live.mode, clock=bench.clock, progress=bench.progress)
    write_rows(beside(frame, answers), target)
    routes = dict(answers["route"].value_counts().iter_rows())
    return ScoredFile(target, frame.height, routes, loaded.bundle.name)


def joined_rows(bench: Workbench, frame: pl.DataFrame, base: Source, loaded: Loaded) -> pl.DataFrame:
    """The rows with every column that the bundle is given; other sources are joined where one is missing."""
    names = [each.name for each in loaded.bundle.inputs]
    if set(names) <= set(frame.columns):
        return frame
    spec, known = bench.material.spec, bench.material.sources[base.name]
    others = {name: table for name, table in bench.material.sources.items() if name != base.name}
    table = structs.replace(known, frame=_with_unknown(frame, known.frame.schema, spec))
    # what the project is not about is answered too, as it is today
    joined = join_sources({base.name: table, **others}, structs.replace(spec, only=UNSET, one_per=UNSET)).frame
    require([each.name for each in loaded.bundle.inputs if each.required], joined.columns, where=base.path)
    return joined


def _with_unknown(frame: pl.DataFrame, schema: pl.Schema, spec: DataSpec) -> pl.DataFrame:
    """Rows to be scored need not bring what nothing is learned from, nor know what only comes later."""
    unneeded = (spec.target.column, *spec.not_known, *spec.drop, *spec.personal)
    missing = [name for name in dict.fromkeys(unneeded) if name in schema and name not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=schema[name]).alias(name) for name in missing)
