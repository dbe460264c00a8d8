"""Value by rank: held against a ranking by hand, and against the promises made of it."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from shipworthy.foundation.errors import ColumnError
from shipworthy.measure.capacity import drawn
from shipworthy.measure.decide import decide
from shipworthy.measure.moves import gain_moves
from shipworthy.measure.same_answer import SameAnswer, same_answer_predictions
from shipworthy.measure.top import top_rolling
from shipworthy.measure.worth import value_per_row
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Top, Worth
from tests.measure.tables import BINARY, table

HIT: dict[str, dict[str, float | str]] = {"yes": {"yes": 90.0, "no": -10.0}, "no": {"yes": 0.0, "no": 0.0}}
START = datetime(2024, 1, 1, tzinfo=UTC)


def ranked(k: int, per: str = "day") -> Worth:
    return Worth(unit="EUR", outcomes=HIT, top=Top(k=k, per=per))


def days(seed: int, rows: int = 120, ordered: bool = True) -> Predictions:
    """Ten days of cases, the last two kept aside, or a fifth of each day."""
    random = np.random.default_rng(seed)
    day = np.sort(random.integers(0, 10, rows))
    score = random.integers(0, 40, rows) / 40
    aside = day >= 8 if ordered else random.random(rows) < 0.2
    rows_of = table(
        BINARY,
        score=score,
        outcome=np.where(random.random(rows) < score, "yes", "no"),
        time=[START + timedelta(days=int(each)) for each in day],
        period=[str(each) for each in day],
    )
    origin = pl.Series("origin", np.where(aside, "holdout", "fold"))
    return structs.replace(rows_of, frame=rows_of.frame.with_columns(origin))


@given(st.integers(0, 500), st.integers(1, 20), st.booleans())
def test_the_highest_of_each_day_are_acted_on_and_no_more(seed: int, k: int, ordered: bool) -> None:
    found = top_rolling(days(seed, ordered=ordered), ranked(k))
    for day in found.frame.partition_by("period"):
        by_hand = (
            day.with_columns(drawn(day["id"]).alias("lot")).sort("score", "lot", descending=[True, False]).head(k)["id"]
        )
        assert set(day.filter(pl.col("decision") == "yes")["id"]) == set(by_hand)


@given(st.integers(0, 500), st.integers(1, 20))
def test_the_score_that_stands_in_never_lets_more_through_than_there_are_places_for(seed: int, k: int) -> None:
    rows = days(seed)
    found = top_rolling(rows, ranked(k))
    folds = rows.frame.filter(pl.col("origin") == "fold")
    assert found.threshold is not None
    assert int((folds["score"] >= found.threshold).sum()) <= k * folds["period"].n_unique()


def test_outcomes_decide_nothing_and_the_value_is_that_of_what_was_chosen() -> None:
    rows = days(1)
    found, other = (
        top_rolling(structs.replace(rows, frame=rows.frame.with_columns(outcome=outcome)), ranked(3))
        for outcome in (pl.col("outcome"), pl.lit("no"))
    )
    assert found.frame["decision"].equals(other.frame["decision"])
    assert found.threshold == other.threshold
    chosen = found.frame.filter(pl.col("decision") == "yes")
    hits = int((chosen["outcome"] == "yes").sum())
    assert value_per_row(found, ranked(3)).sum() == 90 * hits - 10 * (chosen.height - hits)
    assert value_per_row(other, ranked(3)).sum() == -10 * chosen.height


def test_a_ranking_moves_with_its_amounts() -> None:
    rows = top_rolling(days(1), ranked(3))
    nobody = structs.replace(rows, candidate="none", frame=rows.frame.with_columns(decision=pl.lit("no")))
    moves = {(one.slice["decision"], one.slice["outcome"]): one.value for one in gain_moves(rows, nobody, ranked(3), 1)}
    told = sum((moves[decision, outcome] or 0) * float(HIT[decision][outcome]) for decision in HIT for outcome in HIT)
    assert told == pytest.approx(value_per_row(rows, ranked(3)).mean())


def test_the_same_answer_for_all_is_as_good_as_any_choice_and_chooses_as_many() -> None:
    rows = days(1)
    same = same_answer_predictions(rows, SameAnswer("no", (0.4,)), ranked(3))
    assert (same.frame["decision"] == "yes").sum() == (decide(rows, ranked(3)).frame["decision"] == "yes").sum()


def test_equal_scores_are_told_apart_by_a_draw_though_rows_are_sorted_by_what_turned_out() -> None:
    many = 2_000
    outcome = ["yes"] * (many // 2) + ["no"] * (many // 2)
    ids = [str(place) for place in range(many)]
    rows = table(BINARY, id=ids, score=[0.5] * many, outcome=outcome, inputs=[{"all": 1}] * many)
    chosen = decide(rows, ranked(200, "all")).frame.filter(pl.col("decision") == "yes")
    assert abs(int((chosen["outcome"] == "yes").sum()) - 100) < 25


def test_a_period_may_be_a_column_and_has_to_be_known() -> None:
    rows = table(
        BINARY, score=[0.9, 0.1, None], outcome=["yes"] * 3, inputs=[{"route": "a"}, {"route": "b"}, {"route": "b"}]
    )
    assert decide(rows, ranked(1, "route")).frame["decision"].to_list() == ["yes", "yes", None]
    with pytest.raises(ColumnError, match="no time"):
        decide(rows, ranked(1))
