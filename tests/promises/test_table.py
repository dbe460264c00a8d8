"""What the table of kept and broken promises says of projects whose course is known."""

import pytest

from benchmarks.promises.__main__ import _earned, table
from benchmarks.promises.play import Played, Promise

FOUND = Promise("linear", value=2.0, low=1.0, high=3.0, later=((2.0, 100), (0.5, 300)))
OTHER = Promise("tabular", value=5.0, low=None, high=None, later=((9.0, 100),))


def played(chosen: str = "linear", source: str = "savings", **ships: bool) -> Played:
    decided = {float(share.removeprefix("at_").replace("_", ".")): held for share, held in ships.items()}
    return Played(source, (FOUND, OTHER), chosen, decided)


def test_what_came_is_weighed_by_cases_in_units_of_the_promise_and_less_the_cost() -> None:
    # (2 of 100 cases and 0.5 of 300 cases) are 0.875 a case, of 2 that were promised
    cheap, dear = _earned(played(at_0_25=True, at_1_0=False))
    assert cheap == pytest.approx((1.0, 0.1875, 0.1875, 0.1875))
    assert dear == pytest.approx((0.0, 0.0, -0.5625, 0.0))


def test_a_wrong_shipment_costs_what_never_came() -> None:
    (dear,) = _earned(played(at_1_0=True))
    assert dear == pytest.approx((1.0, -0.5625, -0.5625, 0.0))


def test_where_nothing_was_put_forward_or_came_after_nothing_is_earned() -> None:
    assert list(_earned(played(chosen="status_quo", at_0_5=True))) == []
    never = Promise("linear", 2.0, 1.0, 3.0, later=())
    assert list(_earned(Played("savings", (never,), "linear", {0.5: True}))) == []


def test_a_harmful_promise_is_counted_in_units_of_its_size() -> None:
    harm = Promise("linear", -2.0, None, None, later=((-1.0, 10),))
    assert list(_earned(Played("savings", (harm,), "linear", {0.25: True}))) == [
        pytest.approx((1.0, -0.75, -0.75, 0.0))
    ]


def test_a_row_a_table_one_for_all_and_one_for_those_that_know_when() -> None:
    lines = table([played(at_0_25=True, at_1_0=False), played(source="flights", at_0_25=True)]).splitlines()
    named = [line.split(" | ")[0].strip("| ") for line in lines[2:]]
    assert named == ["savings", "flights", "all", "all whose rows know when"]
    assert len({line.count("|") for line in lines}) == 1
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    # one of two periods within 1 to 3; the promise without a range is counted and held against nothing
    assert cells[2:7] == ["1", "2", "50% of 2", "1", "1 of 2"]
    assert cells[7:] == ["0.2", "-0.4", "0.2"]
    assert [cell.strip() for cell in lines[4].strip("|").split("|")][2:7] == ["2", "4", "50% of 4", "2", "2 of 3"]
    assert lines[5].split("|")[3].strip() == "1"


def test_what_was_not_measured_is_left_empty() -> None:
    bare = Played("savings", (Promise("linear", 1.0, None, None, ()),), "constant", {})
    cells = [cell.strip() for cell in table([bare]).splitlines()[2].strip("|").split("|")]
    assert cells[2:] == ["1", "1", "", "0", "", "", "", ""]
