"""What is logged, as rows of the log's tables and back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import isclose, isnan
from typing import Any, Final

import msgspec

from shipworthy.foundation.errors import RequestError
from shipworthy.records.logged import Call, Logged, Turned

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)

LOGGED: Final = (
    *("id", "origin", "version", "time", "received", "route", "why"),
    *("score", "decision", "unit_id", "group", "inputs", "seconds"),
)
"""Columns of a prediction, in the order of its row."""

_SAME: Final = ("route", "decision", "unit_id", "group")
"""What two predictions of one id must share to be one; when it arrived and how long it took may differ."""

Row = tuple[Any, ...]


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC.

    Raises:
        RequestError: when the moment has no time zone.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    if moment.tzinfo is None:
        raise RequestError(
            "a moment without a time zone cannot be logged",
            seen=moment.isoformat(),
            allowed="a time in UTC",
            next_step="say which zone it is in, such as 2013-07-01T05:00:00Z",
        )
    return (moment - _EPOCH) // _TICK


def moment(ticks: int) -> datetime:
    """The moment that `micros` wrote, in UTC."""
    return _EPOCH + ticks * _TICK


def row_of(logged: Logged) -> Row:
    """A prediction as a row, in the order of `LOGGED`."""
    return (
        logged.id,
        logged.origin,
        logged.version,
        micros(logged.time),
        micros(logged.received),
        logged.route,
        logged.why,
        _score(logged.score),
        _answer(logged.decision),
        logged.unit_id,
        logged.group,
        msgspec.json.encode(logged.inputs).decode(),
        float(logged.seconds),
    )


def logged_of(row: Row) -> Logged:
    """The prediction in a row; times among its inputs are ISO 8601 text."""
    fields = dict(zip(LOGGED, row, strict=True))
    score = fields["score"]
    return Logged(
        **{
            **fields,
            "time": moment(fields["time"]),
            "received": moment(fields["received"]),
            "score": msgspec.json.decode(score) if isinstance(score, str) else score,
            "inputs": msgspec.json.decode(fields["inputs"]),
        }
    )


def call_row(call: Call) -> Row:
    """A call as a row of the table `calls`."""
    return (
        *(micros(call.time), micros(call.received), float(call.seconds)),
        *(call.status, call.rows, call.fallback, call.path),
    )


def outcome_row(turned: Turned, place: int) -> Row:
    """An outcome as a row of the table `outcomes`; `place` counts those of one id from 1."""
    when = None if turned.time is None else micros(turned.time)
    return (turned.id, place, _answer(turned.outcome), when, micros(turned.received))


def turned_of(row: Sequence[Any]) -> Turned:
    """The outcome in a row: id, outcome, time, received."""
    name, outcome, when, received = row
    time = None if when is None else moment(when)
    return Turned(id=name, outcome=outcome, time=time, received=moment(received))


def differs(new: Row, old: Row) -> tuple[str, Any, Any] | None:
    """Where two rows of one id do not say the same: column, new value, old value; None when they do.

    The row's own moment counts only where it has one, and scores may differ by what adding up in another order does.
    """
    after, before = dict(zip(LOGGED, new, strict=True)), dict(zip(LOGGED, old, strict=True))
    for column in _SAME:
        if after[column] != before[column]:
            return column, after[column], before[column]
    has_moment = [row["time"] != row["received"] for row in (after, before)]
    if any(has_moment) and after["time"] != before["time"]:
        return "time", moment(after["time"]).isoformat(), moment(before["time"]).isoformat()
    if not _close(after["score"], before["score"]):
        return "score", after["score"], before["score"]
    if after["inputs"] != before["inputs"]:
        return _first_unequal(msgspec.json.decode(after["inputs"]), msgspec.json.decode(before["inputs"]))
    return None


def _first_unequal(after: dict[str, Any], before: dict[str, Any]) -> tuple[str, Any, Any] | None:
    names: Iterable[str] = dict.fromkeys([*before, *after])
    unequal = (name for name in names if after.get(name) != before.get(name))
    return next(((name, after.get(name), before.get(name)) for name in unequal), None)


def _close(after: Any, before: Any) -> bool:
    a, b = _numbers(after), _numbers(before)
    return len(a) == len(b) and all(isclose(x, y, rel_tol=1e-9, abs_tol=1e-12) for x, y in zip(a, b, strict=True))


def _numbers(score: Any) -> list[float]:
    if score is None:
        return []
    return msgspec.json.decode(score, type=list[float]) if isinstance(score, str) else [score]


def _score(score: float | list[float] | None) -> float | str | None:
    if isinstance(score, list | tuple):
        return msgspec.json.encode([float(each) for each in score]).decode()
    return None if score is None else _answer(float(score))


def _answer(value: str | float | None) -> Any:
    """Text as it is, numbers as floats; what is no number is no answer."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    return None if isnan(number) else number
