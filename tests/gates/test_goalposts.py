"""The history of the goal, from records alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.foundation.clock import SteppingClock
from shipworthy.gates.goalposts import history, hold_back
from shipworthy.gates.retold import CRITERION, direction_of, under
from shipworthy.records.claim import Bar
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.goalpost import Goal, GoalSeen, Move
from shipworthy.records.placed import Placed
from shipworthy.records.record import Record
from shipworthy.records.undone import Undone
from shipworthy.records.verdict import Verdict
from shipworthy.store.entry import Entry
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger
from tests.gates.build import gain

START = datetime(2026, 1, 1, tzinfo=UTC)
HOLDS = Verdict(claim=CRITERION, state="holds", why="it gains enough")


def goal(least: float = 20_000, amounts: str = "one", **fields: Any) -> Goal:
    bar = Bar(**{"measure": "gain", "at_least": least, "against": "status_quo", "per": 1000, "unit": "USD", **fields})
    return Goal(says=f"gains at least {least:g}", bar=bar, measured_with={"document:success.value": amounts})


def signed(what: Goal, by: str = "ann", **fields: Any) -> SignOff:
    claims = {CRITERION: what.digest}
    return SignOff(**{"claims": claims, "by": by, "authority": "asserted", "goalpost": True, "goal": what, **fields})


def second(entry: Entry, by: str = "bob") -> SignOff:
    return SignOff(claims={}, by=by, authority="asserted", seconds=entry.hash)


def found(value: float, candidate: str = "linear", amounts: str = "one", se: float = 1_000) -> Evidence:
    return Evidence(
        check="promise",
        says="",
        stage="prototype",
        claims=(CRITERION,),
        candidate=candidate,
        measurements=(gain(value, se),),
        stands_on={"document:success.value": amounts, "code": "1"},
    )


class Pages:
    """A book of a project without a ledger below it, for many short histories."""

    def __init__(self) -> None:
        self._written: list[Placed[Any]] = []

    def put(self, record: Any) -> Any:
        seq = len(self._written) + 1
        by = getattr(record, "by", "shipworthy")
        when = START + timedelta(days=seq - 1)
        kind = type(record).__name__
        self._written.append(
            Placed(seq=seq, time=when, hash=str(seq), kind=kind, author=by, authority="asserted", record=record)
        )
        return self._written[-1]

    def placed(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(each for each in self._written if isinstance(each.record, kind))

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(each.record for each in self.placed(kind))


class Told:
    """A project's records, and the history that they tell."""

    def __init__(self, book: Book | Pages) -> None:
        self.book = book

    def put(self, record: Record) -> Entry:
        entry: Entry = self.book.put(record)
        return entry

    def moves(self, rehearsal: bool = False, chosen: str = "") -> tuple[Move, ...]:
        book = self.book
        return history(
            book.placed(SignOff), book.placed(GoalSeen), book.placed(Evidence), rehearsal=rehearsal, chosen=chosen
        )


@pytest.fixture
def told() -> Iterator[Told]:
    with Ledger.open("sqlite://", SteppingClock(START, timedelta(days=1))) as ledger:
        yield Told(Book(ledger, "late"))


def test_a_goal_moved_after_a_failing_result_is_held_until_a_second_person_agrees(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000))
    moved = told.put(signed(goal(12_000), why="the standby crews became cheaper"))
    first, move = told.moves()
    assert (first.direction, first.by, first.known, first.held) == ("set", "ann", 0, False)
    assert (move.direction, move.by, move.known, move.held) == ("looser", "ann", 1, True)
    assert move.why == "the standby crews became cheaper"
    assert move.time == START + timedelta(days=2)
    (result,) = move.results
    assert (result.candidate, result.before, result.after) == ("linear", "fails", "holds")
    assert result.visible
    assert result.flips
    (verdict,) = hold_back([HOLDS], told.moves())
    assert verdict.state == "cant_tell"
    assert (
        "held until countersigned: it passes only since ann moved the goal, when one attempt had been measured"
        in verdict.why
    )
    assert "other than ann" in verdict.next_step
    told.put(second(moved, by="ann"))
    assert told.moves()[-1].held, "whoever moved it is no second person"
    told.put(second(moved))
    assert told.moves()[-1].agreed_by == ("bob",)
    assert hold_back([HOLDS], told.moves()) == (HOLDS,)


def test_what_is_agreed_to_is_one_move_and_not_the_next(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000))
    told.put(second(told.put(signed(goal(18_000), why="a"))))
    told.put(signed(goal(12_000), why="b"))
    assert [each.held for each in told.moves()] == [False, False, True]


def test_small_moves_that_change_no_verdict_add_up(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000, se=2_000))
    for least in (17_000, 14_000, 11_000):
        told.put(signed(goal(least), why="a little less"))
    assert [each.held for each in told.moves()] == [False, False, False, True]
    assert [each.direction for each in told.moves()] == ["set", "looser", "looser", "looser"]


def test_a_goal_moved_before_anything_was_known_needs_no_second_person(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(signed(goal(12_000), why="the amounts were counted twice"))
    told.put(found(15_000))
    assert [each.held for each in told.moves()] == [False, False]
    assert [(each.visible, each.flips) for each in told.moves()[-1].results] == [(False, True)]


def test_a_stricter_goal_needs_none_and_cannot_be_taken_back_alone(told: Told) -> None:
    told.put(signed(goal(10_000)))
    told.put(found(15_000))
    told.put(signed(goal(20_000), why="more is needed"))
    told.put(signed(goal(10_000), why="less is enough after all"))
    assert [(each.direction, each.held) for each in told.moves()] == [
        ("set", False),
        ("stricter", False),
        ("looser", True),
    ]


def test_a_move_that_buys_nothing_is_shown_and_not_held(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(40_000))
    told.put(signed(goal(12_000), why="cheaper"))
    assert not told.moves()[-1].held
    assert [(each.before, each.after) for each in told.moves()[-1].results] == [("holds", "holds")]


def test_a_pass_of_another_attempt_holds_nothing_up(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000, "linear"))
    told.put(found(40_000, "boosted"))
    told.put(signed(goal(12_000), why="cheaper"))
    assert told.moves(chosen="linear")[-1].held
    assert not told.moves(chosen="boosted")[-1].held


def test_changed_amounts_change_the_measure(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000))
    told.put(signed(goal(20_000, "other"), why="a missed connection costs more"))
    assert [each.held for each in told.moves()] == [False, False], "nothing was measured with the new amounts yet"
    told.put(found(30_000, amounts="other"))
    move = told.moves()[-1]
    assert (move.direction, move.held) == ("measured otherwise", True)
    assert [(each.before, each.after, each.flips) for each in move.results] == [
        ("fails", None, False),
        (None, "holds", False),
    ]


def test_a_change_that_nobody_signed_is_told_and_its_way_back_too(told: Told) -> None:
    told.put(GoalSeen(goal=goal(1), by="eve", authority="asserted"))
    told.put(signed(goal(20_000)))
    told.put(found(15_000))
    told.put(GoalSeen(goal=goal(12_000), by="eve", authority="asserted"))
    told.put(GoalSeen(goal=goal(20_000), by="eve", authority="asserted"))
    assert [(each.by, each.signed, each.direction, each.held) for each in told.moves()] == [
        ("ann", True, "set", False),
        ("eve", False, "looser", False),
        ("eve", False, "back", False),
    ]
    assert told.moves()[1].results[0].flips


def test_a_result_without_a_verdict_is_held_against_the_goal_too(told: Told) -> None:
    told.put(signed(goal(20_000)))
    other = found(15_000, "boosted").to_dict()
    told.put(Evidence.from_dict({**other, "claims": [], "check": "evaluate"}))
    told.put(signed(goal(12_000), why="cheaper"))
    (result,) = told.moves()[-1].results
    assert (result.candidate, result.before, result.after) == ("boosted", "fails", "holds")


def test_simulated_people_set_no_real_goal(told: Told) -> None:
    told.put(signed(goal(20_000), authority="simulated"))
    assert told.moves() == ()
    assert len(told.moves(rehearsal=True)) == 1


def test_an_undone_signature_moved_nothing(told: Told) -> None:
    told.put(signed(goal(20_000)))
    told.put(found(15_000))
    entry = told.put(signed(goal(12_000), why="cheaper"))
    told.put(Undone(entry=entry.hash, seq=entry.seq, kind="SignOff", why="wrong", by="ann", authority="asserted"))
    assert [each.direction for each in told.moves()] == ["set"]


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (goal(20), goal(25), "stricter"),
        (goal(20), goal(20, confidence=0.8), "looser"),
        (goal(20, per=1), goal(20, per=1000), "looser"),
        (goal(20), goal(20, against="constant"), "measured otherwise"),
        (goal(20), goal(25, confidence=0.8), "otherwise"),
        (goal(0, at_least=None, at_most=3), goal(0, at_least=None, at_most=2), "stricter"),
    ],
)
def test_looser_and_stricter_are_told_apart(before: Goal, after: Goal, direction: str) -> None:
    assert direction_of(before, after) == direction


def test_a_later_day_is_looser() -> None:
    early, late, never = (
        Goal(says="", bar=Bar(measure="gain"), until=each) for each in ("2027-03-31", "2027-06-30", "")
    )
    assert [direction_of(a, b) for a, b in [(early, late), (late, never), (never, early)]] == [
        "looser",
        "looser",
        "stricter",
    ]


LEVELS = st.sampled_from([8_000.0, 12_000.0, 16_000.0, 20_000.0])
ACTS = st.one_of(
    st.tuples(st.just("sign"), LEVELS, st.sampled_from(["ann", "bob"])),
    st.tuples(st.just("see"), LEVELS, st.just("eve")),
    st.tuples(st.just("find"), st.sampled_from([7_000.0, 14_000.0, 24_000.0]), st.sampled_from(["linear", "boosted"])),
    st.tuples(st.just("second"), st.just(0.0), st.sampled_from(["ann", "bob", "cid"])),
)


def play(told: Told, acts: list[tuple[str, float, str]]) -> None:
    last = None
    for act, number, who in acts:
        if act == "sign":
            last = told.put(signed(goal(number), by=who, why="so"))
        elif act == "see":
            told.put(GoalSeen(goal=goal(number), by=who, authority="asserted"))
        elif act == "find":
            told.put(found(number, who))
        elif last is not None:
            told.put(second(last, by=who))


@given(acts=st.lists(ACTS, max_size=14))
@settings(deadline=None, max_examples=60)
def test_laws_of_the_history(acts: list[tuple[str, float, str]]) -> None:
    told = Told(Pages())
    play(told, acts)
    moves = told.moves()
    assert all(before.goal != after.goal or after.signed for before, after in pairwise(moves))
    held = [each for each in moves if each.held]
    assert held in ([], [each for each in moves if each.signed][-1:])
    for each in held:
        verdict = under(each.goal, told.book.all(Evidence)[-1])
        assert each.known > 0, "nothing was known that could have moved it"
        assert each.agreed_by == ()
        assert verdict is not None
        assert verdict.state == "holds"


@given(acts=st.lists(ACTS, max_size=10), level=LEVELS)
@settings(deadline=None, max_examples=60)
def test_only_a_second_person_lets_a_moved_goal_through(acts: list[tuple[str, float, str]], level: float) -> None:
    told = Told(Pages())
    play(told, acts)
    entry = told.put(signed(goal(level), by="ann", why="so"))
    held = [each for each in told.moves() if each.held]
    if not held:
        return
    told.put(second(entry, by=held[0].by))
    assert any(each.held for each in told.moves())
    told.put(second(entry, by="dan"))
    assert not any(each.held for each in told.moves())


@given(acts=st.lists(ACTS, max_size=10), level=LEVELS)
@settings(deadline=None, max_examples=60)
def test_a_goal_moved_there_and_back_is_as_it_was(acts: list[tuple[str, float, str]], level: float) -> None:
    told = Told(Pages())
    play(told, acts)
    before = told.moves()
    if not before or not before[-1].signed:
        return
    told.put(GoalSeen(goal=goal(level), by="eve", authority="asserted"))
    told.put(GoalSeen(goal=before[-1].goal, by="eve", authority="asserted"))
    after = told.moves()
    assert after[-1].goal == before[-1].goal
    assert [each.held for each in after if each.held] == [each.held for each in before if each.held]


@given(acts=st.lists(ACTS, min_size=1, max_size=10))
@settings(deadline=None, max_examples=8)
def test_a_copy_of_the_ledger_tells_the_same_history(
    acts: list[tuple[str, float, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    copied = tmp_path_factory.mktemp("copy") / "all.jsonl"
    with Ledger.open("sqlite://", SteppingClock(START)) as ledger:
        told = Told(Book(ledger, "late"))
        play(told, [("sign", 20_000.0, "ann"), *acts])
        ledger.export(copied)
        with Ledger.open("sqlite://", SteppingClock(START + timedelta(days=9000))) as other:
            other.import_(copied)
            assert Told(Book(other, "late")).moves() == told.moves()
