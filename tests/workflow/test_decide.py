"""Decisions: one after the other, at the same moment, back and forth."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.foundation.errors import RequestError
from shipworthy.records.decision import Decision
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.decide import decide
from shipworthy.workflow.undo import undo
from tests.store.writers import PROCESSES
from tests.workflow.deciders import decide_at_once, hold, make

AT_ONCE = 4


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


@pytest.fixture
def bench(root: Path, tmp_path: Path) -> Iterator[Bench]:
    with Bench(root, person="ann", environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as opened:
        hold(opened, "ideation", "data", "prototype")
        yield opened


def at_once(root: Path, environment: dict[str, str]) -> list[str]:
    """What several people are told who decide on the same gate at the same moment."""
    people = ["ann", "bob"] * (AT_ONCE // 2)
    start, told = PROCESSES.Barrier(len(people)), PROCESSES.Queue()
    running = [
        PROCESSES.Process(target=decide_at_once, args=(root, environment, person, start, told)) for person in people
    ]
    for each in running:
        each.start()
    answers = [told.get(timeout=120) for _ in running]
    for each in running:
        each.join(60)
    return sorted(answers)


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_of_two_people_who_decide_at_once_one_is_told_what_the_other_decided(
    root: Path, tmp_path: Path, where: str, request: pytest.FixtureRequest
) -> None:
    environment = {"SHIPWORTHY_HOME": str(tmp_path / "home")}
    if where == "postgres":
        environment = {"SHIPWORTHY_URL": request.getfixturevalue("postgres_url")}
    with Bench(root, environment=environment) as bench:
        hold(bench, "ideation")
        answers = at_once(root, environment)
        made = bench.book.all(Decision)
        assert bench.ledger.verify() == ()
    assert len({each.by for each in made}) == 1, "nobody decided over the head of the other"
    first = made[0].by
    assert answers == sorted(
        [f"decided {first}"] * (AT_ONCE // 2) + [each for each in answers if each.startswith("refused")]
    )
    assert all(f"{first} decided go: {first} thinks so" in each for each in answers if each.startswith("refused"))
    assert sum(each.startswith("refused") for each in answers) == AT_ONCE // 2


def test_who_knows_of_the_other_decision_may_decide_after_it(bench: Bench) -> None:
    decide(bench, "go", why="it gains enough")
    bench.asked_for = "bob"
    with pytest.raises(RequestError, match="somebody else has decided on this gate meanwhile") as caught:
        decide(bench, "stop", why="too dear")
    assert "ann decided go: it gains enough" in str(caught.value.seen)
    assert "--over 4" in caught.value.next_step
    assert len(bench.book.all(Decision)) == 1
    with pytest.raises(RequestError, match="meanwhile"):
        decide(bench, "stop", why="too dear", over=3)
    assert decide(bench, "stop", why="too dear", over=4).decision.by == "bob"
    bench.asked_for = "ann"
    with pytest.raises(RequestError, match="meanwhile") as caught:
        decide(bench, "go", why="it does")
    assert "bob decided stop" in str(caught.value.seen)


def test_people_change_their_own_mind_and_decide_on_a_gate_held_anew(bench: Bench) -> None:
    decide(bench, "stay", why="we wait")
    decide(bench, "go", why="we waited")
    hold(bench, "prototype")
    bench.asked_for = "bob"
    assert decide(bench, "go", why="still").decision.by == "bob"


def test_an_undone_decision_leaves_the_gate_to_others(bench: Bench) -> None:
    decide(bench, "go", why="it gains enough")
    undo(bench, 4, why="the wrong project")
    bench.asked_for = "bob"
    assert decide(bench, "stop", why="too dear").decision.choice == "stop"


def test_after_going_back_the_gate_has_to_be_held_again(bench: Bench) -> None:
    decide(bench, "back", why="the weather is missing", back_to="data")
    for stage in ("data", "prototype"):
        with pytest.raises(
            RequestError, match="the project went back to data, and this gate was held before"
        ) as caught:
            decide(bench, "go", why="on we go", stage=stage)
        assert "the weather is missing" in str(caught.value.seen)
        assert f"shipworthy check {stage}" in caught.value.next_step
    assert decide(bench, "go", why="the idea stands", stage="ideation").decision.stage == "ideation"
    assert decide(bench, "stay", why="we look").decision.choice == "stay"
    hold(bench, "data")
    assert decide(bench, "go", why="it is there", stage="data").decision.stage == "data"
    with pytest.raises(RequestError, match="held before"):
        decide(bench, "go", why="on we go", stage="prototype")


def test_a_step_back_that_was_undone_holds_nothing_up(bench: Bench) -> None:
    decide(bench, "back", why="the weather is missing", back_to="data")
    undo(bench, 4, why="it was there all along")
    assert decide(bench, "go", why="on we go").decision.stage == "prototype"
