from dataclasses import replace

import pytest

from benchmarks.replays.__main__ import main
from benchmarks.replays.play import play
from benchmarks.replays.projects import Attempt, Replay, replays, sources
from benchmarks.stopping.ours import readings
from benchmarks.stopping.policies import AtOnce, NeverStop, Step
from benchmarks.stopping.world import SHIP, STOP, Try, View
from tests.forecast.simulated.tiny import tiny


def small(**changes: object) -> Replay:
    """Three attempts in 2, 1 and 1.5 weeks after a first candidate; the second looks best and is not."""
    brief = replace(tiny().brief, cases_per_week=0)
    attempts = (Attempt(6.0, 1.0, 6.0), Attempt(9.0, 1.0, 10.5), Attempt(11.0, 1.0, 9.0), Attempt(10.5, 1.0, 12.0))
    return replace(Replay("made up", brief, attempts, passes=True), **changes)  # type: ignore[arg-type]


def test_what_scored_highest_is_kept_whether_it_is_truly_best_or_not() -> None:
    assert [small().best(count).score for count in range(4)] == [6.0, 9.0, 11.0, 11.0]
    assert [small().meets(count) for count in range(4)] == [False, True, False, False]


def test_money_is_counted_as_in_simulated_projects_and_the_oracle_takes_the_best_end() -> None:
    later = 0.8 * 0.5
    assert small().payoff(0, shipped=False) == 6 * 5.0
    assert small().payoff(1, shipped=True) == pytest.approx(later * 400.0 - 2 * 10.0 + 4 * 5.0)
    assert small().payoff(2, shipped=True) == pytest.approx(-later * 100.0 - 3 * 10.0 + 3 * 5.0)
    assert small().oracle() == small().payoff(1, shipped=True)


def test_attempts_come_in_the_order_run_whatever_is_asked_for() -> None:
    class Backwards:
        def next(self, view: View) -> Step:
            left = view.remaining(view.weeks_left)
            return Step(Try(left[-1]), 0.5, (Try(left[-1]),)) if left else Step(STOP)

    played = play(Backwards(), small())
    assert [each.came for each in played.told] == [True, False, False]
    assert (played.weeks, played.shipped, played.met) == (4.5, False, False)


def test_rules_of_thumb_ship_what_they_measured_and_gathering_ends_it() -> None:
    assert play(NeverStop(margin=0.0), small()).payoff == small().payoff(2, shipped=True)
    assert play(AtOnce(SHIP), small()).weeks == 0
    assert play(NeverStop(margin=9.0, data=1), small()).payoff == small().payoff(0, shipped=False)


def test_ours_is_told_which_attempts_were_dropped() -> None:
    seen: list[View] = []

    class Watch(NeverStop):
        def next(self, view: View) -> Step:
            seen.append(view)
            return super().next(view)

    play(Watch(margin=9.0), small())
    assert [each.kept for each in readings(seen[-1])] == [True, True, True, False]


def test_committed_runs_make_the_same_projects_whenever_asked_and_state_nothing_of_their_own_data_set() -> None:
    names = list(sources())
    assert len(names) == 15
    first, second = replays(names, "development", 30), replays(names, "development", 30)
    assert first == second
    assert replays(names, "final", 1) != first[:1]
    for each in first:
        assert 0 < each.brief.experiments[0].chance < 1
        assert each.oracle() >= each.payoff(0, shipped=False)


def test_the_command_prints_a_row_for_each_policy(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--projects", "30", "--tuning", "4"])
    told = capsys.readouterr().out
    for name in ("oracle", "shipworthy", "stop at once", "never stop", "fixed budget"):
        assert f"| {name} |" in told
    assert "Calibration error" in told
