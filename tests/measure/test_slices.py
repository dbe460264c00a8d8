from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.gain import measure_gain
from shipworthy.measure.metrics.measure import measure_metric
from shipworthy.measure.slices import slice_gains, slice_metric
from shipworthy.measure.slicing import cut
from shipworthy.records.predictions import Predictions
from tests.measure.tables import USD, simulated


def sizes(column: pl.Series, min_n: int = 1) -> dict[str, int]:
    counted = np.ones(len(column), dtype=bool)
    return {name: len(rows) for name, rows in cut(column, counted, min_n).items()}


def with_inputs(predictions: Predictions) -> Predictions:
    rng = np.random.default_rng(22)
    rows = predictions.frame.height
    inputs = pl.DataFrame(
        {
            "shop": rng.choice(["north", "south", "kiosk"], rows, p=[0.5, 0.48, 0.02]),
            "price": rng.normal(10, 2, rows),
        }
    )
    return structs.replace(predictions, frame=predictions.frame.with_columns(inputs=inputs.to_struct("inputs")))


OURS, THEIRS = with_inputs(simulated(23)), with_inputs(simulated(23, skill=0.2, candidate="theirs"))


def test_values_are_slices_in_their_order_and_empty_ones_have_a_name() -> None:
    assert sizes(pl.Series(["b", "a", None, "b"])) == {"a": 1, "b": 2, "(empty)": 1}
    assert list(sizes(pl.Series([10, 9, 2]))) == ["2", "9", "10"]
    assert sizes(pl.Series([True, False, True])) == {"false": 1, "true": 2}


def test_many_numbers_are_cut_into_stretches_that_read_well() -> None:
    found = sizes(pl.Series([*range(100), None]))
    assert found == {
        "under 20": 20,
        "20 to under 40": 20,
        "40 to under 60": 20,
        "60 to under 80": 20,
        "80 and more": 20,
        "(empty)": 1,
    }


def test_equal_numbers_stay_in_one_stretch() -> None:
    found = sizes(pl.Series([0.0] * 80 + [float(number) for number in range(1, 21)]))
    assert found == {"under 1": 80, "1 and more": 20}


def test_stretches_of_near_numbers_keep_names_of_their_own() -> None:
    found = sizes(pl.Series(np.linspace(1.0, 1.0001, 50)))
    assert len(found) == 5


def test_times_are_cut_into_stretches_too() -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    found = sizes(pl.Series([start + timedelta(days=day) for day in range(50)]))
    assert list(found.values()) == [10] * 5
    assert next(iter(found)).startswith("under 2020-01-11")


def test_small_slices_are_put_together_and_come_last() -> None:
    assert sizes(pl.Series(["a"] * 5 + ["b"] * 5 + ["c", "d", "z"]), min_n=3) == {
        "a": 5,
        "b": 5,
        "too few": 3,
    }


def test_rows_that_cannot_be_judged_are_in_no_slice() -> None:
    found = cut(pl.Series(["a", "a", "b"]), np.array([True, False, False]), 1)
    assert {name: rows.tolist() for name, rows in found.items()} == {"a": [0]}


def test_columns_that_are_empty_or_hold_no_number_do_no_harm() -> None:
    assert sizes(pl.Series([None, None])) == {"(empty)": 2}
    assert sum(sizes(pl.Series([float("nan")] * 3 + list(np.arange(30.0)))).values()) == 33
    assert sizes(pl.Series([], dtype=pl.String)) == {}


def test_the_gain_of_a_slice_is_the_gain_of_its_rows() -> None:
    found = {each.slice["shop"]: each for each in slice_gains(OURS, THEIRS, USD, ["shop"], 1000)}
    shops = OURS.frame["inputs"].struct.field("shop")
    assert set(found) == {"north", "south", "kiosk"}
    for shop, gain in found.items():
        mine, yours = (structs.replace(each, frame=each.frame.filter(shops == shop)) for each in (OURS, THEIRS))
        assert structs.replace(gain, slice={}) == measure_gain(mine, yours, USD, 1000)


def test_a_metric_of_a_slice_is_the_metric_of_its_rows() -> None:
    shops = OURS.frame["inputs"].struct.field("shop")
    for found in slice_metric("roc_auc", OURS, "shop"):
        mine = structs.replace(OURS, frame=OURS.frame.filter(shops == found.slice["shop"]))
        alone = measure_metric("roc_auc", mine)
        assert (found.value, found.se) == pytest.approx((alone.value, alone.se))
        assert (found.n, found.clusters, found.df) == (alone.n, alone.clusters, alone.df)


def test_slices_carry_what_a_test_of_many_needs() -> None:
    found = slice_gains(OURS, THEIRS, USD, ["shop", "price"], 1000, min_n=50)
    assert [next(iter(each.slice)) for each in found] == ["shop"] * 3 + ["price"] * 5
    assert found[2].slice == {"shop": "too few"}
    assert all(each.se is not None and each.df is not None and each.n > 0 for each in found)


def test_rows_of_unknown_outcome_belong_to_no_slice() -> None:
    half = structs.replace(
        OURS, frame=OURS.frame.with_columns(outcome=pl.when(pl.int_range(pl.len()) % 2 == 0).then("outcome"))
    )
    known = half.frame["outcome"].count()
    assert sum(each.n for each in slice_metric("recall", half, "shop")) == known
    assert sum(each.n for each in slice_gains(half, THEIRS, USD, ["shop"])) == known


def test_a_slice_of_one_class_cannot_tell() -> None:
    calm = structs.replace(OURS, frame=OURS.frame.with_columns(outcome=pl.lit("no")))
    found = slice_metric("average_precision", calm, "shop")
    assert [each.value for each in found] == [None] * 3
    assert all(each.n > 0 for each in found)


def test_a_column_that_does_not_travel_with_the_predictions_is_named() -> None:
    with pytest.raises(ColumnError, match="carry no column 'shp'") as caught:
        slice_metric("recall", OURS, "shp")
    assert caught.value.next_step == "write 'shop'"
    with pytest.raises(ColumnError):
        slice_gains(simulated(1), simulated(1), USD, ["shop"])
