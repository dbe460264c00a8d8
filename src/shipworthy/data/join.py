"""Several sources become one table, one row for each base row."""

from collections.abc import Mapping

import polars as pl
from msgspec import structs

from shipworthy.data.coarser import described_by, one_row_per
from shipworthy.data.columns import CALENDAR, describe
from shipworthy.data.named import require
from shipworthy.data.partners import partners
from shipworthy.data.rules import apply_rule, columns_of
from shipworthy.data.target import require_rule
from shipworthy.records.spec import DataSpec, Join, Source
from shipworthy.records.table import Table


def join_sources(sources: Mapping[str, Table], spec: DataSpec) -> Table:
    """Joins every source to the base, in order.

    The base's rows and their order never change: where a source has several rows for one, the first counts.
    Columns that the source is joined on by equality are not repeated; a name that is taken gets the suffix
    `_<source>`. Columns that are not known at the decision, personal or dropped stay in the frame, for rules
    and slices, but are no features.

    Args:
        sources: every source of the spec, by name.
        spec: the base first, then what is joined to it.

    Rows that `spec.only` is not true for are left out at the end; `spec.one_per` then puts one row in place of several.

    Returns:
        The joined table, bearing the base's name, key and time.

    Raises:
        ColumnError: when the spec names a column that is not there, or columns to join on cannot be compared.
    """
    base = spec.sources[0]
    frame = sources[base.name].frame
    origins = joined_names(sources, spec)
    for source in spec.sources[1:]:
        if source.join is None:
            continue
        _require_left(source, source.join, frame)
        right = sources[source.name].frame
        met = partners(frame, right, source.join)
        names = {name: column for name, (of, column) in origins.items() if of == source.name}
        frame = frame.hstack([right[column].gather(met).alias(name) for name, column in names.items()])
    _require_named(spec, frame)
    if spec.only:
        frame = frame.filter(apply_rule(spec.only, frame, where="data.only").fill_null(False))
    if spec.one_per:
        frame = one_row_per(frame, spec)
    described = describe(frame, described_by(spec), {name: of for name, (of, _) in origins.items()})
    renamed = {name: column for name, (_, column) in origins.items() if column != name}
    columns = tuple(structs.replace(each, origin=renamed.get(each.name, "")) for each in described)
    return Table(name=base.name, frame=frame, columns=columns, key=base.key, time=spec.time or base.time)


def joined_names(sources: Mapping[str, Table], spec: DataSpec) -> dict[str, tuple[str, str]]:
    """Column of the joined table -> (source, column there), in the joined table's order."""
    base = spec.sources[0]
    names = {column: (base.name, column) for column in sources[base.name].frame.columns}
    for source in spec.sources[1:]:
        if source.join is None:
            continue
        for column in sources[source.name].frame.columns:
            if column not in source.join.right:
                names[_free(column, source.name, names)] = (source.name, column)
    return names


def joined_name(names: Mapping[str, tuple[str, str]], source: str, column: str) -> str:
    """What a source's column is called in the joined table; empty when it was joined on and not repeated."""
    return next((name for name, origin in names.items() if origin == (source, column)), "")


def _free(column: str, source: str, taken: Mapping[str, object]) -> str:
    name = column
    while name in taken:
        name = f"{name}_{source}"
    return name


def _require_left(source: Source, join: Join, frame: pl.DataFrame) -> None:
    as_of = (join.as_of.left,) if join.as_of else ()
    require((*join.left, *as_of), frame.columns, where=f"data.sources.{source.name}.join")


def _require_named(spec: DataSpec, frame: pl.DataFrame) -> None:
    require((spec.target.column,), frame.columns, where="data.target")
    if spec.target.positive:
        require_rule(spec.target, frame)
        place = "data.target.positive"
        require(columns_of(spec.target.positive, where=place), frame.columns, where=place)
    require(spec.critical, frame.columns, where="data.critical")
    require(spec.not_known, frame.columns, where="data.not_known_at_decision")
    require((*spec.personal, *spec.not_personal), frame.columns, where="data.personal")
    require(spec.drop, frame.columns, where="data.drop")
    ordering = (spec.time, spec.group if spec.group not in CALENDAR else "")
    require([name for name in ordering if name], frame.columns, where="evaluation")
