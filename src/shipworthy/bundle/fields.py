"""One field of one row: what it may hold, and what to say when it holds something else."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from shipworthy.records.bundle import Input

_LONGEST: Final = 80


@dataclass(frozen=True)
class FieldError:
    """Why a row cannot be taken.

    Attributes:
        row: number of the row in what was sent, from 0.
        field: name of the field; empty when it is the row as a whole.
        what: what is wrong, a few plain words.
        seen: the value seen, shortened; of personal fields only its type.
        allowed: what would have been right.
        next_step: what to do.
    """

    row: int
    field: str
    what: str
    seen: str = ""
    allowed: str = ""
    next_step: str = ""

    def to_dict(self) -> dict[str, str | int]:
        """The same for JSON: row, field, what, seen, allowed, next."""
        told: dict[str, str | int] = {"row": self.row, "field": self.field, "what": self.what}
        rest = {"seen": self.seen, "allowed": self.allowed, "next": self.next_step}
        return told | {name: value for name, value in rest.items() if value}


class MisfitError(ValueError):
    """A value does not fit its field; the words say why."""


Reader = Callable[[Any], Any]
"""Turns a value as sent into the value of the column; None is an empty one. Raises `MisfitError`."""


def reader_of(field: Input) -> Reader:
    """How the values of a field are read.

    Numbers are numbers: text, even when it looks like one, and true and false are refused, for a feed that begins to
    send text has changed and somebody should know. NaN and infinities are empty. A time is ISO 8601 text, or seconds
    since 1970 in UTC; one without an offset shows the clock of the field's zone, and an offset is dropped where the
    field has no zone.

    >>> reader_of(Input(name="size", kind="number"))(3), reader_of(Input(name="day", kind="time"))("2024-05-01")
    (3.0, datetime.datetime(2024, 5, 1, 0, 0))
    """
    if field.kind == "number":
        return _number
    if field.kind == "boolean":
        return _boolean
    if field.kind == "time":
        zone = ZoneInfo(field.zone) if field.zone else None
        return lambda value: _time(value, zone)
    return _text


def type_of(field: Input) -> pl.DataType:
    """The type of a field's column in a frame of rows."""
    if field.kind == "number":
        return pl.Float64()
    if field.kind == "boolean":
        return pl.Boolean()
    if field.kind == "time":
        return pl.Datetime("us", field.zone or None)
    return pl.String()


def allowed_in(field: Input) -> str:
    """What a field may hold, in words.

    >>> allowed_in(Input(name="colour", kind="category", levels=("red", "blue")))
    'text, such as red, blue, or nothing'
    """
    words = {"number": "a number", "boolean": "true or false", "time": "a time such as 2024-05-01T06:00:00"}
    told = words.get(field.kind, "text")
    if field.levels and not field.personal:
        told += f", such as {', '.join(field.levels[:5])}"
    elif field.kind == "number" and field.low is not None and field.high is not None:
        told += f" (learned from {field.low:g} to {field.high:g})"
    return told if field.required else f"{told}, or nothing"


def shown(value: Any, field: Input | None = None) -> str:
    """A value as an error tells it: short, and nothing of a personal one but its type."""
    if field is not None and field.personal:
        return type(value).__name__
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _number(value: Any) -> float | None:
    if type(value) is float:
        return value if math.isfinite(value) else None
    if type(value) is int:
        try:
            return float(value)
        except OverflowError:
            raise MisfitError("the number is too large") from None
    if isinstance(value, str):
        raise MisfitError("a number is needed, and this is text")
    raise MisfitError("a number is needed")


def _boolean(value: Any) -> bool:
    if type(value) is bool or (type(value) is int and value in (0, 1)):
        return bool(value)
    raise MisfitError("true or false is needed")


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    raise MisfitError("text is needed")


def _time(value: Any, zone: ZoneInfo | None) -> datetime:
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
        elif isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
        elif type(value) in (int, float):
            moment = datetime.fromtimestamp(value, UTC)
        else:
            raise MisfitError("a time is needed")
        if zone is None:
            return moment.replace(tzinfo=None)
        return moment.replace(tzinfo=zone).astimezone(UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise error if isinstance(error, MisfitError) else MisfitError("this is no time") from None
