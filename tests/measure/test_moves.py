"""How the gain moves with each amount: held against measuring the gain again with other amounts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from shipworthy.measure.gain import measure_gain
from shipworthy.measure.moves import gain_moves
from tests.measure.tables import NONE_AGREED, USD, simulated

OURS, THEIRS = simulated(11), simulated(11, skill=0.3, candidate="theirs")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1000, 1000), min_size=4, max_size=4))
def test_the_gain_at_any_amounts_is_the_sum_of_what_each_moves(amounts: list[float]) -> None:
    moves = gain_moves(OURS, THEIRS, USD, 1000)
    assert len(moves) == 4
    given = {
        (each.slice["decision"], each.slice["outcome"]): amount for each, amount in zip(moves, amounts, strict=True)
    }
    outcomes = {
        decision: {outcome: given[decision, outcome] for outcome in cells} for decision, cells in USD.outcomes.items()
    }
    found = measure_gain(OURS, THEIRS, structs.replace(USD, outcomes=outcomes), 1000).value
    told = sum((each.value or 0) * amount for each, amount in zip(moves, amounts, strict=True))
    assert found == pytest.approx(told, abs=1e-6)


def test_without_agreed_amounts_nothing_moves() -> None:
    assert gain_moves(OURS, THEIRS, NONE_AGREED, 1000) == ()
