from dataclasses import dataclass

import pytest

from benchmarks.stopping.play import play
from benchmarks.stopping.policies import NeverStop, Step
from benchmarks.stopping.world import GATHER, SHIP, STOP, Action, Try, View, Work
from tests.forecast.simulated.tiny import tiny


@dataclass(frozen=True)
class Script:
    """Does one thing after another, telling the same of the same course each time."""

    actions: tuple[Action, ...]
    chance: float | None = None
    course: tuple[Work, ...] = ()

    def next(self, view: View) -> Step:
        return Step(self.actions[len(view.work)], self.chance, self.course)


def test_what_was_done_is_paid_by_the_truth() -> None:
    played = play(Script((Try(0), Try(2), SHIP)), tiny())
    assert (played.weeks, played.shipped, played.met, played.told) == (3.5, True, True, ())
    assert played.payoff == pytest.approx(0.4 * 400 - 35 + 12.5)
    assert played.per_week == pytest.approx(played.payoff / 6)
    missed = play(Script((Try(1), SHIP)), tiny())
    assert missed.payoff == pytest.approx(0.4 * -100 - 10 + 25)


def test_the_whole_timebox_may_be_used_and_the_result_shipped() -> None:
    work = (Try(0), Try(2), GATHER, GATHER)
    assert play(Script((*work, SHIP)), tiny()).weeks == 5.5
    ended = play(NeverStop(margin=9.0), tiny())
    assert (ended.weeks, ended.shipped, ended.met) == (5.5, False, True)
    assert ended.payoff == pytest.approx(-55 + 2.5)


@pytest.mark.parametrize(
    ("course", "passes", "came"),
    [((), True, False), ((Try(2),), True, False), ((Try(2), Try(0)), True, True), ((Try(2), Try(0)), False, False)],
)
def test_a_chance_is_judged_by_the_course_told_with_it_even_of_one_who_stops(
    course: tuple[Work, ...], passes: bool, came: bool
) -> None:
    (told,) = play(Script((STOP,), 0.3, course), tiny(truth={"passes": passes})).told
    assert (told.chance, told.came, told.weeks_left) == (0.3, came, 6.0)


def test_gathering_counts_in_a_course() -> None:
    project = tiny(truth={"curve": (8.0, 1.0), "gains": (0.0, 0.0, 0.0)})
    assert play(Script((STOP,), 0.5, (GATHER,) * 4), project).told[0].came
    assert not play(Script((STOP,), 0.5, (GATHER,) * 3), project).told[0].came


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_a_chance_has_to_be_one(chance: float) -> None:
    with pytest.raises(ValueError, match="has to be in"):
        play(Script((STOP,), chance), tiny())


def test_a_course_has_to_fit() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        play(Script((STOP,), 0.5, (GATHER,) * 7), tiny())
