"""Rows in the shapes that MLflow's clients send, as the rows that the model server takes."""

import csv
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any, Final

import msgspec

from shipworthy.foundation.errors import RequestError
from shipworthy.records.bundle import Input

Row = dict[str, Any]
FORMATS: Final = ("dataframe_split", "dataframe_records", "instances", "inputs")
_SPLIT: Final = {"index", "columns", "data"}
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}
_NO_NUMBER: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "<na>"})


def decoded(body: bytes) -> Any:
    """A JSON document; `NaN`, which pandas and Python write for "no value", is None.

    Raises:
        RequestError: when it is no JSON.

    >>> decoded(b'{"a": NaN}')
    {'a': None}
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        try:
            return json.loads(body, parse_constant=lambda word: None if word == "NaN" else float(word))
        except (ValueError, RecursionError):
            raise RequestError(
                "the body is no JSON", where=str(error), next_step="send a JSON object with application/json"
            ) from error


def rows_of_json(body: bytes, inputs: Sequence[Input]) -> list[Row]:
    """Rows of one of MLflow's four JSON forms; `params` is left unread.

    Values in lists without names stand in the order of `inputs`: all of them, or those that the model learned from.

    Raises:
        RequestError: when it is none of the forms, or a row has another number of values than there are columns.

    >>> rows_of_json(b'{"dataframe_split": {"columns": ["a"], "data": [[1], [2]]}}', [])
    [{'a': 1}, {'a': 2}]
    """
    payload = decoded(body)
    found = [name for name in FORMATS if name in payload] if isinstance(payload, dict) else []
    if len(found) != 1:
        raise RequestError(
            "the body has to be a JSON object with exactly one of the fields of MLflow's protocol",
            seen=sorted(payload) if isinstance(payload, dict) else type(payload).__name__,
            allowed=FORMATS,
            next_step="wrap the rows in one of them",
        )
    (name,) = found
    if name == "dataframe_split":
        return _split(payload[name])
    if name == "inputs" and isinstance(payload[name], dict):
        return _columns(payload[name])
    return _listed(payload[name], name, inputs)


def rows_of_csv(body: bytes, inputs: Sequence[Input]) -> list[Row]:
    """Rows of a CSV with a header; a column without a name, as pandas writes its index, is left out.

    An empty field is no value. In columns of numbers `NA`, `NaN`, `null` and `None` are no value either; in text they
    are text. What is no number where one is wanted stays text, so that whoever checks rows can show it.

    Raises:
        RequestError: when it is no UTF-8, or a row has another number of fields than the header.
    """
    try:
        lines = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RequestError("the body is no CSV in UTF-8", seen=str(error), next_step="export it as UTF-8") from error
    if not lines:
        raise RequestError("the CSV is empty", allowed="a header and at least one row", next_step="send rows")
    head, *rest = lines
    kinds = {each.name: each.kind for each in inputs}
    rows = [line for line in rest if line]
    _same_width(rows, len(head), "the header")
    return [
        {name: _typed(field, kinds.get(name, "text")) for name, field in zip(head, row, strict=True) if name}
        for row in rows
    ]


def named(values: Sequence[Sequence[Any]], inputs: Sequence[Input]) -> list[Row]:
    """Rows of bare values, named in the order of `inputs`: all of them, or those that the model learned from.

    Raises:
        RequestError: when there are as many values as neither.
    """
    everything = [each.name for each in inputs]
    features = [each.name for each in inputs if each.use == "feature"]
    names = features if values and len(values[0]) == len(features) else everything
    _same_width(values, len(names), ", ".join(names))
    return [dict(zip(names, row, strict=True)) for row in values]


def _split(frame: Any) -> list[Row]:
    if not isinstance(frame, Mapping) or "data" not in frame or "columns" not in frame or set(frame) - _SPLIT:
        raise RequestError(
            "dataframe_split has to be an object with `columns` and `data`",
            seen=sorted(frame) if isinstance(frame, Mapping) else type(frame).__name__,
            allowed=sorted(_SPLIT),
            next_step="send pandas' `frame.to_dict(orient='split')`",
        )
    columns, data = frame["columns"], frame["data"]
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise RequestError("`columns` has to be a list of names", seen=repr(columns), next_step="name every column")
    rows = _lists(data, "dataframe_split.data")
    _same_width(rows, len(columns), "`columns`")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _columns(columns: Mapping[str, Any]) -> list[Row]:
    listed = {name: values if isinstance(values, list) else [values] for name, values in columns.items()}
    listed = {name: [_only(value) for value in values] for name, values in listed.items()}
    lengths = {len(values) for values in listed.values()}
    if len(lengths) != 1:
        raise RequestError(
            "the columns of `inputs` have different numbers of values",
            seen=[f"{name}: {len(values)}" for name, values in listed.items()],
            next_step="give each column one value a row",
        )
    return [dict(zip(listed, row, strict=True)) for row in zip(*listed.values(), strict=True)]


def _listed(data: Any, name: str, inputs: Sequence[Input]) -> list[Row]:
    if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
        return data
    if name == "dataframe_records":
        raise RequestError(
            "dataframe_records has to be a list of objects, one a row",
            seen=_what(data),
            next_step="send pandas' `frame.to_dict(orient='records')`",
        )
    return named(_lists(data, name), inputs)


def _lists(data: Any, where: str) -> list[list[Any]]:
    if not isinstance(data, list) or not data or not all(isinstance(row, list) for row in data):
        raise RequestError(
            f"{where} has to be a list with one list of values a row", seen=_what(data), next_step="send at least a row"
        )
    return data


def _same_width(rows: Sequence[Sequence[Any]], width: int, what: str) -> None:
    for number, row in enumerate(rows):
        if len(row) != width:
            raise RequestError(
                f"row {number} has {len(row)} values, not {width}", allowed=what, next_step="give each column a value"
            )


def _only(value: Any) -> Any:
    """The one value of a list of one, as a column of shape (rows, 1) writes it."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _what(data: Any) -> str:
    if isinstance(data, list):
        kinds = sorted({type(row).__name__ for row in data})
        return f"a list of {', '.join(kinds)}" if kinds else "an empty list"
    return type(data).__name__


def _typed(field: str, kind: str) -> Any:
    if not field or (kind in ("number", "boolean") and field.strip().lower() in _NO_NUMBER):
        return None
    if kind == "boolean":
        return _BOOLEANS.get(field.strip().lower(), field)
    if kind == "number":
        try:
            return float(field) if not field.strip().lstrip("+-").isdigit() else int(field)
        except ValueError:
            return field
    return field
