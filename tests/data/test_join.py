"""Joining never changes the base's rows; pandas is the second witness."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.data.checks.small import given as small
from shipworthy.data.join import join_sources
from shipworthy.data.partners import partners
from shipworthy.foundation.errors import ColumnError
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.table import Table

KEYS = st.none() | st.sampled_from("abc")
TIMES = st.none() | st.integers(0, 30)
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def timed(rows: list[tuple[str | None, int | None]]) -> pl.DataFrame:
    schema = {"k": pl.String, "hours": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(t=EPOCH + pl.duration(hours=pl.col("hours")))


@given(st.lists(KEYS, min_size=1, max_size=12), st.lists(KEYS, min_size=1, max_size=8))
def test_equal_keys_meet_the_first_row_as_in_pandas(left: list[str | None], right: list[str | None]) -> None:
    found = partners(
        pl.DataFrame({"a": left}, schema={"a": pl.String}),
        pl.DataFrame({"b": right}, schema={"b": pl.String}),
        Join(left=("a",), right=("b",)),
    )
    asked = pd.DataFrame({"b": right, "row": range(len(right))}).dropna(subset="b").drop_duplicates("b")
    merged = pd.DataFrame({"a": left}).merge(asked, left_on="a", right_on="b", how="left")
    assert found.to_list() == [None if pd.isna(row) else int(row) for row in merged["row"]]


@given(
    st.lists(st.tuples(KEYS, TIMES), min_size=1, max_size=12),
    st.lists(st.tuples(KEYS, TIMES), min_size=1, max_size=12),
    st.integers(0, 5),
    st.none() | st.integers(0, 8),
)
def test_as_of_meets_what_was_known_by_then_as_in_pandas(
    left: list[tuple[str | None, int | None]],
    right: list[tuple[str | None, int | None]],
    lag: int,
    within: int | None,
) -> None:
    as_of = AsOf(left="t", right="t", lag=lag * 3600.0, within=None if within is None else within * 3600.0)
    found = partners(timed(left), timed(right), Join(left=("k",), right=("k",), as_of=as_of)).to_list()
    # the second witness: merge_asof wants no empty keys, sorts, and takes the last of equals
    asked = pd.DataFrame(right, columns=["k", "h"]).reset_index(names="row").dropna()
    asked = asked.drop_duplicates(["k", "h"]).astype({"h": "int64"}).sort_values("h", kind="stable")
    asking = pd.DataFrame(left, columns=["k", "h"]).reset_index(names="id").dropna().astype({"h": "int64"})
    asking["h"] -= lag
    expected: dict[int, int] = {}
    if len(asked) and len(asking):
        merged = pd.merge_asof(
            asking.sort_values("h", kind="stable"),
            asked,
            on="h",
            by="k",
            direction="backward",
            tolerance=within,
        )
        expected = {int(i): int(row) for i, row in zip(merged["id"], merged["row"], strict=True) if not pd.isna(row)}
    assert found == [expected.get(i) for i in range(len(left))]


@given(st.lists(st.tuples(KEYS, TIMES), min_size=1, max_size=12), st.lists(st.tuples(KEYS, TIMES), min_size=1))
def test_the_base_keeps_its_rows_and_their_order(
    left: list[tuple[str | None, int | None]], right: list[tuple[str | None, int | None]]
) -> None:
    base = timed(left).with_columns(y=pl.int_range(pl.len()))
    given_all = small(SPEC, rows=base, news=timed(right).rename({"t": "told"}))
    assert given_all.table is not None
    assert given_all.table.frame[base.columns].equals(base)


SPEC = DataSpec(
    sources=(
        Source(name="rows", path="a", time="t"),
        Source(name="news", path="b", join=Join(left=("k",), right=("k",), as_of=AsOf(left="t", right="told"))),
    ),
    target=Target(column="y"),
)


def test_names_that_are_taken_get_the_source_and_keys_are_not_repeated() -> None:
    table = small(SPEC, rows=timed([("a", 1)]).with_columns(y=1), news=timed([("a", 1)]).rename({"t": "told"})).table
    assert table is not None
    assert table.frame.columns == ["k", "hours", "t", "y", "hours_news", "told"]
    renamed = table.column("hours_news")
    assert (renamed.source, renamed.origin) == ("news", "hours")
    assert {column.origin for column in table.columns if column is not renamed} == {""}
    assert table.column("told").role == "time"


def test_a_source_may_be_joined_on_what_another_brought() -> None:
    spec = DataSpec(
        sources=(
            Source(name="rows", path="a"),
            Source(name="one", path="b", join=Join(left=("a",), right=("a",))),
            Source(name="two", path="c", join=Join(left=("b",), right=("b",))),
        ),
        target=Target(column="y"),
    )
    frames = {
        "rows": pl.DataFrame({"a": [2, 1, 9], "y": [0, 1, 0]}),
        "one": pl.DataFrame({"a": [1, 2], "b": ["x", "z"]}),
        "two": pl.DataFrame({"b": ["z", "x"], "c": [7, 8]}),
    }
    table = small(spec, **frames).table
    assert table is not None
    assert table.frame["c"].to_list() == [7, 8, None]


@pytest.mark.parametrize(
    ("left", "right", "met"),
    [
        (pl.Series([1, 2]), pl.Series([2.0, 1.0]), [1, 0]),
        (pl.Series([1, 2]), pl.Series(["2", "1"]), [1, 0]),
        (pl.Series([1.0, 2.0]), pl.Series(["2", "1"]), [1, 0]),
        (pl.Series(["a", "b"], dtype=pl.Categorical), pl.Series(["b", "a"]), [1, 0]),
        (pl.Series([1, 2], dtype=pl.Int8), pl.Series([2, 1], dtype=pl.UInt32), [1, 0]),
    ],
)
def test_keys_of_different_types_meet_by_value(left: pl.Series, right: pl.Series, met: list[int]) -> None:
    frames = pl.DataFrame({"a": left}), pl.DataFrame({"b": right})
    assert partners(*frames, Join(left=("a",), right=("b",))).to_list() == met


def test_what_cannot_be_compared_is_refused() -> None:
    naive = pl.DataFrame({"t": [datetime(2024, 1, 1)], "n": [1], "b": [True]})
    zoned = naive.with_columns(pl.col("t").dt.replace_time_zone("UTC"))
    as_of = Join(left=(), right=(), as_of=AsOf(left="t", right="t"))
    with pytest.raises(ColumnError, match="a time zone on both sides, or on neither"):
        partners(naive, zoned, as_of)
    with pytest.raises(ColumnError, match="a date or a time on both sides"):
        partners(naive, zoned, Join(left=(), right=(), as_of=AsOf(left="n", right="t")))
    with pytest.raises(ColumnError, match="cannot be compared"):
        partners(naive, naive, Join(left=("n",), right=("b",)))


def test_zones_are_compared_as_moments() -> None:
    there = pl.DataFrame({"t": [EPOCH]}).with_columns(pl.col("t").dt.convert_time_zone("Asia/Tokyo"))
    asking = pl.DataFrame({"t": [EPOCH - timedelta(seconds=1), EPOCH]})
    join = Join(left=(), right=(), as_of=AsOf(left="t", right="t"))
    assert partners(asking, there, join).to_list() == [None, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": Target(column="yy")},
        {"target": Target(column="y", positive="yy > 1")},
        {"critical": ("yy",)},
        {"not_known": ("yy",)},
        {"personal": ("yy",)},
        {"drop": ("yy",)},
        {"time": "yy"},
        {"group": "yy"},
        {
            "sources": (
                Source(name="rows", path="a"),
                Source(name="o", path="b", join=Join(left=("yy",), right=("x",))),
            )
        },
    ],
)
def test_names_that_no_column_bears_are_refused_with_the_nearest(wrong: dict[str, object]) -> None:
    said = {"sources": (Source(name="rows", path="a"),), "target": Target(column="y"), **wrong}
    rows = Table(name="rows", frame=pl.DataFrame({"x": [1, 2], "y": [0, 1]}))
    other = Table(name="o", frame=pl.DataFrame({"x": [1]}))
    with pytest.raises(ColumnError, match="did you mean `y`"):
        join_sources({"rows": rows, "o": other}, DataSpec(**said))  # type: ignore[arg-type]
