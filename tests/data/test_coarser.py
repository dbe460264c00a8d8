"""One row in place of several, against the same counted by hand."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.data.coarser import TODAY, one_row_per
from shipworthy.foundation.errors import ColumnError, DocumentError, TargetError
from shipworthy.plan.reading import read_text
from shipworthy.records.spec import DataSpec, OnePer, Source, Target

CASES = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["n", "s"]), st.one_of(st.none(), st.integers(-3, 3))),
    min_size=1,
    max_size=40,
)


def spec_of(one_per: OnePer, positive: str = "") -> DataSpec:
    sources = (Source(name="orders", path="orders.csv", time="when"),)
    return DataSpec(sources=sources, target=Target(column="y", positive=positive), time="when", one_per=one_per)


def frame_of(cases: list[tuple[int, str, int | None]]) -> pl.DataFrame:
    when = [datetime(2024, 1, 1) + timedelta(hours=3 * hour) for hour, _, _ in cases]
    shop, y = [shop for _, shop, _ in cases], pl.Series([y for _, _, y in cases], dtype=pl.Int64)
    return pl.DataFrame({"when": when, "shop": shop, "place": range(len(cases)), "y": y})


def by_hand(cases: list[tuple[int, str, int | None]]) -> list[list[tuple[int, int | None]]]:
    """Place and outcome of the cases of each shop and day, in the order of time, by their first case."""
    numbered = sorted(enumerate(cases), key=lambda each: each[1][0])
    units: dict[Any, list[tuple[int, int | None]]] = {}
    for place, (hour, shop, y) in numbered:
        units.setdefault((shop, hour // 8), []).append((place, y))
    return list(units.values())


@given(CASES)
def test_a_row_is_the_first_case_and_a_yes_is_any_of_them(cases: list[tuple[int, str, int | None]]) -> None:
    asked = spec_of(OnePer(by=("shop",), every="day", outcome="any", rule="y <= 0"), "y >= 1")
    found = one_row_per(frame_of(cases), asked)
    expected = by_hand(cases)
    assert found["place"].to_list() == [unit[0][0] for unit in expected]
    told = found.select(pl.sql_expr("y >= 1").alias("yes"))["yes"].to_list()
    for said, unit in zip(told, expected, strict=True):
        outcomes = [None if y is None else y >= 1 for _, y in unit]
        assert said == (True if True in outcomes else None if None in outcomes else False)
    assert found[TODAY].to_list() == [any(y is not None and y <= 0 for _, y in unit) for unit in expected]


@given(CASES, st.sampled_from(["sum", "mean"]))
def test_numbers_are_added_up_and_not_known_when_one_is_not(cases: list[tuple[int, str, int | None]], how: Any) -> None:
    found = one_row_per(frame_of(cases), spec_of(OnePer(by=("shop",), every="day", outcome=how)))
    for told, unit in zip(found["y"].to_list(), by_hand(cases), strict=True):
        known = [y for _, y in unit if y is not None]
        whole = sum(known) / (1 if how == "sum" else len(unit)) if len(known) == len(unit) else None
        assert told == (None if whole is None else pytest.approx(whole))


def test_groups_alone_need_no_time_and_cases_without_a_group_are_left_out() -> None:
    frame = pl.DataFrame({"shop": ["n", None, "s", "n"], "place": range(4), "y": [0, 1, 0, 1]})
    spec = DataSpec(
        sources=(Source(name="o", path="o.csv"),),
        target=Target(column="y"),
        one_per=OnePer(by=("shop",), outcome="any"),
    )
    found = one_row_per(frame, spec)
    assert found.rows() == [("n", 0, 1), ("s", 2, 0)]
    assert [key for key, _ in groupby(found["shop"])] == ["n", "s"]


@pytest.mark.parametrize(
    ("one_per", "column", "error", "words"),
    [
        (OnePer(every="day", outcome="any"), ["a", "b"], TargetError, "no time by which"),
        (OnePer(by=("shop",), outcome="any"), ["late", "fine"], TargetError, "whether any of several cases is a yes"),
        (OnePer(by=("shop",), outcome="sum"), ["late", "fine"], TargetError, "what is no number cannot be added up"),
        (OnePer(by=("store",), outcome="any"), [0, 1], ColumnError, "store"),
    ],
)
def test_what_cannot_be_put_together_says_why(one_per: OnePer, column: Any, error: Any, words: str) -> None:
    spec = DataSpec(sources=(Source(name="o", path="o.csv"),), target=Target(column="y"), one_per=one_per)
    with pytest.raises(error, match=words):
        one_row_per(pl.DataFrame({"shop": ["n", "s"], "y": column}), spec)


def test_a_document_says_what_is_put_together() -> None:
    with pytest.raises(DocumentError, match="which cases are put together"):
        read_text("project: p\ndata: {one_per: {outcome: any}}\n", "p.yaml")
