"""Rows that nothing reads before they are opened."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.data.named import require
from shipworthy.foundation.errors import RequestError
from shipworthy.lab.periods import moment, times
from shipworthy.records.seal import Sealed
from shipworthy.records.table import Table

_WHERE_TIME: Final = "evaluation.split.sealed_from"
_WHERE_SHARE: Final = "evaluation.split.sealed_share"
_BYTES: Final = 8
_BETWEEN: Final = "\x1f"
_EMPTY: Final = "\x00"


def unsealed(table: Table, time: str, seal: Sealed) -> Table:
    """The rows that may be read; rows without a time are in no fold, and are not sealed by one.

    Args:
        table: the base source.
        time: column that orders its rows; empty where none does.
        seal: which rows are sealed.

    Raises:
        ColumnError: when a column that the seal goes by is not there, or the time column cannot be used.
        RequestError: when no column says when, or no row would be left.
    """
    if not seal.any:
        return table
    kept = table.frame.filter(pl.Series(~sealed_rows(table.frame, time, seal)))
    if kept.is_empty():
        after = f"a time after {times(table.frame, time).min()!s}" if seal.sealed_from else "a smaller share"
        raise RequestError(
            "every row is sealed",
            where=seal.where,
            seen=seal.sealed_from or f"{seal.share:g} of {table.frame.height:,} rows",
            allowed=after,
            next_step="seal fewer rows",
        )
    return structs.replace(table, frame=kept)


def sealed_rows(frame: pl.DataFrame, time: str, seal: Sealed) -> NDArray[np.bool_]:
    """Which rows are sealed, shape (rows,); arguments and errors are those of `unsealed`."""
    sealed = np.zeros(frame.height, dtype=bool)
    if seal.share:
        require(seal.columns, frame.columns, where=_WHERE_SHARE)
        sealed |= drawn(frame.select(seal.columns), seal.share)
    if seal.sealed_from:
        if not time:
            raise RequestError(
                "rows are sealed and no column says when they happened",
                where="evaluation.split.time",
                seen=f"sealed from {seal.sealed_from} on",
                next_step="name the time column again, or have the sealed cases opened with `shipworthy sign sealed`",
            )
        when = times(frame, time)
        sealed |= (when >= moment(seal.sealed_from, when, _WHERE_TIME)).fill_null(value=False).to_numpy()
    return sealed


def drawn(named: pl.DataFrame, share: float) -> NDArray[np.bool_]:
    """Which rows a share takes, by nothing but what names them, shape (rows,).

    Equal names fall together, wherever they stand, and a larger share takes what a smaller one takes and more; so rows
    that are added, or stand in another order, move none. Numbers count by their value: `7` and `7.0` are one.

    Args:
        named: the columns that name a row or a group, at least one.
        share: between 0 and 1.

    >>> first = drawn(pl.DataFrame({"id": range(1000)}), 0.1)
    >>> int(first.sum()), bool((drawn(pl.DataFrame({"id": range(2000)}), 0.1)[:1000] == first).all())
    (104, True)
    """
    texts = pl.select(pl.concat_str([_text(column) for column in named.get_columns()], separator=_BETWEEN)).to_series()
    different = texts.unique()
    least = share * 2.0 ** (8 * _BYTES)
    taken = pl.Series([_number(text) < least for text in different.to_list()], dtype=pl.Boolean)
    return texts.is_in(different.filter(taken).implode()).to_numpy()


def columns_of(group: str, key: Sequence[str], table: Table, outcome: str) -> tuple[str, ...]:
    """What names a row that is drawn: its group, so that none is torn; else its key; else all but the outcome.

    Args:
        group: column whose rows stay together; empty when there is none.
        key: columns that name a row of the base source; empty when nobody said.
        table: the base source.
        outcome: the column that says what turned out, which may be corrected later.
    """
    if group:
        return (group,)
    return tuple(key) or tuple(name for name in table.frame.columns if name != outcome)


def _text(column: pl.Series) -> pl.Series:
    """The same text for the same value, whatever type a column was read as."""
    if column.dtype.is_numeric():
        number = column.cast(pl.Float64)
        whole = number.is_finite() & (number == number.floor()) & (number.abs() < 2.0**53)
        rounded = pl.select(pl.when(whole).then(number).otherwise(0.0)).to_series().cast(pl.Int64).cast(pl.String)
        text = pl.select(pl.when(whole).then(rounded).otherwise(number.cast(pl.String))).to_series()
    else:
        text = column.cast(pl.String)
    return text.fill_null(_EMPTY)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=_BYTES).digest(), "big")
