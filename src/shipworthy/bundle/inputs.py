"""Which columns a row brings along, and what they held while the model learned."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from shipworthy.data.named import require
from shipworthy.foundation.errors import ColumnError
from shipworthy.records.bundle import Input, InputKind
from shipworthy.records.table import Column, Table

MOST_LEVELS: Final = 200
"""Values of a category that are written down."""


def inputs_of(table: Table, context: Sequence[str], critical: Sequence[str]) -> tuple[Input, ...]:
    """The columns that the model learned from, and those that today's rule, groups or amounts need.

    Args:
        table: the joined table; columns with the role `feature` are learned from.
        context: other columns that rows have to bring: of the time, of groups, amounts and today's rule.
        critical: columns without which a row is refused.

    Returns:
        In the order of the table.

    Raises:
        ColumnError: when a column of the context is not there, or holds what no row can be sent with.

    >>> column = Column(name="size", kind="number")
    >>> inputs_of(Table(name="t", frame=pl.DataFrame({"size": [1, 4]}), columns=(column,)), (), ("size",))[0].high
    4.0
    """
    require(context, table.frame.columns, where=f"the columns that {table.name} needs")
    features = set(table.of("feature"))
    wanted = [column for column in table.columns if column.name in features or column.name in context]
    return tuple(_input(table.frame[column.name], column, required=column.name in critical) for column in wanted)


def _input(series: pl.Series, column: Column, *, required: bool) -> Input:
    kind = _kind(series, column)
    personal = column.role == "personal"
    low, high = (None, None) if personal else _range(series, kind)
    return Input(
        name=column.name,
        kind=kind,
        source=column.source,
        origin=column.origin,
        use="feature" if column.role == "feature" else "context",
        required=required,
        low=low,
        high=high,
        levels=() if personal or kind != "category" else _levels(series),
        zone=(series.dtype.time_zone or "") if isinstance(series.dtype, pl.Datetime) else "",
        personal=personal,
    )


def _kind(series: pl.Series, column: Column) -> InputKind:
    dtype = series.dtype
    if dtype == pl.Boolean:
        return "boolean"
    if dtype in (pl.Date, pl.Datetime):
        return "time"
    if dtype.is_numeric():
        return "number"
    if dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return "text" if column.kind == "text" else "category"
    raise ColumnError(
        f"rows cannot be sent with the column {column.name}",
        where=column.source or column.name,
        seen=str(dtype),
        allowed="numbers, text, times, true and false",
        next_step=f"list {column.name} under data.drop, or turn it into one of these before it is read",
    )


def _range(series: pl.Series, kind: InputKind) -> tuple[float | None, float | None]:
    """Smallest and largest value; times in seconds since 1970, UTC."""
    if kind == "time":
        series = series.cast(pl.Datetime("us", series.dtype.time_zone if series.dtype == pl.Datetime else None))  # type: ignore[attr-defined]
        series = series.dt.epoch("us") / 1e6
    elif kind != "number":
        return None, None
    numbers = series.cast(pl.Float64)
    known = numbers.filter(numbers.is_finite()).drop_nulls()
    low, high = known.min(), known.max()
    return (low, high) if isinstance(low, float) and isinstance(high, float) else (None, None)


def _levels(series: pl.Series) -> tuple[str, ...]:
    """The most frequent values first; equally frequent ones by the alphabet."""
    name = "value"
    counted = (
        series.cast(pl.String).alias(name).drop_nulls().value_counts().sort("count", name, descending=[True, False])
    )
    return tuple(counted[name].head(MOST_LEVELS).to_list())
