"""The highest scores of each period: never more than asked for, whatever the order of the rows."""

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.capacity import highest, period_codes
from shipworthy.measure.rolling import held_to
from shipworthy.records.deciding import Capacity, Deciding
from tests.measure.tables import BINARY, table

_ROWS = st.lists(
    st.tuples(st.sampled_from([0.1, 0.5, 0.5, 0.9, float("nan")]), st.integers(0, 3)), min_size=0, max_size=30
)


def _columns(rows: list[tuple[float, int]]) -> tuple[np.ndarray, np.ndarray, pl.Series]:
    scores, periods = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], int)
    return scores, periods, pl.Series([f"r{place:02d}" for place in range(len(rows))], dtype=pl.String)


@given(_ROWS, st.integers(0, 5))
def test_each_period_takes_its_highest_and_no_more(rows: list[tuple[float, int]], most: int) -> None:
    scores, periods, ids = _columns(rows)
    taken = highest(scores, periods, most, ids)
    for period in set(periods.tolist()):
        inside = [place for place in np.flatnonzero(periods == period) if not np.isnan(scores[place])]
        by_hand = sorted(inside, key=lambda place: (-scores[place], ids[int(place)]))[:most]
        assert set(np.flatnonzero(taken & (periods == period))) == set(by_hand)


@given(_ROWS, st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[float, int]], most: int, dice: object) -> None:
    scores, periods, ids = _columns(rows)
    order = list(range(len(rows)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    taken = highest(scores, periods, most, ids)
    assert taken[order].tolist() == highest(scores[order], periods[order], most, ids.gather(order)).tolist()


def test_a_capacity_draws_among_equal_scores_though_rows_are_sorted_by_what_turned_out() -> None:
    many = 2_000
    rows = table(
        BINARY,
        id=[str(place) for place in range(many)],
        score=[0.5] * many,
        decision=["yes"] * many,
        outcome=["yes"] * (many // 2) + ["no"] * (many // 2),
        inputs=[{"all": 1}] * many,
    )
    held = held_to(rows, Deciding(capacity=Capacity(most=200, per="all"))).frame.filter(pl.col("decision") == "yes")
    assert held.height == 200
    assert abs(int((held["outcome"] == "yes").sum()) - 100) < 25


def test_periods_are_those_of_the_calendar() -> None:
    times = [
        datetime(2024, 1, 1, 5, tzinfo=UTC),
        datetime(2024, 1, 1, 23, tzinfo=UTC),
        datetime(2024, 1, 7, tzinfo=UTC),
    ]
    rows = table(BINARY, score=[0.1, 0.2, 0.3], time=times)
    assert period_codes(rows, "day", "here").tolist() == [1, 1, 2]
    assert len(set(period_codes(rows, "week", "here").tolist())) == 1
    assert len(set(period_codes(rows, "hour", "here").tolist())) == 3


def test_a_column_may_name_the_period_and_rows_without_one_belong_together() -> None:
    rows = table(BINARY, score=[0.1, 0.2, 0.3, 0.4], inputs=[{"shift": shift} for shift in ("a", None, "b", None)])
    assert period_codes(rows, "shift", "here").tolist() == [1, 0, 2, 0]


def test_so_many_a_day_needs_to_know_the_day() -> None:
    with pytest.raises(ColumnError, match="no time"):
        period_codes(table(BINARY, score=[0.1]), "day", "problem.capacity")
