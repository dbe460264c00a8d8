"""Where only so many can be acted on: the likeliest of each period of a table, rows alone by a higher threshold."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as some

from shipworthy.bundle.card import card
from shipworthy.delivery.batch import score_frame
from shipworthy.foundation.clock import SteppingClock
from shipworthy.records.deciding import Capacity
from shipworthy.records.spec import Top, Worth
from shipworthy.store.prediction_log import PredictionLog
from tests.delivery.models import BINARY, loaded

TWO_A_DAY = Capacity(most=2, per="day")


def clock() -> SteppingClock:
    return SteppingClock(datetime(2026, 5, 1, 12, tzinfo=UTC))


def boats(sizes: list[float], days: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {"size": sizes, "colour": "red", "sails": True, "at": [datetime(2026, 4, day, 9, tzinfo=UTC) for day in days]}
    )


def test_the_likeliest_of_each_day_are_acted_on_across_chunks_and_the_others_say_why() -> None:
    rows = boats([6.0, 9.0, 8.0, 7.0, 2.0], [1, 1, 1, 2, 2])
    answers = score_frame(loaded(capacity=TWO_A_DAY), rows, clock=clock(), chunk=2)
    assert answers["decision"].to_list() == ["no", "yes", "yes", "yes", "no"]
    assert answers["route"].to_list() == ["model"] * 5
    assert ["no room" in why for why in answers["why"]] == [True, False, False, False, False]


@settings(max_examples=15, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 10), some.integers(1, 3)), min_size=1, max_size=12), some.integers(1, 5))
def test_no_day_gets_more_than_there_is_room_for(rows: list[tuple[int, int]], chunk: int) -> None:
    sizes, days = [float(size) for size, _ in rows], [day for _, day in rows]
    answers = score_frame(loaded(capacity=TWO_A_DAY), boats(sizes, days), clock=clock(), chunk=chunk)
    acted = (answers["decision"] == "yes").to_numpy()
    for day in set(days):
        likely = sum(size >= 5 for size, other in rows if other == day)
        assert np.count_nonzero(acted & (np.array(days) == day)) == min(2, likely)


def test_what_was_held_back_is_logged_so_and_what_the_model_fails_on_takes_no_room(tmp_path: Path) -> None:
    rows = boats([13.0, 9.0, 8.0, 7.0], [1, 1, 1, 1])
    with PredictionLog.open(tmp_path / "log") as log:
        answers = score_frame(loaded(capacity=TWO_A_DAY), rows, clock=clock(), log=log)
        told = log.predictions(task=BINARY, origins=["batch"])
    assert answers["decision"].to_list() == ["yes", "yes", "yes", "no"]
    assert answers["route"].to_list() == ["fallback", "model", "model", "model"]
    assert sorted(told["decision"]) == ["no", "yes", "yes", "yes"]


def test_rows_alone_are_asked_for_more_and_the_card_says_so() -> None:
    bundle = loaded(capacity=TWO_A_DAY, alone=0.8)
    frame = boats([7.0, 8.0], [1, 1])
    assert bundle.decide(bundle.score(frame), frame) == ["no", "yes"]
    told = card(bundle.bundle)
    assert "2 a day at most" in told
    assert "at least 80.0%" in told


def test_a_ranking_takes_the_highest_of_the_whole_table() -> None:
    worth = Worth(
        unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": 1}}, top=Top(k=1, per="day")
    )
    answers = score_frame(loaded(worth=worth), boats([6.0, 9.0, 1.0], [1, 1, 2]), clock=clock(), chunk=1)
    assert answers["decision"].to_list() == ["no", "yes", "yes"]
