"""Tensors of the Open Inference Protocol, checked, as rows, and answers as tensors."""

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, Final

import msgspec

from shipworthy.foundation.errors import RequestError
from shipworthy.records.bundle import Input
from shipworthy.server.protocol_rows import Row, decoded, named

DATATYPES: Final = {
    "number": "FP64",
    "boolean": "BOOL",
    "category": "BYTES",
    "text": "BYTES",
    "time": "BYTES",
}
"""Kind of a column -> datatype under which its tensor is announced."""

_INTEGERS: Final = {f"{sign}INT{bits}": (sign, bits) for sign in ("", "U") for bits in (8, 16, 32, 64)}
_FLOATS: Final = ("FP16", "FP32", "FP64")
_NUMBERS: Final = (*_INTEGERS, *_FLOATS, "BOOL")


class Tensor(msgspec.Struct, kw_only=True):
    """One input of a request.

    Attributes:
        name: of the column; of a tensor that holds all columns, any.
        shape: rows, or rows and columns.
        datatype: of its values.
        data: its values row by row, flat or nested.
        parameters: left unread.
    """

    name: str
    shape: list[int]
    datatype: str
    data: list[Any]
    parameters: dict[str, Any] = {}


class Wanted(msgspec.Struct, kw_only=True):
    """One output that is asked for.

    Attributes:
        name: of the output.
        parameters: left unread.
    """

    name: str
    parameters: dict[str, Any] = {}


class Asked(msgspec.Struct, kw_only=True):
    """A request.

    Attributes:
        inputs: one tensor a column, or one that holds all columns.
        outputs: that are wanted; empty for all.
        id: that the answer repeats; empty for none.
        parameters: left unread.
    """

    inputs: list[Tensor]
    outputs: list[Wanted] = []
    id: str = ""
    parameters: dict[str, Any] = {}


def asked(body: bytes) -> Asked:
    """Reads a request.

    Raises:
        RequestError: when it is no JSON, or not of the protocol's shape.
    """
    try:
        return msgspec.json.decode(body, type=Asked)
    except (msgspec.DecodeError, RecursionError):
        # either of another shape, or with a NaN in it, which pandas writes for "no value"
        payload = decoded(body)
    try:
        return msgspec.convert(payload, Asked)
    except msgspec.ValidationError as error:
        raise RequestError(
            "the body is no inference request of the Open Inference Protocol",
            where=str(error),
            allowed='{"inputs": [{"name": …, "shape": […], "datatype": …, "data": […]}]}',
            next_step="mend it there",
        ) from error


def rows_of_tensors(tensors: Sequence[Tensor], inputs: Sequence[Input]) -> list[Row]:
    """Rows of one tensor a column, or of a single tensor with all columns.

    A single tensor of shape (rows, columns) that is not named like a column holds numbers in the order of `inputs`: of
    all of them, or of those that the model learned from.

    Args:
        tensors: of the request.
        inputs: columns that a row brings along.

    Raises:
        RequestError: when data do not fit shape or datatype, or tensors do not fit each other.

    >>> rows_of_tensors([Tensor(name="a", shape=[2], datatype="INT64", data=[1, None])], [])
    [{'a': 1}, {'a': None}]
    """
    if not tensors:
        raise RequestError("`inputs` is empty", allowed="one tensor a column", next_step="send the row's values")
    first = tensors[0]
    if len(tensors) == 1 and len(first.shape) == 2 and first.name not in {each.name for each in inputs}:
        return _whole(first, inputs)
    columns = {tensor.name: _column(tensor) for tensor in tensors}
    if len(columns) != len(tensors):
        raise RequestError("two tensors have the same name", seen=[t.name for t in tensors], next_step="send one")
    if len({len(values) for values in columns.values()}) != 1:
        raise RequestError(
            "the tensors have different numbers of rows",
            seen=[f"{name}: {len(values)}" for name, values in columns.items()],
            next_step="send one value a row in each",
        )
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def tensor(name: str, datatype: str, columns: int, values: Sequence[Any]) -> dict[str, Any]:
    """An output of shape (rows, columns), as MLServer's clients expect columns of a table.

    Args:
        name: of the output.
        datatype: of its values.
        columns: values a row.
        values: all of them, row by row.
    """
    out: dict[str, Any] = {"name": name, "shape": [len(values) // columns, columns], "datatype": datatype}
    if datatype == "BYTES":
        out["parameters"] = {"content_type": "str"}
    return {**out, "data": list(values)}


def announced(inputs: Sequence[Input]) -> list[Mapping[str, Any]]:
    """The tensors that a model takes, one a column."""
    return [{"name": each.name, "datatype": DATATYPES[each.kind], "shape": [-1, 1]} for each in inputs]


def _whole(one: Tensor, inputs: Sequence[Input]) -> list[Row]:
    if one.datatype not in _NUMBERS:
        raise RequestError(
            f"the tensor {one.name} holds all columns at once, and is no tensor of numbers",
            seen=one.datatype,
            allowed=_NUMBERS,
            next_step="send one tensor a column, named like the column",
        )
    values, width = _checked(one), one.shape[1]
    if not width:
        raise RequestError(f"the tensor {one.name} has no columns", seen=one.shape, next_step="send values")
    return named([values[start : start + width] for start in range(0, len(values), width)], inputs)


def _column(one: Tensor) -> list[Any]:
    if len(one.shape) not in (1, 2) or one.shape[1:] not in ([], [1]):
        raise RequestError(
            f"the tensor {one.name} is no column",
            seen=one.shape,
            allowed="shape [rows] or [rows, 1]",
            next_step="send one tensor a column, named like the column",
        )
    return _checked(one)


def _checked(one: Tensor) -> list[Any]:
    """The values, flat, after a look at shape and datatype."""
    if one.datatype not in (*_NUMBERS, "BYTES"):
        raise RequestError(
            f"the tensor {one.name} has an unknown datatype",
            seen=one.datatype,
            allowed=(*_NUMBERS, "BYTES"),
            next_step="use the protocol's names",
        )
    values = list(_flat(one.data))
    if any(size < 0 for size in one.shape) or len(values) != prod(one.shape) or not values:
        raise RequestError(
            f"the tensor {one.name} has {len(values)} values, which do not fit its shape",
            seen=one.shape,
            next_step="make both agree; at least one row is needed",
        )
    for number, value in enumerate(values):
        if value is not None and not _fits(value, one.datatype):
            raise RequestError(
                f"value {number} of the tensor {one.name} is no {one.datatype}",
                seen=repr(value),
                next_step="send another value, or null for none, or name another datatype",
            )
    return values


def _flat(data: list[Any]) -> Iterator[Any]:
    for item in data:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _fits(value: Any, datatype: str) -> bool:
    if datatype in ("BOOL", "BYTES"):
        return isinstance(value, bool if datatype == "BOOL" else str)
    if isinstance(value, bool):
        return False
    if datatype in _FLOATS:
        return isinstance(value, int | float)
    sign, bits = _INTEGERS[datatype]
    low, high = (0, 2**bits) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1))
    return isinstance(value, int) and low <= value < high
