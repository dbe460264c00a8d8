"""Whatever is told, the advice makes sense."""

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipworthy.forecast.advise import advise
from shipworthy.forecast.situation import Passage, Past, Planned, Reading, Situation, Stage

SIZES = st.floats(1e-6, 1e6)
AMOUNTS = st.floats(-1e6, 1e6)
CHANCES = st.floats(0.0, 1.0)


@st.composite
def planned(draw: st.DrawFn, name: str) -> Planned:
    maybe = st.none() | SIZES
    return Planned(
        name,
        draw(st.sampled_from(["", "data", "model"])),
        draw(st.sampled_from(["", "Ada", "Bo"])),
        draw(st.none() | st.floats(0.001, 1.0)),
        draw(maybe),
        draw(maybe),
        draw(st.none() | st.floats(0.1, 10.0)),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    boxes = tuple(draw(planned(f"box {place}")) for place in range(draw(st.integers(0, 4))))
    tried = draw(st.integers(0, len(boxes)))
    first = st.builds(Reading, AMOUNTS, SIZES | st.just(0.0), st.floats(1.0, 1e6))
    later = tuple(
        Reading(draw(AMOUNTS), draw(SIZES), draw(st.floats(1.0, 1e6)), (each.name,), draw(st.booleans()))
        for each in boxes[:tried]
    )
    money = st.none() | st.floats(0.0, 1e9)
    return Situation(
        target=draw(AMOUNTS),
        readings=(draw(first), *later),
        planned=boxes,
        weeks_left=draw(st.floats(0.0, 12.0)),
        cost=draw(money),
        price=draw(st.floats(-1e4, 1e4)),
        value=draw(money),
        loss=draw(st.floats(0.0, 1e9)),
        stages=tuple(draw(st.lists(st.builds(Stage, st.just("review"), st.none() | CHANCES), max_size=2))),
        past=tuple(draw(st.lists(st.builds(Past, planned("past"), AMOUNTS, SIZES | st.just(0.0)), max_size=3))),
        passages=tuple(
            draw(st.lists(st.builds(Passage, st.just("review"), st.booleans(), st.none() | CHANCES), max_size=3))
        ),
        cases_per_week=draw(st.just(0.0) | SIZES),
        shared=draw(CHANCES),
        curve=tuple(draw(st.lists(first, max_size=3))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(situations())
def test_chances_are_chances_weeks_fit_and_what_is_advised_is_worth_most(told: Situation) -> None:
    found = advise(told)
    chances = [found.chance, found.chance_now, found.met, *(each.chance for each in found.stages)]
    assert all(each is not None and 0.0 <= each <= 1.0 for each in chances)
    efforts = {each.name: each.effort for each in found.order}
    assert sum(efforts.get(name, 1.0) for name in found.course) <= told.weeks_left + 1e-9
    assert {name for name in found.course if name in efforts}.isdisjoint(told.done)
    assert len(found.questions) == 5
    assert all(math.isfinite(each.index) for each in found.order)
    assert [each.index for each in found.order] == sorted((each.index for each in found.order), reverse=True)
    if found.does == "ship" and found.worth_ship is not None and found.worth_stop is not None:
        assert found.worth_ship >= max(found.worth_stop, found.worth_continue or -math.inf)
    if found.does in ("continue", "diversify"):
        assert found.next == found.course[0]
    else:
        assert found.next == ""
