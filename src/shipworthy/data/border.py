"""Frames of other libraries come in as Polars frames."""

from typing import Any

import narwhals as nw
import polars as pl

from shipworthy.data.named import check_names
from shipworthy.foundation.errors import RequestError


def as_polars(frame: Any) -> pl.DataFrame:
    """A pandas, PyArrow or Polars frame as a Polars frame; a pandas index is dropped.

    Columns of Python objects become what all their values are, or else text. Everything else keeps type and
    value.

    Raises:
        ColumnError: when two columns share a name, or one is named like a pattern.
        RequestError: when it is no frame.

    >>> as_polars(pl.DataFrame({"x": [1]}).to_arrow())["x"].to_list()
    [1]
    """
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        check_names(frame.columns, where="the data frame")
        return frame
    names = _names(frame)
    check_names(names, where="the data frame")
    try:
        known = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        seen = type(frame).__name__
        step = "hand over a data frame"
        allowed = "a pandas, Polars or PyArrow frame"
        raise RequestError("this is not a table", seen=seen, allowed=allowed, next_step=step) from error
    series = [_series(known.get_column(column), name) for column, name in zip(known.columns, names, strict=True)]
    return pl.DataFrame(series)


def _names(frame: Any) -> list[str]:
    named = getattr(frame, "column_names", None)
    names = named if named is not None else getattr(frame, "columns", [])
    return [str(name) for name in names]


def _series(column: nw.Series[Any], name: str) -> pl.Series:
    if column.dtype not in (nw.Object, nw.Unknown):
        return column.to_polars().alias(name)
    missing = column.is_null().to_list()
    values = [None if gone else value for gone, value in zip(missing, column.to_list(), strict=True)]
    try:
        series = pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return _text(name, values)
    return _text(name, values) if series.dtype == pl.Object or series.dtype.is_nested() else series


def _text(name: str, values: list[Any]) -> pl.Series:
    return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)
