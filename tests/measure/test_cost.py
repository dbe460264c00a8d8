"""What errors cost: held against the sum written out by hand, and against numpy's interpolation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.measure.cost import costs_of
from shipworthy.measure.worth import value_per_row
from shipworthy.records.spec import CostPoint, Worth
from tests.measure.tables import NUMBER, table

POINTS = tuple(CostPoint(off=off, costs=costs) for off, costs in ((-60, 400), (-30, 100), (0, 0), (15, 0), (60, 900)))
ERRORS = st.lists(st.floats(-1000, 1000), min_size=1, max_size=30)


@given(ERRORS)
def test_between_points_the_cost_is_in_proportion_and_beyond_them_as_steep(errors: list[float]) -> None:
    rows = table(NUMBER, score=errors, outcome=[0.0] * len(errors))
    found = -value_per_row(rows, Worth(unit="EUR", points=POINTS))
    by_hand = np.interp(errors, [point.off for point in POINTS], [float(point.costs) for point in POINTS])
    by_hand += np.maximum(np.array(errors) - 60, 0) * 20 + np.maximum(-60 - np.array(errors), 0) * 10
    assert found == pytest.approx(by_hand)


@given(ERRORS, st.floats(0, 50), st.floats(0, 50))
def test_a_cost_of_each_unit_is_a_line_on_either_side(errors: list[float], under: float, over: float) -> None:
    rows = table(NUMBER, score=errors, outcome=[0.0] * len(errors))
    found = -value_per_row(rows, Worth(unit="EUR", under=under, over=over))
    assert found == pytest.approx([over * error if error > 0 else -under * error for error in errors])


@given(ERRORS, st.floats(0, 5), st.randoms(use_true_random=False))
def test_the_value_is_linear_in_the_amounts_and_knows_no_order_of_rows(
    errors: list[float], factor: float, dice: object
) -> None:
    scaled = tuple(CostPoint(off=point.off, costs=factor * float(point.costs)) for point in POINTS)
    order = list(range(len(errors)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    plain = value_per_row(table(NUMBER, score=errors, outcome=[0.0] * len(errors)), Worth(unit="EUR", points=POINTS))
    mixed = table(NUMBER, score=[errors[place] for place in order], outcome=[0.0] * len(errors))
    assert value_per_row(mixed, Worth(unit="EUR", points=scaled)) == pytest.approx(factor * plain[order])


def test_each_row_may_bring_its_own_cost() -> None:
    inputs = [{"late": 2.0, "early": 9.0}, {"late": 3.0, "early": 9.0}, {"late": None, "early": 9.0}]
    rows = table(NUMBER, score=[10.0, 10.0, 10.0], outcome=[12.0, 9.0, 12.0], inputs=inputs)
    assert value_per_row(rows, Worth(unit="EUR", under="late", over="early")) == pytest.approx(
        [-4, -9, np.nan], nan_ok=True
    )
    points = (CostPoint(off=-4.0, costs="late"), CostPoint(off=0.0, costs=0.0), CostPoint(off=1.0, costs=5.0))
    assert value_per_row(rows, Worth(unit="EUR", points=points)) == pytest.approx([-1, -5, np.nan], nan_ok=True)


def test_no_error_costs_exactly_what_is_said_of_it() -> None:
    rows = table(NUMBER, score=[0.1 + 0.2], outcome=[0.1 + 0.2])
    assert costs_of(rows, Worth(unit="EUR", under=0.1, over=0.7)).of(np.zeros(1)).tolist() == [0.0]
