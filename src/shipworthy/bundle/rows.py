"""The door for rows: what is sent becomes typed columns, and what does not fit is named."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from shipworthy.bundle.fields import FieldError, MisfitError, allowed_in, reader_of, shown, type_of
from shipworthy.bundle.inputs import MOST_LEVELS
from shipworthy.foundation.errors import nearest
from shipworthy.records.bundle import Bundle, Input

_MOST_ERRORS: Final = 100
_MOST_NOTICES: Final = 20
_DOORS: Final = 16


@dataclass(frozen=True)
class Read:
    """Rows as read.

    Attributes:
        frame: one row for each row sent, columns as `Bundle.inputs` says; empty where something did not fit.
        errors: why rows cannot be taken, at most 100.
        notices: what should be known and stops nothing: unknown fields, values never learned from.
    """

    frame: pl.DataFrame
    errors: tuple[FieldError, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass
class _Told:
    errors: list[FieldError] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)


class Door:
    """Reads rows for one bundle; it may be used by several threads.

    Args:
        bundle: says which columns a row brings along.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.schema = pl.Schema({each.name: type_of(each) for each in bundle.inputs})
        self._fields = {each.name: each for each in bundle.inputs}
        self._readers = [(each.name, reader_of(each), _levels(each), each.required) for each in bundle.inputs]

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> Read:
        """Reads rows as they come in JSON.

        Fields that are missing or null are empty, unless the row cannot be taken without them. Unknown fields are
        ignored and told. See `fields.reader_of` for what each kind of field takes.
        """
        told = _Told()
        read = [self._row(number, row, told) for number, row in enumerate(rows)]
        frame = pl.from_dicts(read, schema=self.schema) if read else self.schema.to_frame()
        return Read(frame, tuple(told.errors[:_MOST_ERRORS]), tuple(told.notices)[:_MOST_NOTICES])

    def frame(self, frame: pl.DataFrame) -> Read:
        """Reads a whole frame: whole columns where their types fit, else row by row."""
        told = _Told()
        height, odd = frame.height, []
        columns = []
        for name, wanted in self.schema.items():
            column = frame.get_column(name) if name in frame.columns else None
            if column is None or column.dtype == pl.Null:
                columns.append(pl.repeat(None, height, dtype=wanted, eager=True).alias(name))
            elif _fits(column.dtype, wanted):
                columns.append(_cast(column, wanted))
            else:
                odd.append(name)
        if odd:
            return self.rows(frame.to_dicts())
        read = pl.DataFrame(columns).select(self._finite()) if columns else pl.DataFrame()
        for each in self.bundle.inputs:
            if each.required and read[each.name].null_count():
                empty = read[each.name].is_null().arg_true().to_list()[:_MOST_ERRORS]
                told.errors += [self._missing(number, each, frame.columns) for number in empty]
        self._unknown(frame.columns, told)
        self._unseen(read, told)
        return Read(read, tuple(told.errors[:_MOST_ERRORS]), tuple(told.notices)[:_MOST_NOTICES])

    def _row(self, number: int, row: Any, told: _Told) -> dict[str, Any]:
        if not isinstance(row, Mapping):
            what, seen = "a row is a set of fields", shown(row)
            told.errors.append(FieldError(number, "", what, seen, "an object with a value for each field"))
            return {}
        read: dict[str, Any] = {}
        present = 0
        for name, reader, levels, required in self._readers:
            value = row.get(name)
            if value is not None:
                try:
                    read[name] = value = reader(value)
                except MisfitError as error:
                    told.errors.append(self._misfit(number, self._fields[name], str(error), row[name]))
                    value = row[name]
                if levels is not None and isinstance(value, str) and value not in levels:
                    told.notices[_never(name, value)] = None
            if value is None and required:
                told.errors.append(self._missing(number, self._fields[name], list(row)))
            present += name in row
        if present < len(row):
            self._unknown(row, told)
        return read

    def _unknown(self, names: Any, told: _Told) -> None:
        for name in names:
            if name not in self._fields and len(told.notices) < _MOST_NOTICES:
                close = nearest(str(name), [known for known in self._fields if known not in names])
                told.notices[f"{name} is not known and was ignored" + (f"; did you mean {close}?" if close else "")] = (
                    None
                )

    def _unseen(self, read: pl.DataFrame, told: _Told) -> None:
        for name, _, levels, _ in self._readers:
            if levels is not None:
                seen = read[name].drop_nulls().unique(maintain_order=True)
                told.notices |= {_never(name, value): None for value in seen if value not in levels}

    def _finite(self) -> list[pl.Expr]:
        numbers = {name for name, dtype in self.schema.items() if dtype == pl.Float64}
        return [
            pl.when(pl.nth(place).is_finite()).then(pl.nth(place)).alias(name) if name in numbers else pl.nth(place)
            for place, name in enumerate(self.schema)
        ]

    def _misfit(self, number: int, each: Input, what: str, value: Any) -> FieldError:
        step = "send it without quotation marks" if each.kind == "number" and _reads_as_number(value) else ""
        return FieldError(number, each.name, what, shown(value, each), allowed_in(each), step)

    def _missing(self, number: int, each: Input, sent: Sequence[str]) -> FieldError:
        close = "" if each.name in sent else nearest(each.name, [name for name in sent if name not in self._fields])
        step = f"rename {close} to {each.name}" if close else f"send {each.name}, or let a person decide on this row"
        what = "this field must not be empty" if each.name in sent else "this field is missing"
        return FieldError(number, each.name, what, "nothing", allowed_in(each), step)


_doors: dict[int, Door] = {}


def door_of(bundle: Bundle) -> Door:
    """The door of a bundle; made once for the last few."""
    door = _doors.get(id(bundle))
    if door is None or door.bundle is not bundle:
        if len(_doors) >= _DOORS:
            _doors.clear()
        # the door holds the bundle, so that no other can come to have its address
        door = _doors[id(bundle)] = Door(bundle)
    return door


def read_rows(bundle: Bundle, rows: Sequence[Mapping[str, Any]]) -> Read:
    """Reads rows for a bundle, see `Door.rows`.

    >>> bundle = Bundle.from_dict({"project": "p", "version": 1, "candidate": "c", "task": {"kind": "regression"},
    ...     "inputs": [{"name": "size", "kind": "number"}]})
    >>> read_rows(bundle, [{"size": "big"}]).errors[0].what
    'a number is needed, and this is text'
    """
    return door_of(bundle).rows(rows)


def read_frame(bundle: Bundle, frame: pl.DataFrame) -> Read:
    """Reads a frame for a bundle, see `Door.frame`."""
    return door_of(bundle).frame(frame)


def _levels(each: Input) -> frozenset[str] | None:
    """Values that were learned from; None when not all of them are known, or they are nobody's business."""
    known = (
        each.kind == "category" and each.use == "feature" and not each.personal and 0 < len(each.levels) < MOST_LEVELS
    )
    return frozenset(each.levels) if known else None


def _never(name: str, value: str) -> str:
    return f"{name} was never {shown(value)} while the model learned"


def _reads_as_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and math.isfinite(float(value))
    except ValueError:
        return False


def _fits(dtype: pl.DataType, wanted: pl.DataType) -> bool:
    if wanted == pl.Float64:
        return dtype.is_numeric()
    if wanted == pl.String:
        return dtype in (pl.String, pl.Categorical, pl.Enum)
    return dtype == pl.Boolean if wanted == pl.Boolean else dtype in (pl.Datetime, pl.Date)


def _cast(column: pl.Series, wanted: pl.DataType) -> pl.Series:
    """A column in a type that fits; times as `fields.reader_of` reads them."""
    if not isinstance(wanted, pl.Datetime):
        return column.cast(wanted)
    if not isinstance(column.dtype, pl.Datetime):
        column = column.cast(pl.Datetime("us"))
    if not wanted.time_zone:
        return column.dt.replace_time_zone(None).dt.cast_time_unit("us")
    if not column.dtype.time_zone:  # type: ignore[attr-defined]
        column = column.dt.replace_time_zone(wanted.time_zone, ambiguous="earliest", non_existent="null")
    return column.dt.convert_time_zone(wanted.time_zone).dt.cast_time_unit("us")
