import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import RequestError
from shipworthy.records.bundle import Input
from shipworthy.server.protocol_tensors import announced, asked, rows_of_tensors, tensor

INPUTS = (
    Input(name="size", kind="number"),
    Input(name="age", kind="number"),
    Input(name="rule", kind="number", use="context"),
)


def rows(*tensors: dict[str, Any]) -> list[dict[str, Any]]:
    return rows_of_tensors(asked(json.dumps({"inputs": tensors}).encode()).inputs, INPUTS)


def one(name: str, shape: list[int], datatype: str, data: list[Any]) -> dict[str, Any]:
    return {"name": name, "shape": shape, "datatype": datatype, "data": data}


@given(
    st.lists(st.tuples(st.none() | st.floats(-1e9, 1e9), st.none() | st.text(max_size=5)), min_size=1, max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_columns_come_back_as_rows_however_they_are_shaped(
    values: list[tuple[float | None, str | None]], wide: bool, nested: bool
) -> None:
    shape = [len(values), 1] if wide else [len(values)]
    sizes, words = [size for size, _ in values], [word for _, word in values]
    data = [[[value] for value in each] if nested and wide else each for each in (sizes, words)]
    read = rows(one("size", shape, "FP64", data[0]), one("word", shape, "BYTES", data[1]))
    assert read == [{"size": size, "word": word} for size, word in values]


def test_one_tensor_holds_all_columns_in_their_order_flat_or_nested() -> None:
    expected = [{"size": 1, "age": 2}, {"size": 3, "age": 4}]
    assert rows(one("x", [2, 2], "INT64", [1, 2, 3, 4])) == expected
    assert rows(one("x", [2, 2], "FP32", [[1, 2], [3, 4]])) == expected
    assert rows(one("x", [1, 3], "FP64", [1, 2, 0])) == [{"size": 1, "age": 2, "rule": 0}]


def test_a_tensor_with_the_name_of_a_column_is_that_column() -> None:
    assert rows(one("size", [2, 1], "FP64", [1, 2])) == [{"size": 1}, {"size": 2}]


@pytest.mark.parametrize(
    ("tensors", "says"),
    [
        ([], "empty"),
        ([one("x", [1, 4], "FP64", [1, 2, 3, 4])], "row 0 has 4 values, not 3"),
        ([one("x", [1, 2], "BYTES", ["a", "b"])], "no tensor of numbers"),
        ([one("x", [1, 0], "FP64", [])], "do not fit its shape"),
        ([one("size", [2], "FP64", [1])], "1 values, which do not fit"),
        ([one("size", [1, 1, 1], "FP64", [1])], "is no column"),
        ([one("size", [0], "FP64", [])], "do not fit its shape"),
        ([one("size", [-1, -1], "FP64", [1])], "is no column"),
        ([one("size", [1], "FP8", [1])], "unknown datatype"),
        ([one("size", [1], "FP64", ["1"])], "value 0 of the tensor size is no FP64"),
        ([one("size", [1], "FP64", [True])], "no FP64"),
        ([one("size", [1], "INT8", [128])], "no INT8"),
        ([one("size", [1], "UINT8", [-1])], "no UINT8"),
        ([one("size", [1], "INT64", [1.5])], "no INT64"),
        ([one("size", [1], "BOOL", [1])], "no BOOL"),
        ([one("size", [1], "BYTES", [1])], "no BYTES"),
        ([one("size", [1], "FP64", [1]), one("age", [2], "FP64", [1, 2])], "different numbers of rows"),
        ([one("size", [1], "FP64", [1]), one("size", [1], "FP64", [1])], "same name"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(tensors: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(RequestError, match=says):
        rows(*tensors)


@pytest.mark.parametrize(
    ("datatype", "low", "high"),
    [("INT8", -128, 127), ("UINT8", 0, 255), ("INT64", -(2**63), 2**63 - 1), ("UINT64", 0, 2**64 - 1)],
)
def test_integers_may_be_as_large_as_their_datatype(datatype: str, low: int, high: int) -> None:
    assert rows(one("size", [2], datatype, [low, high])) == [{"size": low}, {"size": high}]


@pytest.mark.parametrize(
    ("body", "where"), [(b"{", "no JSON"), (b"{}", "inputs"), (b'{"inputs": [{"name": "a"}]}', r"\$\.inputs\[0\]")]
)
def test_a_request_of_another_shape_says_where(body: bytes, where: str) -> None:
    with pytest.raises(RequestError, match=where):
        asked(body)


def test_nan_is_no_value() -> None:
    body = b'{"inputs": [{"name": "size", "shape": [2], "datatype": "FP64", "data": [NaN, 1.0]}]}'
    assert rows_of_tensors(asked(body).inputs, INPUTS) == [{"size": None}, {"size": 1.0}]


def test_answers_and_what_is_announced_have_the_shape_of_a_table() -> None:
    assert tensor("score", "FP64", 2, [0.1, 0.9, 0.2, 0.8])["shape"] == [2, 2]
    assert tensor("id", "BYTES", 1, ["a"])["parameters"] == {"content_type": "str"}
    assert announced(INPUTS[:1]) == [{"name": "size", "datatype": "FP64", "shape": [-1, 1]}]
