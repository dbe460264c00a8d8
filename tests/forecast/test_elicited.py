"""Ranges of several people: pooled as a mixture, and never narrower than the truth about their disagreement."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from shipworthy.forecast.elicited import Input, checked, pooled, swings
from shipworthy.foundation.errors import RequestError
from shipworthy.records.elicited import Amount, Elicited, Pool, Said
from shipworthy.stats.spread import SIDE

amounts = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@st.composite
def ranges(draw: st.DrawFn) -> list[Said]:
    pairs = draw(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
    return [Said(by=f"p{place}", low=min(pair), high=max(pair)) for place, pair in enumerate(pairs)]


@given(ranges())
def test_together_they_reach_no_further_than_apart_and_order_does_not_matter(said: list[Said]) -> None:
    pool = pooled(said)
    assert min(each.low for each in said) <= pool.low <= pool.high <= max(each.high for each in said)
    other = pooled(said[::-1])
    assert (other.low, other.high, other.gap) == (pool.low, pool.high, pool.gap)
    assert (pool.gap > 0) == bool(pool.between)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.5, 50)), min_size=1, max_size=5))
def test_the_ends_are_those_of_the_mixture_that_scipy_knows(given: list[tuple[float, float]]) -> None:
    said = [Said(by=str(place), low=low, high=low + width) for place, (low, width) in enumerate(given)]
    pool = pooled(said)
    normals = [stats.norm(each.middle, (each.high - each.low) / 2 / SIDE) for each in said]

    def share(value: float) -> float:
        return sum(float(each.cdf(value)) for each in normals) / len(normals)

    for end, wanted in ((pool.low, 0.05), (pool.high, 0.95)):
        assert share(end) == pytest.approx(wanted, abs=1e-6)
        assert end == pytest.approx(optimize.brentq(lambda value, at=wanted: share(value) - at, -400, 400), abs=1e-3)


def test_one_person_is_taken_at_their_word_and_two_the_same_change_nothing() -> None:
    one = pooled([Said(by="a", low=700, high=1100)])
    assert (one.low, one.middle, one.high) == pytest.approx((700, 900, 1100))
    two = pooled([Said(by="a", low=700, high=1100), Said(by="b", low=700, high=1100)])
    assert (two.low, two.high, two.gap) == pytest.approx((700, 1100, 0))
    certain = pooled([Said(by="a", low=5, high=5)])
    assert (certain.low, certain.middle, certain.high) == (5, 5, 5)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (1, math.nan), (1, math.inf), (-math.inf, 1)])
def test_what_is_no_range_is_refused(low: float, high: float) -> None:
    with pytest.raises(RequestError, match="this is no range"):
        checked(low, high)


@given(st.lists(st.tuples(st.floats(-100, 100), ranges()), min_size=1, max_size=4), st.floats(-1e4, 1e4))
def test_at_the_amount_that_breaks_even_the_return_is_nothing(
    given: list[tuple[float, list[Said]]], middle: float
) -> None:
    inputs = [Input(str(place), round(moves, 2), pooled(said)) for place, (moves, said) in enumerate(given)]
    found = {each.name: each for each in swings(inputs, middle)}
    widths = [each.high - each.low for each in swings(inputs, middle)]
    assert widths == sorted(widths, reverse=True)
    for each in inputs:
        swing = found[each.name]
        assert (
            swing.low <= middle <= swing.high or each.pool.middle > each.pool.high or each.pool.middle < each.pool.low
        )
        if swing.breaks_even is not None:
            back = middle + each.moves * (swing.breaks_even - each.pool.middle)
            assert back == pytest.approx(0, abs=1e-4 * max(1, abs(middle), abs(each.moves * each.pool.middle)))


def test_nobody_sees_what_others_said_before_they_spoke() -> None:
    said = (Said(by="ann", low=1, high=2), Said(by="bob", low=5, high=6))
    pool = Pool(low=1, middle=3, high=6)
    told = Elicited(
        unit="EUR",
        amounts=(
            Amount(name="a", stated=1, said=said, pool=pool),
            Amount(name="b", stated=1, said=said[:1], pool=pool),
        ),
        middle=5,
    )
    assert told.seen_by("ann") == told
    seen = told.seen_by("bob")
    assert (seen.hidden, seen.middle) == (("b",), None)
    assert seen.amounts[0].said == said
    assert seen.amounts[1] == Amount(name="b", stated=None)
    assert told.seen_by("").hidden == ("b",)
    assert told.seen_by("carl").hidden == ("a", "b")
