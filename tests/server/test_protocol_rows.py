"""MLflow's own reader is the witness: what it makes a frame of, we make the same rows of."""

import json
import math
import warnings
from contextlib import suppress
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import RequestError
from shipworthy.records.bundle import Input
from shipworthy.server.protocol_rows import decoded, rows_of_csv, rows_of_json

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own hints, while it is imported
    from mlflow.pyfunc.scoring_server import infer_and_parse_data, parse_csv_input

INPUTS = (
    Input(name="size", kind="number"),
    Input(name="colour", kind="category"),
    Input(name="new", kind="boolean"),
    Input(name="rule", kind="number", use="context"),
)
ROWS: list[dict[str, Any]] = [
    {"size": 1.5, "colour": "red", "new": True, "rule": 1},
    {"size": 2.5, "colour": "blue", "new": False, "rule": 0},
]


def as_theirs(payload: dict[str, Any]) -> list[dict[str, Any]]:
    parsed = infer_and_parse_data(payload)
    frame = parsed if isinstance(parsed, pd.DataFrame) else pd.DataFrame(parsed)
    if not all(isinstance(name, str) for name in frame.columns):
        frame.columns = [each.name for each in INPUTS]
    return [plain(row) for row in frame.to_dict(orient="records")]


def plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}


def ours(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return rows_of_json(json.dumps(payload).encode(), INPUTS)


@pytest.mark.parametrize(
    "payload",
    [
        {"dataframe_split": {"columns": list(ROWS[0]), "data": [list(row.values()) for row in ROWS]}},
        {"dataframe_split": {"index": [7, 8], "columns": list(ROWS[0]), "data": [list(row.values()) for row in ROWS]}},
        {"dataframe_records": ROWS},
        {"dataframe_records": [{"size": 1.0, "colour": None}, {"size": None, "colour": "red"}]},
        {"instances": ROWS},
        {"inputs": {name: [row[name] for row in ROWS] for name in ROWS[0]}},
    ],
    ids=["split", "split-index", "records", "records-gaps", "instances", "inputs"],
)
def test_the_rows_are_those_of_mlflow(payload: dict[str, Any]) -> None:
    assert ours(payload) == as_theirs(payload)
    assert ours({**payload, "params": {"temperature": 1}}) == ours(payload)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "size": st.none() | st.floats(-1e9, 1e9) | st.integers(-(2**53), 2**53),
                "colour": st.none() | st.text(max_size=5),
                "new": st.booleans(),
                "rule": st.integers(0, 1),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_all_forms_say_the_same(rows: list[dict[str, Any]]) -> None:
    names = [each.name for each in INPUTS]
    split = {"columns": names, "data": [[row[name] for name in names] for row in rows]}
    columns = {name: [row[name] for row in rows] for name in names}
    for payload in (
        {"dataframe_split": split},
        {"dataframe_records": rows},
        {"instances": rows},
        {"instances": split["data"]},
        {"inputs": columns},
        {"inputs": {name: [[value] for value in values] for name, values in columns.items()}},
        {"inputs": split["data"]},
    ):
        assert ours(payload) == rows


def test_bare_values_stand_in_the_order_of_the_columns_that_were_learned_from_or_of_all() -> None:
    assert ours({"instances": [[1.5, "red", True]]}) == [{"size": 1.5, "colour": "red", "new": True}]
    assert ours({"inputs": [[1.5, "red", True, 1]]}) == [ROWS[0]]
    with pytest.raises(RequestError, match="row 0 has 2 values, not 4"):
        ours({"instances": [[1.5, "red"]]})


def test_nan_as_python_writes_it_is_no_value() -> None:
    assert decoded(json.dumps({"a": [math.nan, 1]}).encode()) == {"a": [None, 1]}


@pytest.mark.parametrize("index", [True, False])
def test_a_csv_of_pandas_is_read_as_mlflow_reads_it(index: bool) -> None:
    frame = pd.DataFrame([*ROWS, {"size": None, "colour": 'a "b", c\nd', "new": True, "rule": None}])
    text = frame.to_csv(index=index)
    theirs = parse_csv_input(StringIO(text)).drop(columns="Unnamed: 0", errors="ignore")
    assert rows_of_csv(text.encode(), INPUTS) == [plain(row) for row in theirs.to_dict(orient="records")]


def test_a_csv_keeps_text_as_text_and_what_is_no_number_for_whoever_checks() -> None:
    read = rows_of_csv("\ufeffcolour,size,new\n007,NaN,yes\nNA,twelve,1\n".encode(), INPUTS)
    assert read == [{"colour": "007", "size": None, "new": "yes"}, {"colour": "NA", "size": "twelve", "new": True}]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "exactly one"),
        (b'{"rows": []}', "exactly one"),
        (b'{"instances": [[1]], "inputs": [[1]]}', "exactly one"),
        (b'{"dataframe_split": []}', "`columns` and `data`"),
        (b'{"dataframe_split": {"data": [[1]]}}', "`columns` and `data`"),
        (b'{"dataframe_split": {"columns": [1], "data": [[1]]}}', "list of names"),
        (b'{"dataframe_split": {"columns": ["a"], "data": [1]}}', "list of values"),
        (b'{"dataframe_split": {"columns": ["a"], "data": [[1, 2]]}}', "row 0 has 2 values, not 1"),
        (b'{"dataframe_records": {"a": 1}}', "one a row"),
        (b'{"dataframe_records": []}', "one a row"),
        (b'{"instances": [1]}', "list of values"),
        (b'{"inputs": {"a": [1], "b": [1, 2]}}', "different numbers of values"),
        (b'{"inputs": {}}', "different numbers of values"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(body: bytes, says: str) -> None:
    with pytest.raises(RequestError, match=says):
        rows_of_json(body, INPUTS)


@pytest.mark.parametrize(
    ("body", "says"), [(b"", "empty"), (b"\xff", "UTF-8"), (b"a,b\n1\n", "row 0 has 1 values, not 2")]
)
def test_a_csv_that_cannot_be_read_is_refused_in_words(body: bytes, says: str) -> None:
    with pytest.raises(RequestError, match=says):
        rows_of_csv(body, INPUTS)


@given(st.binary(max_size=200))
def test_no_body_does_worse_than_be_refused(body: bytes) -> None:
    for read in (rows_of_json, rows_of_csv):
        with suppress(RequestError):
            assert isinstance(read(body, INPUTS), list)
