"""Rows into a file, of the kind that its ending says."""

import io
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec
import polars as pl
import polars.selectors as cs

from shipworthy.foundation.errors import MissingExtraError, RequestError
from shipworthy.foundation.files import storage_error, write_with

_Writer = Callable[[pl.DataFrame, Path], object]


def write_rows(frame: pl.DataFrame, path: Path) -> None:
    """Writes rows; a file that is there already is replaced, in one step and only by a whole one.

    Args:
        frame: the rows. In files of text and in Excel, bytes become base 64 and lengths of time ISO 8601; in CSV and
            Excel, lists and structs become JSON text.
        path: ends in .csv, .parquet, .arrow, .feather, .jsonl, .ndjson or .xlsx.

    Raises:
        RequestError: when the ending is none of these, or Excel cannot hold as many rows.
        MissingExtraError: when it is Excel and XlsxWriter is not installed.
        StorageError: when the disk is full or the folder may not be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RequestError(
            "this is no kind of file that rows can be written into",
            where=str(path),
            seen=path.suffix or "no ending",
            allowed=list(_WRITERS),
            next_step="choose one of these endings",
        )
    try:
        write_with(path, lambda partial: writer(frame, partial))
    except pl.exceptions.PolarsError as error:
        raise storage_error(path, OSError(str(error))) from error


def _csv(frame: pl.DataFrame, path: Path) -> None:
    _flat(frame).write_csv(path)


def _excel(frame: pl.DataFrame, path: Path) -> None:
    if find_spec("xlsxwriter") is None:
        raise MissingExtraError(
            "Excel files need a package that is not installed",
            seen="xlsxwriter",
            next_step="pip install xlsxwriter, or write CSV, which Excel opens too",
        )
    if frame.height > _SHEET:
        raise RequestError(
            "a sheet of Excel does not hold as many rows",
            seen=f"{frame.height:,} rows",
            allowed=f"{_SHEET:,}",
            next_step="write CSV or Parquet",
        )
    # Excel knows no time zones
    content = io.BytesIO()
    _flat(frame).with_columns(
        cs.datetime(time_zone="*").dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    ).write_excel(content)
    path.write_bytes(content.getvalue())


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of plain values only: lists and structs as JSON text, bytes as base 64, lengths of time as ISO 8601."""
    plain = _worded(frame)
    return plain.with_columns(
        pl.Series(
            column.name, [None if each is None else msgspec.json.encode(each).decode() for each in column.to_list()]
        )
        for column in plain.iter_columns()
        if column.dtype.is_nested()
    )


def _worded(frame: pl.DataFrame) -> pl.DataFrame:
    """Bytes and lengths of time as text, for kinds of files that know neither."""
    return frame.with_columns(cs.duration().dt.to_string("iso"), cs.binary().bin.encode("base64"))


_SHEET: Final = 1_048_575

_WRITERS: Final[dict[str, _Writer]] = {
    ".csv": _csv,
    ".parquet": lambda frame, path: frame.write_parquet(path),
    ".arrow": lambda frame, path: frame.write_ipc(path),
    ".feather": lambda frame, path: frame.write_ipc(path),
    ".jsonl": lambda frame, path: _worded(frame).write_ndjson(path),
    ".ndjson": lambda frame, path: _worded(frame).write_ndjson(path),
    ".xlsx": _excel,
}
