"""Faults as people write them: `SOURCE.COLUMN:KIND@WEEK`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.records.spec import DataSpec, Source
from shipworthy.records.table import Table
from shipworthy.workflow.demo.faults import FEED_KINDS, SERVER, SERVER_KINDS, Fault, Kind, breakable

_GRAMMAR: Final = re.compile(r"(?P<place>[^:@]*):(?P<kind>[^:@*]+)(\*(?P<amount>[^:@*]+))?(@(?P<week>[^:@*]+))?")
_FORM: Final = "SOURCE.COLUMN:KIND@WEEK, such as `prices.amount:unit*0.01@41`, or `server:slow@42`"
_WITH_AMOUNT: Final = ("unit", "shift", "delay", "slow", "error")
_WEEK: Final = timedelta(weeks=1)


def parse_fault(text: str, sources: Mapping[str, Table], spec: DataSpec, since: datetime, until: datetime) -> Fault:
    """Reads a fault as people write it.

    Args:
        text: `SOURCE.COLUMN:KIND@WEEK`; `KIND*NUMBER` says how much; `server:slow@42` or `:slow@42` for the server;
            `SOURCE:null@42` and `SOURCE:delay@42` for all of a source; `none` for nothing at all.
        sources: every source, by name.
        spec: how they are joined.
        since: first moment of the replay; without a zone it is taken for UTC.
        until: first moment after it.

    Raises:
        RequestError: for an unknown source, column or kind, a week outside the replay, or what makes no sense together.
    """
    if text.strip() == "none":
        return Fault(kind="none")
    match = _GRAMMAR.fullmatch(text.strip())
    if match is None:
        raise _refused("this is no fault", text, _FORM)
    source, _, column = match["place"].partition(".")
    kind = _kind(match["kind"], text)
    if kind == "none":
        return Fault(kind="none")
    amount = _amount(match["amount"], kind, text)
    start = _monday(match["week"], text, since, until)
    week = start.isocalendar().week
    if source in ("", SERVER) and source not in sources:
        return _of_server(kind, column, week, start, amount)
    _check_place(source, column, kind, text, sources, spec)
    return Fault(kind=kind, source=source, column=column, week=week, start=start, amount=amount)


def _kind(text: str, whole: str) -> Kind:
    for kind in (*FEED_KINDS, *SERVER_KINDS, "none"):
        if text == kind:
            return kind
    raise _refused("there is no such kind of fault", whole, [*FEED_KINDS, *SERVER_KINDS, "none"], text)


def _amount(text: str | None, kind: Kind, whole: str) -> float | None:
    if text is None:
        return None
    if kind not in _WITH_AMOUNT:
        raise _refused(f"a fault of kind `{kind}` has no amount", whole, f"an amount after {', '.join(_WITH_AMOUNT)}")
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not (0 < abs(value) < 1e12 and (value > 0 or kind in ("unit", "shift"))):
        raise _refused("the amount of a fault is no number that can be used", whole, "a number such as 0.5 or 3")
    return value


def _monday(text: str | None, whole: str, since: datetime, until: datetime) -> datetime:
    """The Monday of a week that lies within the replay."""
    first, last = (each if each.tzinfo else each.replace(tzinfo=UTC) for each in (since, until))
    monday = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    weeks: dict[int, datetime] = {}
    while monday < last:
        if monday + _WEEK > first:
            weeks.setdefault(monday.isocalendar().week, monday)
        monday += _WEEK
    if text is not None and text.isdecimal() and int(text) in weeks:
        return weeks[int(text)]
    known = [str(week) for week in weeks]
    seen = "no week" if text is None else text
    raise _refused("the replay does not hold this week", f"{seen} in {whole}", f"{known[0]} to {known[-1]}")


def _of_server(kind: Kind, column: str, week: int, start: datetime, amount: float | None) -> Fault:
    if kind not in SERVER_KINDS or column:
        raise _refused("the server can only be slow or fail", f"{kind} of the server", list(SERVER_KINDS))
    return Fault(kind=kind, week=week, start=start, amount=amount)


def _check_place(name: str, column: str, kind: Kind, whole: str, sources: Mapping[str, Table], spec: DataSpec) -> None:
    if name not in sources:
        raise _refused("there is no such source", whole, [*sources, SERVER], name)
    if kind in SERVER_KINDS:
        raise _refused(
            f"a source cannot be `{kind}`", whole, f"{SERVER}:{kind}@WEEK, or one of {', '.join(FEED_KINDS)}"
        )
    source = next(each for each in spec.sources if each.name == name)
    allowed = breakable(source, sources[name], spec)
    if column not in allowed and (column or kind not in ("null", "delay")):
        raise _refused(f"{name} has no such column that can break", whole, allowed, column)
    _check_sense(source, column, kind, whole, sources[name])


def _check_sense(source: Source, column: str, kind: Kind, whole: str, table: Table) -> None:
    numeric = bool(column) and table.frame[column].dtype.is_numeric()
    if kind in ("unit", "shift") and not numeric:
        raise _refused(f"`{kind}` needs numbers", whole, "a column of numbers; `category` is for words")
    if kind == "category" and numeric:
        raise _refused("`category` needs words", whole, "a column of words; `unit` and `shift` are for numbers")
    if kind == "freeze" and not source.time:
        raise _refused(f"{source.name} has no time, so its values stand still anyway", whole, "a source with a time")
    if kind == "delay" and source.join is None:
        raise _refused("the rows that are asked about cannot be late", whole, "a source that is joined to them")


def _refused(what: str, seen: str, allowed: object, word: str = "") -> RequestError:
    close = nearest(word, allowed) if word and isinstance(allowed, list) else ""
    step = f"did you mean {close}?" if close else f"write {_FORM}"
    return RequestError(what, where="--fault", seen=seen, allowed=allowed, next_step=step)
