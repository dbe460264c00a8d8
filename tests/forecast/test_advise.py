from dataclasses import replace
from itertools import pairwise

import pytest

from shipworthy.forecast.advise import advise
from shipworthy.forecast.situation import Passage, Past, Planned, Reading, Situation, Stage
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


def test_the_order_of_the_archive_does_not_matter() -> None:
    past = tuple(Past(Planned(f"p{n}", "data", "Ada", 0.5, 2.0, 1.0, 1.0), float(n % 3), 0.3) for n in range(6))
    passages = tuple(Passage("review", n % 2 == 0, 0.5 + n / 20) for n in range(6))
    told = advise(situation(past=past, passages=passages))
    assert advise(situation(past=past[::-1], passages=passages[::-1])) == told


def test_the_unit_of_the_criterion_and_the_currency_do_not_matter() -> None:
    told, other = advise(situation()), advise(_in_units(situation(), 1024.0, 64.0))
    assert (other.does, other.next) == (told.does, told.next)
    assert other.chance == pytest.approx(told.chance, abs=0.02)
    assert other.worth_continue == pytest.approx(64.0 * (told.worth_continue or 0.0), rel=0.05)
    assert other.order[0].index == pytest.approx(1024.0 * told.order[0].index, rel=0.05)


def _in_units(told: Situation, gain: float, money: float) -> Situation:
    return replace(
        told,
        target=gain * (told.target or 0.0),
        readings=tuple(replace(each, value=gain * each.value, se=gain * each.se) for each in told.readings),
        planned=tuple(
            replace(each, gain=gain * (each.gain or 0.0), sd=gain * (each.sd or 0.0)) for each in told.planned
        ),
        cost=money * (told.cost or 0.0),
        price=money * told.price,
        value=money * (told.value or 0.0),
        loss=money * told.loss,
    )


@pytest.mark.parametrize("seed", range(4))
def test_more_weeks_are_never_worth_less_here_than_elsewhere(seed: int) -> None:
    more = []
    for weeks in (0.0, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0):
        told = advise(situation(weeks_left=weeks), seed)
        best = max(each for each in (told.worth_ship, told.worth_continue, told.worth_stop) if each is not None)
        more.append(best - (told.worth_stop or 0.0))
    slack = 3 * 1000.0 * 0.5 / 1000**0.5
    assert all(later >= earlier - slack for earlier, later in pairwise(more))


def test_a_failure_lowers_its_relatives_more_than_strangers() -> None:
    boxes = tuple(Planned(name, kind, "Ada", 0.5, 2.0, 1.0, 1.0) for name, kind in _KINDS.items())
    tried = tuple(Reading(6.0, 0.1, 1000, (name,), kept=False) for name in ("clean", "join"))
    fell = dict.fromkeys(("text", "trees"), 0.0)
    for seed in range(4):
        before = advise(situation(planned=boxes, readings=(Reading(6.0, 0.1, 1000),)), seed)
        after = advise(situation(planned=boxes, readings=(Reading(6.0, 0.1, 1000), *tried)), seed)
        was = {each.name: each.chance for each in before.order}
        for each in after.order:
            fell[each.name] += (was[each.name] - each.chance) / 4
    assert fell["text"] > fell["trees"] + 0.02 > 0.02


_KINDS = {"clean": "data", "join": "data", "text": "data", "trees": "model"}


def test_after_a_plateau_it_turns_to_another_kind() -> None:
    data = tuple(Planned(f"d{n}", "data", "Ada", 0.5, 1.0, 0.3, 1.0) for n in range(3))
    model = Planned("trees", "model", "Bo", 0.8, 4.0, 1.0, 1.0)
    readings = (Reading(7.0, 0.3), Reading(7.0, 0.3, 1, ("d0",)), Reading(7.1, 0.3, 1, ("d1",)))
    told = advise(situation(planned=(*data, model), readings=readings, cases_per_week=0))
    assert (told.does, told.next, told.questions[2].answer) == ("diversify", "trees", "yes")
    assert "another kind (model)" in told.says


def test_where_cases_are_missing_it_gathers_them() -> None:
    curve = tuple(Reading(10.0 - 8.0 * (1000 / n) ** 0.4, 0.05, n) for n in (125, 250, 500, 1000))
    told = advise(
        situation(target=4.0, readings=(Reading(2.0, 0.05, 1000),), curve=curve, cases_per_week=1000, planned=())
    )
    assert (told.does, told.next) == ("continue", "gather cases")
    assert told.questions[1].answer == "yes"


def test_with_nothing_left_it_says_so_in_words_that_fit() -> None:
    met, more, plateau, time, _ = (each.says for each in advise(situation(weeks_left=0.0)).questions)
    assert "what is at hand" in met
    assert more == "no whole week is left to gather them"
    assert plateau.startswith("only one attempt was tried beyond what is at hand")
    assert time.startswith("as things stand the chance of success")
    without = advise(situation(cases_per_week=0)).questions
    assert without[1].says == "nothing tells yet what they would bring"
    assert without[3].says.startswith("with 10 weeks left the chance of success")
    assert advise(situation(target=None)).says.endswith("say it under success.criterion")


def test_stages_say_what_their_chance_rests_on() -> None:
    stages = (Stage("review", 0.9), Stage("security"), Stage("field trial"))
    passages = (*(Passage("security", passed) for passed in (True, False, False, False)), Passage("review", False, 0.9))
    told = advise(situation(stages=stages, passages=passages)).stages
    assert [each.source for each in told] == ["readings", "document", "archive", "default"]
    assert told[2].chance == pytest.approx((1.5 + 1) / (2 + 4), abs=0.03)
    assert told[3].chance == pytest.approx(0.75, abs=0.03)
    assert told[1].chance < 0.9


def test_what_nobody_said_is_assumed_and_named() -> None:
    bare = (Planned("clean", gain=1.0), Planned("trees"))
    told = advise(situation(planned=bare, readings=(Reading(6.0, 0.5),), value=None, cost=None))
    assert len(told.assumed) == 4
    assert "clean and trees" in told.assumed[0]
    assert (told.worth_ship, told.worth_continue, told.questions[4].answer) == (None, None, "cant_tell")
    nothing = advise(situation(planned=(Planned("trees"),), readings=(Reading(6.0, 0.5),)))
    assert "left out" in nothing.assumed[0]
    assert nothing.order == ()


def test_without_any_experiment_or_case_to_gather_it_ships_or_stops() -> None:
    told = advise(situation(planned=(), readings=(Reading(6.0, 0.5),), cases_per_week=0))
    assert (told.does, told.worth_continue, told.course) == ("stop", None, ())


def test_before_anything_errs_or_counts_cases_that_is_assumed_and_named() -> None:
    nothing = Reading(0.0, 0.0)
    told = advise(situation(readings=(nothing,)))
    assert any("how far measurements err" in each for each in told.assumed)
    unsaid = advise(situation(readings=(nothing, Reading(2.0, 0.5, 5000, ("clean",)))))
    said = advise(situation(readings=(Reading(0.0, 0.0, 5000), Reading(2.0, 0.5, 5000, ("clean",)))))
    assert unsaid == said


def test_the_order_does_not_hang_on_the_seed_and_no_price_is_above_what_is_missing() -> None:
    orders = [advise(situation(), seed).order for seed in range(5)]
    assert {tuple(each.name for each in order) for order in orders} == {("trees", "text")}
    prices = [order[0].index for order in orders]
    assert max(prices) - min(prices) < 0.2
    assert max(prices) < 5.0
