from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gates.bars import hold
from shipworthy.gates.slices import hold_slices
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import chance_of_less

BAR = Bar(measure="recall", at_least=0.2, by="shop", min_n=200, unit="share")


def recall(shop: str, value: float | None, se: float | None = 0.02, n: int = 1000, **fields: Any) -> Measurement:
    return Measurement(name="recall", value=value, se=se, n=n, unit="share", slice={"shop": shop}, **fields)


def test_it_holds_when_every_group_reaches_the_limit() -> None:
    held = hold_slices(BAR, [recall("A", 0.4), recall("B", 0.3), recall("C", 0.5)])
    assert held.state == "holds"
    assert held.number == recall("B", 0.3)
    assert held.why.startswith("each of 3 groups of shop is good enough; B comes nearest to the limit")


def test_one_group_that_surely_misses_fails_it_and_is_named() -> None:
    held = hold_slices(BAR, [recall("A", 0.4), recall("B", 0.1), recall("C", 0.21)])
    assert held.state == "fails"
    assert held.number == recall("B", 0.1)
    assert "not good enough for B; it is 10 in 100, and at least 20 in 100 was asked for" in held.why
    assert "B" in held.next_step


def test_open_groups_are_told_how_much_more_settles_them_all() -> None:
    step = hold_slices(BAR, [recall("A", 0.4), recall("B", 0.22), recall("C", 0.215)]).next_step
    assert step == (
        "with about 7,120 more cases of C it would be settled with a chance of 9 in 10, if what was seen goes on"
    )


def test_a_group_that_leans_to_missing_settles_it_alone() -> None:
    step = hold_slices(BAR, [recall("A", 0.4), recall("B", 0.185), recall("C", 0.21)]).next_step
    assert " more cases of B it would be settled" in step


def test_among_many_groups_one_that_misses_by_chance_does_not_fail_it() -> None:
    unlucky = recall("unlucky", 0.16)
    assert hold_slices(BAR, [unlucky]).state == "fails"
    among = hold_slices(BAR, [unlucky, *(recall(str(number), 0.4) for number in range(30))])
    assert among.state == "cant_tell"
    assert "unlucky (1 of 31 groups of shop)" in among.why


def test_small_groups_do_not_block_but_are_said() -> None:
    small = [recall("X", 0.0, n=199), recall("Y", None, None, n=3)]
    held = hold_slices(BAR, [recall("A", 0.4), *small])
    assert held.state == "holds"
    assert "2 groups with fewer than 200 cases (202 in all) could not be judged" in held.why


def test_small_groups_only_settle_nothing() -> None:
    held = hold_slices(BAR, [recall("X", 0.9, n=199)])
    assert held.state == "cant_tell"
    assert "no group of shop has enough cases" in held.why


def test_a_large_group_without_a_number_is_not_passed_over() -> None:
    held = hold_slices(BAR, [recall("A", 0.4), recall("B", None)])
    assert held.state == "cant_tell"
    assert "B" in held.why


def test_a_group_without_any_scatter_is_judged_by_its_interval() -> None:
    few_hits = recall("B", 0.0, 0.0, low=0.0, high=0.56)
    assert hold_slices(BAR, [few_hits]).state == "cant_tell"


VALUES = st.lists(st.tuples(st.floats(0.0, 0.6), st.floats(0.005, 0.1)), min_size=1, max_size=12)


@given(VALUES)
def test_failing_is_holms_test_and_holding_is_each_groups_own(values: list[tuple[float, float]]) -> None:
    groups = [recall(str(place), value, se) for place, (value, se) in enumerate(values)]
    p_values = [chance_of_less(value, se, None, 0.2) for value, se in values]
    # Holm's procedure rejects something exactly when the smallest p-value stands Bonferroni's test
    rejected = min(p_values) * len(p_values) < 0.05
    each = {hold(BAR, group).state for group in groups}
    expected = "fails" if rejected else "holds" if each == {"holds"} else "cant_tell"
    assert hold_slices(BAR, groups).state == expected


@given(VALUES, st.randoms())
def test_the_order_of_groups_does_not_matter(values: list[tuple[float, float]], luck: Any) -> None:
    groups = [recall(str(place), value, se) for place, (value, se) in enumerate(values)]
    mixed = list(groups)
    luck.shuffle(mixed)
    assert hold_slices(BAR, mixed).state == hold_slices(BAR, groups).state


def test_at_most_is_judged_on_the_other_side() -> None:
    bar = Bar(measure="recall", at_most=0.3, by="shop", unit="share")
    assert hold_slices(bar, [recall("A", 0.1), recall("B", 0.5)]).state == "fails"
    assert hold_slices(bar, [recall("A", 0.1), recall("B", 0.2)]).state == "holds"
