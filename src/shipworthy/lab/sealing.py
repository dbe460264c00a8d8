"""Rows that nothing reads before they are opened."""

from msgspec import structs

from shipworthy.foundation.errors import RequestError
from shipworthy.lab.periods import moment, times
from shipworthy.records.table import Table


def before(table: Table, time: str, sealed_from: str) -> Table:
    """The rows before a moment, and those without a time, which are in no fold.

    Args:
        table: the base source.
        time: column that orders its rows.
        sealed_from: the moment (ISO 8601); empty keeps all rows.

    Raises:
        ColumnError: when the time column cannot be used.
        RequestError: when no column says when, or no row lies before the moment.
    """
    if not sealed_from:
        return table
    if not time:
        raise RequestError(
            "rows are sealed and no column says when they happened",
            where="evaluation.split.time",
            seen=f"sealed from {sealed_from} on",
            next_step="name the time column again, or have the sealed cases opened with `shipworthy sign sealed`",
        )
    when = times(table.frame, time)
    kept = table.frame.filter((when < moment(sealed_from, when, "evaluation.split.sealed_from")).fill_null(value=True))
    if kept.is_empty():
        raise RequestError(
            "every row is sealed",
            where="evaluation.split.sealed_from",
            seen=sealed_from,
            allowed=f"a time after {when.min()!s}",
            next_step="seal fewer rows",
        )
    return structs.replace(table, frame=kept)
