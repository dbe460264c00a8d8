"""What the tables of kept and broken promises say of projects whose course is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.promises.deciding import COSTS, decisions, state_of
from benchmarks.promises.play import Played, Promise
from benchmarks.promises.tables import kept, price, reasons
from shipworthy.records.measurement import Measurement

LATER = ((2.0, 100), (0.5, 300))  # 0.875 a case, of 2 that were promised


def promise(value: float, se: float | None = None, later: tuple[tuple[float, int], ...] = LATER) -> Promise:
    """What nine periods told."""
    ends = (None, None) if se is None else (value - 1.0, value + 1.0)
    told = Measurement(
        name="gain", value=value, low=ends[0], high=ends[1], se=se, df=8.0, clusters=9, kind="predictive", unit="points"
    )
    return Promise("linear", told, later)


OTHER = Promise("tabular", Measurement(name="gain", value=5.0), ((9.0, 100),))


def played(one: Promise, chosen: str = "linear", source: str = "savings", **claims: str) -> Played:
    gate = {"success.criterion": "cant_tell", **{name.replace("_", "."): state for name, state in claims.items()}}
    return Played(source, (one, OTHER), chosen, {} if chosen == "constant" else gate)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_what_came_is_weighed_by_cases_in_units_of_the_promise_and_less_the_cost() -> None:
    made = decisions([played(promise(2.0, 0.6))])
    assert [each.left for each in made] == pytest.approx([0.4375 - cost for cost in COSTS])
    # by hand: 2 less 1.86 (t, 8 degrees) times 0.6 is 0.884, so a quarter of the promise is reached and half is not
    assert [each.state for each in made] == ["holds", *["cant_tell"] * 4]
    assert [each.earned for each in made] == pytest.approx([0.1875, 0, 0, 0, 0])


def test_several_periods_taken_together_let_pass_what_none_of_them_would_by_itself() -> None:
    one = promise(2.0, 0.6, later=tuple((1.5, 100) for _ in range(6)))
    # by hand: 0.6 * sqrt((1/9 + 1/6) / (1/9 + 1)) is 0.3, so the bound is 1.44
    assert state_of(one, 0.7) == "cant_tell"
    assert state_of(one, 0.7, together=True) == "holds"
    assert state_of(one, 0.75, together=True) == "cant_tell"


def test_a_wrong_shipment_costs_what_never_came_and_a_loss_is_counted_in_units_of_its_size() -> None:
    made = decisions([played(promise(2.0, 0.01, later=((-1.0, 10),)))])
    assert made[0].earned == pytest.approx(-0.75)
    harm = decisions([played(promise(-2.0, 0.01, later=((-1.0, 10),)))])
    assert harm[0].left == pytest.approx(-0.75)
    assert {each.state for each in harm} == {"fails"}


def test_where_nothing_was_put_forward_or_came_after_nothing_is_decided() -> None:
    assert decisions([played(promise(2.0, 0.1), chosen="constant")]) == []
    assert decisions([played(promise(2.0, 0.1, later=()))]) == []


@given(st.floats(-5, 5).filter(lambda value: abs(value) > 0.01), st.floats(0.01, 3), st.floats(0.52, 0.98))
def test_more_confidence_never_ships_more(value: float, se: float, confidence: float) -> None:
    one = [played(promise(value, se))]
    bold, careful = decisions(one, 0.51), decisions(one, confidence)
    assert all(less.shipped <= more.shipped for less, more in zip(careful, bold, strict=True))


def test_a_row_a_table_one_for_all_and_one_for_those_that_know_when() -> None:
    one = promise(2.0, 0.6)
    lines = kept([played(one), played(one, source="flights")]).splitlines()
    assert [cells(line)[0] for line in lines[2:]] == ["savings", "flights", "all", "all whose rows know when"]
    assert len({line.count("|") for line in lines}) == 1
    # one of two periods within 1 to 3; the promise without a range is counted and held against nothing
    assert cells(lines[2])[2:] == ["1", "2", "50% of 2", "1", "1 of 5", "0.2", "-1.6", "0.2"]
    assert cells(lines[4])[2:7] == ["2", "4", "50% of 4", "2", "2 of 10"]
    assert cells(lines[5])[2] == "1"


def test_what_was_not_measured_is_left_empty() -> None:
    bare = Played("savings", (Promise("linear", Measurement(name="gain", value=1.0), ()),), "constant", {})
    assert cells(kept([bare]).splitlines()[2])[2:] == ["1", "1", "", "0", "", "", "", ""]


def test_the_price_of_caution_has_a_row_for_each_confidence_and_one_for_shipping_always() -> None:
    lines = price([played(promise(2.0, 0.6))]).splitlines()
    told = {tuple(cells(line)[:2]): cells(line)[2:] for line in lines[2:]}
    assert told["95%", "a single period"] == ["1 of 5", "0.2", "0.0", "0.0", "0"]
    # an even chance ships whatever costs less than what was promised, and 0.75 of it never came
    assert told["51%", "a single period"] == ["3 of 5", "-0.2", "0.0", "0.4", "2"]
    assert told["none", "shipped always"] == ["5 of 5", "-1.6", "0.0", "1.8", "4"]


def test_what_the_gate_said_adds_up_and_what_else_stood_open_is_named() -> None:
    told = reasons([played(promise(2.0, 0.6), data_enough="fails", brief_user="fails")])
    rows = [cells(line) for line in told.splitlines() if line.startswith("|")][2:]
    assert [row[1] for row in rows] == ["1", "4", "0"]
    assert rows[0][2:] == ["0.2", "0.0"]
    assert "the same of the goal in 1 of 1 projects at 95%" in told
    assert told.endswith("the brief left out: `data.enough` fails in 1.")


def test_a_gate_that_says_otherwise_than_the_promise_is_counted() -> None:
    assert "in 0 of 1 projects" in reasons([played(promise(2.0, 0.6), success_criterion="fails")])
