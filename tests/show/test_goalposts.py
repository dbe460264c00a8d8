"""The history of the goal and the way so far, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shipworthy.records.claim import Bar
from shipworthy.records.decision import Decision
from shipworthy.records.goalpost import Goal, Move, Retold
from shipworthy.records.measurement import Measurement
from shipworthy.show.acts import Act, takeable, way
from shipworthy.show.goalposts import goals_told, moved_in_short

START = datetime(2026, 3, 1, tzinfo=UTC)
GAIN = Measurement(name="gain", value=15_000, low=13_000, high=17_000, unit="USD", per=1000)


def goal(least: float) -> Goal:
    return Goal(says=f"gains at least {least:,.0f} USD per 1,000 cases", bar=Bar(measure="gain", at_least=least))


def move(seq: int, least: float, direction: Any, **fields: Any) -> Move:
    given = {"by": "ann", "authority": "asserted", "signed": True, "time": START + timedelta(days=seq)}
    return Move(**{**given, "seq": seq, "goal": goal(least), "direction": direction, **fields})


def result(before: Any, after: Any, **fields: Any) -> Retold:
    flips = before not in (None, "holds") and after == "holds"
    told = {"candidate": "linear", "seq": 3, "number": GAIN, "visible": True, "flips": flips}
    return Retold(**{**told, "before": before, "after": after, **fields})


FIRST = move(1, 20_000, "set")


def test_a_goal_that_was_never_moved_has_nothing_to_tell() -> None:
    assert (goals_told(()), goals_told((FIRST,)), moved_in_short((FIRST,))) == ((), (), ())


def test_a_move_says_who_when_why_what_was_known_and_what_it_would_have_been() -> None:
    moved = move(4, 12_000, "looser", why="crews are cheaper", known=1, held=True, results=(result("fails", "holds"),))
    _, told = goals_told((FIRST, moved))
    assert (told.when, told.who, told.word) == ("5 March 2026", "ann", "held until a second person agrees")
    assert told.what == "The goal was made easier to reach, signed by ann."
    assert told.lines == (
        "It gains at least 12,000 USD per 1,000 cases.",
        "Why: Crews are cheaper.",
        "One attempt had been measured by then.",
        "“linear”, 15,000 USD per 1,000 cases (very likely between 13,000 and 17,000 USD), known by then: under the "
        "goal before “no”, under this one “yes”: it passes only since the goal was moved.",
    )
    (line,) = moved_in_short((FIRST, moved))
    assert line.startswith("5 March 2026: The goal was made easier to reach, signed by ann. It gains at least 12,000")
    assert line.endswith("It is held until a second person agrees.")


def test_what_cannot_be_told_under_one_of_the_goals_is_said() -> None:
    moved = move(4, 12_000, "measured otherwise", known=3, results=(result(None, "holds", visible=False),))
    lines = goals_told((FIRST, moved))[1].lines
    assert "3 attempts had been measured by then." in lines
    assert "found later: under the goal before cannot be told, for it was measured in another way" in lines[-1]


def test_a_change_that_was_signed_as_it_was_found_is_told_once() -> None:
    found = move(3, 12_000, "looser", signed=False, by="cid")
    signed = move(4, 12_000, "looser", agreed_by=("bob",))
    assert [each.who for each in goals_told((FIRST, found))] == ["ann", "cid"]
    assert "nobody had signed that; cid was at work" in goals_told((FIRST, found))[1].what
    told = goals_told((FIRST, found, signed))
    assert [(each.who, each.word) for each in told] == [("ann", "signed"), ("ann", "agreed by two")]
    assert told[1].lines[-1] == "bob agreed."


def decided(seq: int, choice: Any, undone: str = "", **fields: Any) -> Act:
    made = {"stage": "prototype", "why": "so it is", "by": "ann", "authority": "asserted", "advice": "go", "gate": ""}
    decision = Decision(**{**made, "choice": choice, "follows": True, **fields})
    return Act(seq, START, "ann", "asserted", f"{choice} at the end of prototype", decision, undone)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (decided(1, "go"), "On from the trial to going live."),
        (decided(1, "go", stage="monitoring"), "On with watching it run."),
        (decided(1, "back", back_to="data", follows=False), "Back from the trial to the data, against the advice."),
        (decided(1, "stay"), "Stay with the trial."),
        (decided(1, "stop", follows=False), "Stop at the trial, against the advice."),
    ],
)
def test_every_move_between_stages_and_its_reason(act: Act, what: str) -> None:
    (step,) = way((act,))
    assert (step.what, step.why, step.who, step.when) == (what, "So it is.", "ann", "1 March 2026")


def test_what_was_taken_back_stays_on_the_way_and_cannot_be_taken_back_again() -> None:
    acts = (decided(1, "go", undone="taken back by bob: too early"), decided(2, "stay"))
    assert [step.undone for step in way(acts)] == ["Taken back by bob: too early.", ""]
    assert [seq for seq, _ in takeable(acts)] == ["2"]
