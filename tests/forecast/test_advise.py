from dataclasses import replace

import pytest

from shipworthy.forecast.advise import advise
from shipworthy.forecast.situation import Past, Planned, Reading, Situation, Stage
from shipworthy.foundation.errors import RequestError
from shipworthy.records.advice import Advice


def situation(**changes: object) -> Situation:
    """Half way: three missing, two experiments left of two kinds, ten weeks."""
    told = Situation(
        target=10.0,
        readings=(Reading(6.0, 0.5, 1000), Reading(7.0, 0.5, 1000, ("clean",))),
        planned=(
            Planned("clean", "data", "Ada", 0.5, 1.0, 0.3, 1.0),
            Planned("trees", "model", "Bo", 0.6, 3.0, 1.0, 2.0),
            Planned("text", "data", "Ada", 0.5, 2.0, 1.0, 2.0),
        ),
        weeks_left=10.0,
        cost=10.0,
        price=5.0,
        value=1000.0,
        loss=100.0,
        stages=(Stage("review", 0.9),),
        cases_per_week=100,
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def test_it_goes_on_with_what_is_worth_trying_and_says_why_in_the_order_of_the_five_questions() -> None:
    told = advise(situation())
    assert told.does == "continue"
    assert told.next in {"trees", "text", "gather cases"}
    assert [each.answer for each in told.questions] == ["no", "cant_tell", "cant_tell", "yes", "yes"]
    assert 0.2 < (told.chance or 0.0) < 0.8
    assert Advice.from_dict(told.to_dict()) == told


def test_it_ships_what_is_far_above_the_target_and_stops_when_weeks_bring_more_elsewhere() -> None:
    assert advise(situation(target=2.0)).does == "ship"
    assert advise(situation(price=1000.0)).does == "stop"


def test_without_target_or_anything_to_hold_it_against_it_cannot_tell() -> None:
    assert advise(situation(target=None)).does == "cant_tell"
    assert advise(Situation(target=1.0)).does == "cant_tell"
    brief = Situation(target=1.0, prior=0.5, value=1000.0, cost=10.0, weeks_left=10, stages=(Stage("review", 0.5),))
    assert (advise(brief).does, advise(brief).chance, advise(brief).worth_continue) == ("continue", 0.25, 150.0)


def test_the_same_situation_gives_the_same_advice() -> None:
    assert advise(situation(), 3) == advise(situation(), 3)


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Planned("a", chance=1.5), "chance"),
        (lambda: Planned("a", effort=-1.0), "effort"),
        (lambda: Planned("a", gain=float("nan")), "gain"),
        (lambda: Stage("a", -0.1), "stage 'a', chance"),
        (lambda: Reading(float("nan"), 1.0), "reading, value"),
        (lambda: Reading(1.0, -1.0), "reading, se"),
        (lambda: Reading(1.0, 1.0, 0), "reading, cases"),
        (lambda: Past(Planned("a"), float("inf")), "gain"),
        (lambda: situation(weeks_left=-1.0), "weeks_left"),
        (lambda: situation(cost=float("nan")), "cost"),
        (lambda: situation(shared=2.0), "shared"),
        (lambda: situation(planned=(Planned("a"), Planned("a"))), "experiment"),
        (lambda: situation(planned=(Planned("gather cases"),), readings=()), "experiment"),
        (lambda: situation(readings=(Reading(1.0, 1.0, 1, ("clean",)),)), "reading, tried"),
        (lambda: situation(readings=(Reading(1.0, 1.0), Reading(1.0, 1.0, 1, ("other",)))), "reading, tried"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(make, where) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RequestError) as caught:
        make()
    assert where in caught.value.where
