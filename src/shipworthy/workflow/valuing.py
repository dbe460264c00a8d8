"""What a project says decisions are worth, beside its rows: columns that are needed, and code it stands on."""

from collections.abc import Mapping

import polars as pl

from shipworthy.bundle.valuing import code_beside
from shipworthy.data.named import require
from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import ColumnError
from shipworthy.records.spec import Worth
from shipworthy.records.table import Table
from shipworthy.workflow.bench import Bench

VALUE = "success.value"


def valued_by(worth: Worth, table: Table, *, earns: bool = False) -> tuple[str, ...]:
    """Columns without which nobody can tell what a decision on a row was worth.

    Args:
        worth: what a decision is worth.
        table: the joined table; a function reads every column that is learned from.
        earns: whether costs may lie below zero.

    Raises:
        ColumnError: when a column is not there, is personal, or holds amounts that are no finite numbers.
    """
    require(worth.columns, table.frame.columns, where=VALUE)
    hidden = [name for name in worth.columns if name in table.of("personal")]
    if hidden:
        raise ColumnError(
            f"{', '.join(hidden)} is personal, and what decisions are worth is told without it",
            where=VALUE,
            seen=hidden,
            next_step="name another column, or list it under data.not_personal when it tells of nobody",
        )
    if worth.call:
        return tuple(dict.fromkeys([*table.of("feature"), *worth.columns]))
    costs = worth.under is not None or bool(worth.points)
    for name in worth.columns:
        if not (worth.top and name == worth.top.per):
            _check_amounts(table.frame[name], floor=costs and not earns)
    return worth.columns


def value_ground(bench: Bench, parts: Mapping[str, str]) -> dict[str, str]:
    """What a decision is worth stands on the code that says so, where a function does; empty where none does."""
    value = bench.document.success.value
    if value is None or value.function is None:
        return {}
    return {f"document:{VALUE}": digest([parts[VALUE], code_beside(bench.root)])}


def _check_amounts(column: pl.Series, *, floor: bool) -> None:
    """Refuses a column of amounts that holds anything but finite numbers and empty cells."""
    endless = int(column.is_infinite().sum()) if column.dtype.is_float() else 0
    if not column.dtype.is_numeric() or endless:
        raise ColumnError(
            f"the amounts in column `{column.name}` are not numbers",
            where=VALUE,
            seen=f"{endless:,} infinite" if endless else str(column.dtype),
            allowed="a column of finite numbers; a cell may be empty",
            next_step="name another column, or write a number",
        )
    below = int((column < 0).sum()) if floor else 0
    if below:
        raise ColumnError(
            f"the costs in column `{column.name}` are below zero",
            where=VALUE,
            seen=f"{below:,} rows below zero",
            allowed="costs from 0 on, or earns: true under success.value.cost where that is meant",
            next_step="look at the sign: a cost is what is lost",
        )
