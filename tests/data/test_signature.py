"""Signatures add up: what two parts tell together is what the whole tells."""

import json
import math
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.data.signature import MOST_VALUES, held, merge, scales, sign
from shipworthy.records.bundle import Input
from shipworthy.records.signature import ColumnSignature, Scale, Signature

INPUTS = (
    Input(name="x", kind="number"),
    Input(name="word", kind="category"),
    Input(name="flag", kind="boolean"),
    Input(name="when", kind="time"),
    Input(name="secret", kind="category", personal=True),
)
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(-50, 50),
        st.none() | st.sampled_from("abcde"),
        st.none() | st.booleans(),
        st.none() | st.datetimes(),
        st.none() | st.text(max_size=3),
    ),
    max_size=40,
)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "x": pl.Float64,
    "word": pl.String,
    "flag": pl.Boolean,
    "when": pl.Datetime("us"),
    "secret": pl.String,
}


def frame(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(ROWS, ROWS, ROWS)
def test_two_parts_together_are_the_whole(
    sound: list[tuple[object, ...]], one: list[tuple[object, ...]], other: list[tuple[object, ...]]
) -> None:
    on = scales(frame(sound), INPUTS)
    assert merge(sign(frame(one), on), sign(frame(other), on)) == sign(frame(one + other), on)


@given(ROWS)
def test_nothing_added_changes_nothing_and_it_can_be_written_down(rows: list[tuple[object, ...]]) -> None:
    made = sign(frame(rows), scales(frame(rows), INPUTS))
    assert merge(Signature(), made) == made == merge(made, Signature())
    assert Signature.from_dict(json.loads(json.dumps(made.to_dict()))) == made


@given(st.lists(st.floats(-1e3, 1e3) | st.none(), min_size=1, max_size=200))
def test_numbers_are_counted_as_numpy_counts_them(values: list[float | None]) -> None:
    series = pl.DataFrame({"x": values}, schema={"x": pl.Float64})
    on = scales(series, INPUTS[:1])
    column = sign(series, on).columns[0]
    known = np.array([each for each in values if each is not None])
    assert column.nulls == len(values) - len(known)
    if len(known):
        bins = np.concatenate([[-np.inf], np.array(on[0].edges), [np.inf]])
        by_hand = [int(((known > low) & (known <= high)).sum()) for low, high in pairwise(bins)]
        assert list(column.counts) == by_hand
        assert (column.low, column.high) == (known.min(), known.max())
        assert math.isclose(column.total, known.sum(), abs_tol=1e-6)
        assert math.isclose(column.squares, (known**2).sum(), abs_tol=1e-6)
        assert column.unseen == 0


def test_bins_hold_about_equally_many_sound_rows() -> None:
    rows = pl.DataFrame({"x": np.random.default_rng(1).lognormal(size=6400)})
    column = sign(rows, scales(rows, INPUTS[:1])).columns[0]
    assert len(column.counts) == 64
    assert max(column.counts) <= 102


def test_words_never_seen_and_words_beside_the_common_ones_are_counted() -> None:
    on = scales(pl.DataFrame({"word": ["a", "a", "b"]}), INPUTS[1:2])
    column = sign(pl.DataFrame({"word": ["a", "c", "c", None]}), on).columns[0]
    assert column == ColumnSignature(name="word", nulls=1, levels={"a": 1}, other=2, unseen=2, values=("a", "c"))


def test_of_personal_columns_only_missing_values_are_counted() -> None:
    rows = pl.DataFrame({"secret": ["Ada", None]})
    on = scales(rows, INPUTS[4:])
    assert on == (Scale(name="secret", kind="personal"),)
    assert "Ada" not in json.dumps(sign(rows, on).to_dict())
    assert sign(rows, on).columns[0].nulls == 1


def test_a_column_that_does_not_come_is_missing_throughout() -> None:
    on = scales(pl.DataFrame({"x": [1.0, 2.0], "word": ["a", "b"]}), INPUTS[:2])
    assert [each.nulls for each in sign(pl.DataFrame({"other": [1, 2, 3]}), on).columns] == [3, 3]


@pytest.mark.parametrize(
    ("values", "grid"),
    [
        ([0.0, 10.0, 20.0, 40.0, 70.0], (0.0, 10.0)),
        ([32.0, 33.8, 35.6, 39.2, 50.0, 32.18], (32.0, 0.18)),
        ([0.1, 0.25, 0.7, 1.3, 2.9], ()),
    ],
)
def test_numbers_that_come_in_steps_are_known_by_their_grid(values: list[float], grid: tuple[float, ...]) -> None:
    found = scales(pl.DataFrame({"x": values}), INPUTS[:1])[0].grid
    assert found == pytest.approx(grid)


def test_another_unit_is_off_the_grid_and_a_new_height_is_on_it() -> None:
    tenths = np.arange(-100, 350) / 10
    on = scales(pl.DataFrame({"x": 32 + 1.8 * tenths}), INPUTS[:1])
    celsius, hotter = (
        sign(pl.DataFrame({"x": values}), on).columns[0] for values in (tenths, 32 + 1.8 * (tenths + 50))
    )
    assert celsius.unseen > 0.8 * len(tenths)
    assert hotter.unseen == 0


def test_one_wild_value_is_held_near_and_amounts_are_bent() -> None:
    scale = Scale(name="x", kind="number", reach_low=0.0, reach_high=10.0)
    assert held(np.array([5.0, 1e9, -1e9]), scale).tolist() == [5.0, 20.0, -10.0]
    bent = Scale(name="x", kind="number", reach_low=0.0, reach_high=10.0, bend=5.0)
    assert held(np.array([5.0]), bent)[0] == pytest.approx(math.log(2))


def test_more_different_values_than_are_told_apart_are_many() -> None:
    on = scales(pl.DataFrame({"x": [1.0]}), INPUTS[:1])
    few, many = (sign(pl.DataFrame({"x": np.arange(n) * 1.0}), on).columns[0] for n in (MOST_VALUES, MOST_VALUES + 1))
    assert few.values is not None
    assert many.values is None
