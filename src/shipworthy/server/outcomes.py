"""What turned out, read from what clients post."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

import msgspec

from shipworthy.bundle.fields import FieldError
from shipworthy.records.logged import Turned
from shipworthy.records.spec import Task
from shipworthy.server.refusals import BadRows

_KNOWN = ("id", "outcome", "time")


def read_outcomes(posted: Sequence[Mapping[str, Any]], task: Task, received: datetime) -> list[Turned]:
    """Outcomes, each for one prediction.

    Args:
        posted: `id`, `outcome` (null takes one back), and `time` if it is known.
        task: says which outcomes there are.
        received: when they were posted, UTC.

    Raises:
        BadRows: when one of them cannot be understood; nothing was written.
    """
    turned: list[Turned] = []
    errors: list[FieldError] = []
    for place, each in enumerate(posted):
        try:
            turned.append(_read(each, task, received))
        except _WrongError as error:
            errors.append(
                FieldError(row=place, field=error.field, what=error.what, seen=error.seen, allowed=error.allowed)
            )
    if errors:
        raise BadRows(errors)
    return turned


class _WrongError(Exception):
    def __init__(self, field: str, what: str, seen: object, allowed: str) -> None:
        self.field, self.what, self.seen, self.allowed = field, what, str(seen)[:100], allowed


def _read(each: Mapping[str, Any], task: Task, received: datetime) -> Turned:
    if not isinstance(each, Mapping):
        raise _WrongError("", "this is no outcome", each, 'an object such as {"id": "…", "outcome": …}')
    unknown = next((name for name in each if name not in _KNOWN), None)
    if unknown is not None:
        raise _WrongError(unknown, "there is no such field", unknown, ", ".join(_KNOWN))
    name = each.get("id")
    if not isinstance(name, str) or not name:
        raise _WrongError(
            "id", "the id of the prediction is missing", name, "the id that the prediction was answered with"
        )
    if "outcome" not in each:
        raise _WrongError("outcome", "the outcome is missing", "", "what turned out; null takes an outcome back")
    return Turned(id=name, outcome=_outcome(each["outcome"], task), time=_time(each.get("time")), received=received)


def _outcome(value: Any, task: Task) -> str | float | None:
    if value is None:
        return None
    if task.kind == "regression":
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise _WrongError("outcome", "this is no number", value, "a number")
        return float(value)
    if value not in task.classes:
        raise _WrongError("outcome", "there is no such outcome", value, "one of " + ", ".join(task.classes))
    return str(value)


def _time(value: Any) -> datetime | None:
    if value is None:
        return None
    allowed = "a moment with its zone, such as 2013-07-01T05:00:00Z"
    try:
        moment = msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        raise _WrongError("time", "this is no moment", value, allowed) from None
    if moment.tzinfo is None:
        raise _WrongError("time", "nobody can tell which zone this moment is in", value, allowed)
    return moment
