"""What a call brings in JSON: a row, rows or outcomes, or an error that says where it stopped making sense."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from shipworthy.foundation.errors import nearest
from shipworthy.server.refusals import Malformed
from shipworthy.server.scoring import Rows

_SHAPES: Final = '{"rows": [{…}, …]}, {"row": {…}}, or a list of rows'
_PREDICT: Final = ("rows", "row", "ids", "id")


def rows_of(content: bytes) -> tuple[Rows, list[Any] | None]:
    """Rows, and the ids that the client gives them; None when it gives none.

    Raises:
        Malformed: when the body has no such shape.

    >>> rows_of(b'{"row": {"a": 1}, "id": "x"}')
    ([{'a': 1}], ['x'])
    """
    told = _decoded(content)
    if isinstance(told, list):
        return told, None
    _must_have(told, _PREDICT, _SHAPES)
    if ("row" in told) == ("rows" in told):
        raise Malformed("either `row` or `rows` is needed", where="body", seen=list(told), allowed=_SHAPES)
    if "row" in told:
        _must_not_have(told, "ids", "row", "id")
        return [told["row"]], None if told.get("id") is None else [told["id"]]
    _must_not_have(told, "id", "rows", "ids")
    return _list(told["rows"], "rows", _SHAPES), None if told.get("ids") is None else _list(
        told["ids"], "ids", "a list"
    )


def outcomes_of(content: bytes) -> list[Any]:
    """Outcomes as they were posted.

    Raises:
        Malformed: when the body has no such shape.
    """
    shapes = '{"outcomes": [{"id": "…", "outcome": …}, …]}, one such object, or a list of them'
    told = _decoded(content)
    if isinstance(told, list):
        return told
    if isinstance(told, dict) and "id" in told:
        return [told]
    _must_have(told, ("outcomes",), shapes)
    return _list(told.get("outcomes"), "outcomes", shapes)


def asked_of(content: bytes) -> Mapping[str, Any]:
    """What is to be explained: an object with either `id` or `row`.

    Raises:
        Malformed: when the body has no such shape.
    """
    shapes = '{"id": "…"} of a prediction, or {"row": {…}}'
    told = _decoded(content)
    _must_have(told, ("id", "row"), shapes)
    if len(told) != 1:
        raise Malformed("either `id` or `row` is needed", where="body", seen=list(told), allowed=shapes)
    if "id" in told and not isinstance(told["id"], str):
        raise Malformed("this is no id", where="id", seen=str(told["id"]), allowed="text")
    return told  # type: ignore[no-any-return]


def _decoded(content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        where, seen = _place(content, str(error))
        raise Malformed(
            "this is no JSON",
            where=where,
            seen=seen,
            allowed="a JSON document in UTF-8",
            next_step=f"mend it there: {error}",
        ) from error


def _place(content: bytes, says: str) -> tuple[str, str]:
    """Where reading stopped, and what stands there."""
    if not content.strip():
        return "body", "nothing"
    number = says.rpartition("byte ")[2].rstrip(")")
    at = int(number) if number.isdigit() else len(content)
    before = content[:at]
    line, column = before.count(b"\n") + 1, at - (before.rfind(b"\n") + 1) + 1
    return f"line {line}, character {column}", content[max(0, at - 20) : at + 20].decode("utf-8", "replace")


def _must_have(told: Any, known: tuple[str, ...], shapes: str) -> None:
    if not isinstance(told, dict):
        raise Malformed(
            "the body has another shape than it should", where="body", seen=type(told).__name__, allowed=shapes
        )
    unknown = next((name for name in told if name not in known), None)
    if unknown is not None:
        near = nearest(unknown, known)
        step = f"did you mean {near}?" if near else f"wrap it: {shapes}"
        raise Malformed("there is no such field", where="body", seen=unknown, allowed=list(known), next_step=step)


def _must_not_have(told: Mapping[str, Any], name: str, beside: str, instead: str) -> None:
    if name in told:
        raise Malformed(f"`{name}` does not go with `{beside}`", where="body", seen=name, allowed=instead)


def _list(value: Any, name: str, shapes: str) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"`{name}` is no list", where=name, seen=type(value).__name__, allowed=shapes)
    return value
