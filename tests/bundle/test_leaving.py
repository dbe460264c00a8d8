"""What is shipped leaves to what is done today the rows that it is not about, and those that it is not sure of."""

import numpy as np
import polars as pl
from msgspec import UNSET, structs

from shipworthy.bundle.leaving import leave, left
from shipworthy.records.bundle import Bundle
from shipworthy.records.deciding import Band
from shipworthy.records.spec import StatusQuo, Task

BUNDLE = Bundle(
    project="p",
    version=1,
    candidate="linear",
    task=Task(kind="binary", classes=("no", "yes")),
    abstain=Band(above=0.3, below=0.6),
    only="region = 'north'",
    status_quo=StatusQuo(kind="rule", rule="a > 1"),
)
ROWS = pl.DataFrame({"region": ["north", "north", "north", "north", "south", None], "a": [2, 0, 2, 0, 2, 0]})
SCORES = np.array([0.1, 0.5, 0.5, 0.9, 0.1, 0.9])


def test_rows_in_between_and_rows_of_others_go_as_today() -> None:
    assert leave(BUNDLE, SCORES, ROWS, ["no"] * 6) == ["no", "no", "yes", "yes", "yes", "no"]


def test_it_can_be_told_which_rows_those_are() -> None:
    assert left(BUNDLE, SCORES, ROWS).tolist() == [False, True, True, False, True, True]


def test_without_either_decisions_stay_as_they_are() -> None:
    free = structs.replace(BUNDLE, abstain=UNSET, only=UNSET)
    assert leave(free, SCORES, ROWS, ["yes"] * 6) == ["yes"] * 6


def test_where_nobody_knows_what_is_done_today_a_person_decides() -> None:
    unknown = structs.replace(BUNDLE, status_quo=StatusQuo(), abstain=UNSET)
    assert leave(unknown, SCORES, ROWS, ["no"] * 6) == ["no"] * 4 + [None, None]
