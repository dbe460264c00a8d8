"""Natural drift: told when it is there, hardly ever when it is not, and never as a fault."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from shipworthy.data.signature import merge, scales, sign
from shipworthy.monitor.drift import drift, natural_most
from shipworthy.monitor.drift_weeks import Weeks, distance, natural_weeks
from shipworthy.monitor.feed_day import Day, split_days
from shipworthy.monitor.feeds import summarise
from shipworthy.monitor.reference import Reference, reference
from shipworthy.records.bundle import Input
from tests.monitor.test_feeds import CUT, INPUTS, RATE, START, WEEK, table

ONE = [Input(name="x", kind="number")]


def days_of(frame: pl.DataFrame, against: Reference, week: int) -> list[Day]:
    start = CUT + week * WEEK
    rows = frame.filter((pl.col("at") >= start) & (pl.col("at") < start + WEEK))
    return [summarise(part, against) for _, part in split_days(rows, "at")]


@pytest.fixture(scope="module")
def known() -> Reference:
    return reference(table().filter(pl.col("at") < CUT), INPUTS, "at", ages={"sky": "taken"})


def test_a_sound_stream_is_seldom_called_changed() -> None:
    told = []
    for seed in range(3):
        rows = table(seed=20 + seed)
        against = reference(rows.filter(pl.col("at") < CUT), INPUTS, "at", ages={"sky": "taken"})
        weeks = [drift(days_of(rows, against, week), against, false_alarms_per_window=RATE) for week in range(10)]
        told += [bool(each.findings) for each in weeks]
    assert np.mean(told) <= 0.15  # 1 in 13 is allowed


def test_warmer_weeks_are_told_as_news_with_their_numbers(known: Reference) -> None:
    rows = table().with_columns(pl.col("heat") + 9)
    found = drift(days_of(rows, known, 3), known, false_alarms_per_window=RATE)
    heat = next(each for each in found.findings if each.where == "sky.heat")
    assert heat.severity == "info"
    assert heat.says.startswith("The incoming data has changed: sky.heat is ")
    measured = {each.slice["column"]: each for each in found.measurements}
    assert (measured["heat"].value or 0) > (measured["heat"].high or 1)
    assert (measured["amount"].value or 1) < (measured["amount"].high or 0)


def test_a_mix_that_changes_names_what_grew(known: Reference) -> None:
    grown = table().with_columns(
        pl.when(pl.col("shop").is_in(["s1", "s2", "s3", "s4"])).then(pl.lit("s5")).otherwise("shop").alias("shop")
    )
    found = drift(days_of(grown, known, 2), known, false_alarms_per_window=RATE)
    assert [each.where for each in found.findings] == ["orders.shop"]
    assert "'s5'" in found.findings[0].says


def test_broken_columns_are_left_out_and_so_are_personal_ones_and_ages(known: Reference) -> None:
    days = days_of(table(), known, 1)
    names = {
        each.slice["column"] for each in drift(days, known, false_alarms_per_window=RATE, broken=["heat"]).measurements
    }
    assert names == {"amount", "shop", "wind", "rain", "area", "floor"}


def test_a_handful_of_rows_is_measured_and_not_judged(known: Reference) -> None:
    rows = table().with_columns(pl.col("wind") + 30)
    start = CUT + 2 * WEEK
    few = rows.filter((pl.col("at") >= start) & (pl.col("at") < start + timedelta(hours=8)))
    found = drift([summarise(few, known)], known, false_alarms_per_window=RATE)
    assert found.measurements
    assert found.findings == ()
    assert drift([], known, false_alarms_per_window=RATE).measurements == ()


def test_too_few_weeks_tell_no_limit() -> None:
    assert natural_most(Weeks(name="x", distances=(0.1, 0.2, 0.1)), 0.01) is None


@given(
    st.lists(st.floats(0.001, 0.4), min_size=4, max_size=30),
    st.floats(1e-5, 0.1),
)
def test_the_limit_lies_above_all_that_was_seen_and_rises_with_caution(seen: list[float], chance: float) -> None:
    weeks = Weeks(name="x", distances=tuple(seen))
    limit, stricter = natural_most(weeks, chance), natural_most(weeks, chance / 10)
    assert limit is not None
    assert stricter is not None
    assert max(seen) < limit <= stricter


@given(st.lists(st.integers(0, 9), min_size=30, max_size=60), st.lists(st.integers(0, 9), min_size=30, max_size=60))
def test_the_distance_of_numbers_is_the_wasserstein_distance_of_their_bins(one: list[int], other: list[int]) -> None:
    sound = pl.DataFrame({"x": np.arange(1000) / 100})
    on = scales(sound, ONE)
    a, b = (sign(pl.DataFrame({"x": values}), on).columns[0] for values in (one, other))
    bins = np.arange(len(a.counts))
    witness = wasserstein_distance(bins, bins, a.counts, b.counts) / (len(bins) - 1)
    assert distance(a, b) == pytest.approx(witness)
    assert distance(a, a) == 0
    assert distance(a, b) == pytest.approx(distance(b, a) or 0.0)


def test_the_distance_of_words_is_the_share_that_would_have_to_change() -> None:
    words = [Input(name="x", kind="category")]
    rows = pl.DataFrame({"x": ["a"] * 50 + ["b"] * 50})
    on = scales(rows, words)
    a = sign(rows, on).columns[0]
    b = sign(pl.DataFrame({"x": ["a"] * 20 + ["b"] * 70 + ["c"] * 10}), on).columns[0]
    assert distance(a, b) == pytest.approx(0.3)
    assert distance(a, sign(rows.head(3), on).columns[0]) is None


def test_each_week_is_held_against_all_others() -> None:
    random = np.random.default_rng(2)
    rows = pl.DataFrame({"x": random.normal(size=28 * 30)})
    on = scales(rows, ONE)
    days = [
        Day(start=START + timedelta(days=day), signature=sign(rows[day * 30 : day * 30 + 30], on)) for day in range(28)
    ]
    found = natural_weeks(days, on)[0].distances
    others = merge(sign(rows[: 7 * 30], on), sign(rows[14 * 30 :], on))
    by_hand = distance(sign(rows[7 * 30 : 14 * 30], on).columns[0], others.columns[0])
    assert len(found) == 4
    assert found[1] == pytest.approx(by_hand)
