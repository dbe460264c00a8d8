"""Frames of other libraries come in whole."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shipworthy.data.border import as_polars
from shipworthy.data.tidy import tidy
from shipworthy.foundation.errors import ColumnError, RequestError

FRAMES = st.lists(st.tuples(st.none() | st.integers(-9, 9), st.none() | st.text(max_size=3)), min_size=1).map(
    lambda rows: pl.DataFrame(rows, schema={"a": pl.Int64, "b b": pl.String}, orient="row")
)


@given(FRAMES)
def test_polars_and_arrow_come_in_unchanged(frame: pl.DataFrame) -> None:
    assert_frame_equal(as_polars(frame), frame)
    assert_frame_equal(as_polars(frame.lazy()), frame)
    assert_frame_equal(as_polars(frame.to_arrow()), frame)


def test_a_pandas_frame_keeps_types_and_loses_its_index() -> None:
    frame = pd.DataFrame(
        {
            "whole": [1, 2],
            "number": [1.5, np.nan],
            "flag": [True, False],
            "text": ["a", None],
            "kind": pd.Categorical(["u", "v"]),
            "when": [pd.Timestamp("2024-01-01", tz="UTC"), pd.NaT],
            "maybe": pd.array([1, None], dtype="Int64"),
        },
        index=["x", "y"],
    )
    found = as_polars(frame)
    assert found.columns == list(frame.columns)
    assert [dtype.base_type() for dtype in found.dtypes] == [
        pl.Int64,
        pl.Float64,
        pl.Boolean,
        pl.String,
        pl.Categorical,
        pl.Datetime,
        pl.Int64,
    ]
    assert found.null_count().row(0) == (0, 1, 0, 1, 0, 1, 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", None, "b"], ["a", None, "b"]),
        ([1, "x", None], ["1", "x", None]),
        ([date(2024, 1, 1), None, date(2024, 1, 2)], [date(2024, 1, 1), None, date(2024, 1, 2)]),
        ([{"a": 1}, [2], np.nan], ["{'a': 1}", "[2]", None]),
        ([True, False, None], [True, False, None]),
        ([object, 1, 2], [str(object), "1", "2"]),
    ],
)
def test_objects_become_what_they_all_are_or_text(values: list[Any], expected: list[Any]) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    assert as_polars(frame)["x"].to_list() == expected


def test_numbered_pandas_columns_get_text_names() -> None:
    assert as_polars(pd.DataFrame(np.ones((2, 2)))).columns == ["0", "1"]


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ColumnError, match=r"(?s)share a name.*seen: a"):
        as_polars(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(ColumnError, match="share a name"):
        as_polars(pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]))


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(RequestError, match=r"(?s)not a table.*seen: list"):
        as_polars([1, 2])


def test_tidying_leaves_few_types() -> None:
    frame = pl.DataFrame(
        {
            "d": [Decimal("1.50"), None],
            "x": [float("nan"), 1.0],
            "n": pl.Series([None, None], dtype=pl.Null),
        }
    )
    found = tidy(frame)
    assert found.dtypes == [pl.Float64, pl.Float64, pl.String]
    assert found["d"].to_list() == [1.5, None]
    assert found["x"].to_list() == [None, 1.0]


def test_a_name_that_reads_like_a_pattern_is_refused() -> None:
    for frame in (pl.DataFrame({"^x$": [1]}), pd.DataFrame({"^x$": [1]})):
        with pytest.raises(ColumnError, match="pattern"):
            as_polars(frame)
