"""Small tables to try a check on."""

from collections.abc import Mapping

import polars as pl

from shipworthy.data.columns import describe
from shipworthy.data.join import join_sources
from shipworthy.records.check import Given
from shipworthy.records.spec import DataSpec, Source, Target
from shipworthy.records.table import Table


def given(spec: DataSpec, **frames: pl.DataFrame) -> Given:
    """All that a check may ask for, made from frames by source name."""
    tables = {source.name: _table(source, frames[source.name]) for source in spec.sources}

    def rebuild(altered: Mapping[str, Table]) -> Table:
        return join_sources(altered, spec)

    return Given(spec=spec, sources=tables, table=rebuild(tables), rebuild=rebuild)


def base(critical: tuple[str, ...] = ()) -> DataSpec:
    """A spec of one source `rows` with the target `y`."""
    return DataSpec(sources=(Source(name="rows", path="rows.csv"),), target=Target(column="y"), critical=critical)


def _table(source: Source, frame: pl.DataFrame) -> Table:
    spec = DataSpec(sources=(source,), target=Target(column=""))
    columns = describe(frame, spec, dict.fromkeys(frame.columns, source.name))
    return Table(name=source.name, frame=frame, columns=columns, key=source.key, time=source.time)
