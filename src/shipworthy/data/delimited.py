"""Delimited text: which separator, which encoding, which line is broken."""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

import polars as pl

from shipworthy.data.named import check_names
from shipworthy.data.texts import typed
from shipworthy.foundation.errors import SourceError

MISSING: Final = ("", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL")
"""What stands in a cell without a value."""

_SEPARATORS: Final = (",", ";", "\t", "|")
_HEAD: Final = 1 << 16
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_delimited(path: Path) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Reads `.csv`, `.tsv` and the like, gzipped or not; types are inferred over the whole file.

    Returns:
        The frame, and notes on what had to be assumed.

    Raises:
        SourceError: when it is no text, or a line has more fields than the header.
        ColumnError: when two columns share a name.
        OSError: when it cannot be read from the disk or unpacked.
        polars.exceptions.PolarsError: when it cannot be read for another reason.
    """
    with _opened(path) as file:
        head = file.read(_HEAD)
    try:
        if head.startswith(_UTF16):
            return _read_decoded(path)
        return _read(path, head, path)
    except pl.exceptions.ComputeError as error:
        if "utf-8" not in str(error).lower():
            raise
        return _read_decoded(path)


def _read_decoded(path: Path) -> tuple[pl.DataFrame, tuple[str, ...]]:
    with _opened(path) as file:
        content = file.read()
    text, encoding = _decoded(content)
    encoded = text.encode()
    frame, notes = _read(path, encoded[:_HEAD], io.BytesIO(encoded))
    return frame, (f"`{path.name}` is not written in UTF-8; it was read as {encoding}", *notes)


def _read(path: Path, head: bytes, text: Path | io.BytesIO) -> tuple[pl.DataFrame, tuple[str, ...]]:
    if b"\0" in head:
        what = "the file is not text, though its name says so"
        raise SourceError(what, where=str(path), seen="zero bytes", next_step="export it again as CSV, or as Parquet")
    separator, names = _header(path, head)
    try:
        frame = pl.read_csv(text, separator=separator, null_values=list(MISSING), infer_schema_length=None)
    except pl.exceptions.ComputeError as error:
        if "more fields" not in str(error):
            raise
        raise _broken_line(path, separator, len(names)) from error
    if frame.width == len(names):
        frame.columns = names
    filled = _without_blank_lines(frame)
    blank = frame.height - filled.height
    notes = (f"{blank:,} blank lines of `{path.name}` were left out",) if blank and filled.height else ()
    return typed(filled, decimal_comma=separator == ";"), notes


def _without_blank_lines(frame: pl.DataFrame) -> pl.DataFrame:
    # in a file of one column an empty line is a missing value
    return frame.filter(~pl.all_horizontal(pl.all().is_null())) if frame.width > 1 else frame


def _header(path: Path, head: bytes) -> tuple[str, list[str]]:
    lines = head.decode("utf-8-sig", "replace").splitlines(keepends=True)
    if len(head) >= _HEAD and len(lines) > 1:
        lines.pop()
    found = {separator: _fields(lines, separator) for separator in _SEPARATORS}
    separator = max(found, key=lambda candidate: (found[candidate][0], len(found[candidate][1])))
    names = [name.strip() for name in found[separator][1]]
    names = [name or f"unnamed_{place}" for place, name in enumerate(names, start=1)]
    check_names(names, where=str(path))
    return separator, names


def _fields(lines: Sequence[str], separator: str) -> tuple[int, list[str]]:
    """How many fields most lines agree on (0 when they do not), and those of the header."""
    rows = [row for row in csv.reader(lines[:200], delimiter=separator) if row]
    if not rows:
        return 0, []
    header = rows[0]
    agreeing = sum(len(row) == len(header) for row in rows)
    return (len(header) if len(header) > 1 and agreeing >= 0.8 * len(rows) else 0), header


def _broken_line(path: Path, separator: str, fields: int) -> SourceError:
    with _opened(path) as file:
        reader = csv.reader(io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline=""), delimiter=separator)
        long = next((row for row in reader if len(row) > fields), [])
        line = reader.line_num
    return SourceError(
        "a line has more fields than the header",
        where=f"{path}, line {line}",
        seen=f"{len(long)} fields",
        allowed=f"{fields} fields, separated by {separator!r}",
        next_step="put quotes around the text that holds the separator, or mend the line",
    )


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(_UTF16):
        return content.decode("utf-16"), "UTF-16"
    try:
        return content.decode("cp1252"), "Windows-1252 (Latin-1)"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
