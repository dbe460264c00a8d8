"""Rows of files, whose columns are text as soon as one value is: what does not fit is named, and stops no other row."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from shipworthy.bundle.fields import FieldError
from shipworthy.bundle.rows import Door
from shipworthy.records.bundle import Input

_BLOCK: Final = 500
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Sorted:
    """Rows of a file: those that can be answered, and what is wrong with the others.

    Attributes:
        places: of the rows that fit, in their order.
        frame: these rows as the bundle's door reads them.
        wrong: place -> the first thing that does not fit.
    """

    places: list[int]
    frame: pl.DataFrame
    wrong: dict[int, FieldError]


def sort_rows(door: Door, frame: pl.DataFrame) -> Sorted:
    """Sorts the rows of a frame; unlike rows over HTTP, numbers may be written as text and labels as numbers."""
    known = frame.select([each.name for each in door.bundle.inputs if each.name in frame.columns])
    wanted = {each.name: each for each in door.bundle.inputs}
    read = pl.DataFrame([_as_wanted(column, wanted[column.name]) for column in known.iter_columns()])
    lost = _lost(known, read)
    wrong = {place: _first_error(door, known, read, place) for place in lost}
    places = [place for place in range(frame.height) if place not in wrong]
    whole = door.frame(_rows(read, places))
    if not whole.errors:
        return Sorted(places, whole.frame, wrong)
    good: list[int] = []
    parts = [door.schema.to_frame()]
    for start in range(0, len(places), _BLOCK):
        block = _block(door, read, places[start : start + _BLOCK])
        good += block.places
        parts.append(block.frame)
        wrong |= block.wrong
    return Sorted(good, pl.concat(parts), wrong)


def _block(door: Door, read: pl.DataFrame, places: list[int]) -> Sorted:
    """A door names a limited number of errors at a time, so it is asked until it names none."""
    wrong: dict[int, FieldError] = {}
    while (told := door.frame(_rows(read, places))).errors:
        found = {places[error.row]: error for error in reversed(told.errors)}
        wrong |= found
        places = [place for place in places if place not in found]
    return Sorted(places, told.frame, wrong)


def _rows(frame: pl.DataFrame, places: list[int]) -> pl.DataFrame:
    """Rows by their places; a frame without columns has rows all the same."""
    if not frame.width:
        return pl.DataFrame(height=len(places))
    return frame if len(places) == frame.height else frame[places]


def _lost(known: pl.DataFrame, read: pl.DataFrame) -> list[int]:
    """Places of the rows in which a value was lost when its column was read as what it should be."""
    empty = [known[name].is_null() if known[name].dtype != pl.String else _blank(known[name]) for name in known.columns]
    gone = [(read[name].is_null() & ~blank).alias(name) for name, blank in zip(known.columns, empty, strict=True)]
    return pl.DataFrame(gone).select(pl.any_horizontal(pl.all())).to_series().arg_true().to_list() if gone else []


def _blank(column: pl.Series) -> pl.Series:
    return column.is_null() | (column.str.strip_chars() == "")


def _first_error(door: Door, known: pl.DataFrame, read: pl.DataFrame, place: int) -> FieldError:
    """What the door says of a row as it was read, with what was lost as it stood there."""
    row = read.row(place, named=True)
    stood = known.row(place, named=True)
    lost = {name: value for name, value in stood.items() if row[name] is None and str(value or "").strip()}
    return door.rows([row | lost]).errors[0]


def _as_wanted(column: pl.Series, each: Input) -> pl.Series:
    if column.dtype == pl.String and each.kind == "number":
        return column.str.strip_chars().cast(pl.Float64, strict=False)
    if column.dtype == pl.String and each.kind == "boolean":
        return (
            column.str.strip_chars().str.to_lowercase().replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)
        )
    if each.kind in ("category", "text") and (column.dtype.is_numeric() or column.dtype == pl.Boolean):
        whole = column.dtype.is_float() and bool((column.drop_nulls() % 1 == 0).all())
        return column.cast(pl.Int64 if whole else column.dtype).cast(pl.String)
    return column
