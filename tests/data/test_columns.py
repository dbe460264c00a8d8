"""Kinds and roles of columns."""

from datetime import date, timedelta

import polars as pl
import pytest

from shipworthy.data.columns import describe
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(40)]
PEOPLE = [f"p{number}@example.org" for number in range(40)]
SENTENCES = [f"the {number} th of many different remarks" for number in range(40)]


@pytest.mark.parametrize(
    ("values", "kind", "role"),
    [
        ([1.5, 2.5] * 20, "number", "feature"),
        (["a", "b"] * 20, "category", "feature"),
        (["some long words here", "other long words"] * 20, "category", "feature"),
        (SENTENCES, "text", "feature"),
        ([True, False] * 20, "boolean", "feature"),
        (DAYS, "time", "feature"),
        ([None] * 40, "empty", "dropped"),
        ([7] * 40, "constant", "dropped"),
        ([7, None] * 20, "number", "feature"),
        ([[1], [2]] * 20, "other", "dropped"),
        (list(range(40)), "number", "key"),
        ([f"K{number}" for number in range(40)], "category", "key"),
        ([number**2 for number in range(40)], "number", "feature"),
        (PEOPLE, "category", "personal"),
    ],
)
def test_kind_and_role_follow_the_values(values: list[object], kind: str, role: str) -> None:
    frame = pl.DataFrame({"x": values, "y": [0, 1] * 20})
    spec = DataSpec(sources=(Source(name="rows", path="a"),), target=Target(column="y"))
    column = describe(frame, spec, {"x": "rows"})[0]
    assert (column.kind, column.role, column.source) == (kind, role, "rows")
    assert column.nulls == sum(value is None for value in values)
    assert column.distinct == len({str(value) for value in values if value is not None}) * (kind != "other")


def test_the_first_role_that_applies_wins() -> None:
    names = ("y", "late", "who", "when", "told_news", "id", "club", "out", "x", "mail")
    frame = pl.DataFrame({name: PEOPLE if name in ("who", "mail") else DAYS for name in names})
    join = Join(left=("x",), right=("x",), as_of=AsOf(left="when", right="told"))
    spec = DataSpec(
        sources=(
            Source(name="rows", path="a", key=("id",), time="when"),
            Source(name="news", path="b", join=join),
        ),
        target=Target(column="y"),
        not_known=("late", "y"),
        personal=("who", "late"),
        not_personal=("mail",),
        drop=("out", "when", "who"),
        group="club",
    )
    source_of = dict.fromkeys(names, "rows") | {"told_news": "news"}
    roles = {column.name: column.role for column in describe(frame, spec, source_of)}
    assert roles == {
        "y": "target",
        "late": "not_known",
        "who": "personal",
        "when": "time",
        "told_news": "time",
        "id": "key",
        "club": "group",
        "out": "dropped",
        "x": "feature",
        "mail": "key",
    }


def test_parts_of_a_key_of_several_stay_features() -> None:
    frame = pl.DataFrame({"shop": ["a", "b"] * 20, "day": DAYS, "y": [0, 1] * 20})
    spec = DataSpec(sources=(Source(name="rows", path="a", key=("shop", "day")),), target=Target(column="y"))
    assert [column.role for column in describe(frame, spec, dict.fromkeys(frame.columns, "rows"))][:2] == [
        "feature",
        "feature",
    ]


def test_years_in_a_row_number_nothing() -> None:
    frame = pl.DataFrame({"year": range(1980, 2020), "n": range(40), "y": [0, 1] * 20})
    spec = DataSpec(sources=(Source(name="rows", path="a"),), target=Target(column="y"))
    assert [column.role for column in describe(frame, spec, {})] == ["feature", "key", "target"]


def test_an_empty_frame_has_empty_columns() -> None:
    frame = pl.DataFrame({"x": pl.Series([], dtype=pl.Int64), "y": pl.Series([], dtype=pl.String)})
    spec = DataSpec(sources=(Source(name="rows", path="a"),), target=Target(column="y"))
    assert [column.kind for column in describe(frame, spec, {})] == ["empty", "empty"]
