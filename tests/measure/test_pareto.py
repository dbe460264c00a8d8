"""The front of value against costs, held against brute force."""

import math

from hypothesis import given
from hypothesis import strategies as st

from shipworthy.measure.pareto import STEP, pareto

COST = st.one_of(st.none(), st.integers(-3, 3).map(lambda power: STEP**power), st.just(0.0))
FIELD = st.lists(st.tuples(st.integers(0, 4).map(float), st.tuples(COST, COST)), min_size=1, max_size=7)


def beaten(one: tuple[float, tuple[float | None, ...]], other: tuple[float, tuple[float | None, ...]]) -> bool:
    """By brute force: the other brings as much, takes no more of anything, and is better in something."""
    numbers = [*one[1], *other[1]]
    if None in numbers or other[0] < one[0]:
        return False
    mine = [round(math.log(each, STEP)) if each else -math.inf for each in one[1]]
    theirs = [round(math.log(each, STEP)) if each else -math.inf for each in other[1]]
    return all(a <= b for a, b in zip(theirs, mine, strict=True)) and (other[0] > one[0] or theirs != mine)


@given(FIELD)
def test_whoever_is_off_the_front_is_beaten_and_nobody_else(
    field: list[tuple[float, tuple[float | None, ...]]],
) -> None:
    named = {str(place): each for place, each in enumerate(field)}
    found = pareto({name: each[0] for name, each in named.items()}, {name: each[1] for name, each in named.items()})
    for name, by in found.items():
        others = [other for other in named if other != name and beaten(named[name], named[other])]
        assert bool(by) == bool(others)
        assert not by or (by in others and named[by][0] == max(named[other][0] for other in others))


@given(FIELD)
def test_somebody_is_always_on_the_front(field: list[tuple[float, tuple[float | None, ...]]]) -> None:
    found = pareto(
        {str(at): each[0] for at, each in enumerate(field)}, {str(at): each[1] for at, each in enumerate(field)}
    )
    assert "" in found.values()


def test_costs_within_a_quarter_are_the_same() -> None:
    assert pareto({"a": 1.0, "b": 1.0}, {"a": [10.0], "b": [10.4]}) == {"a": "", "b": ""}
    assert pareto({"a": 1.0, "b": 1.0}, {"a": [10.0], "b": [14.0]}) == {"a": "", "b": "a"}
