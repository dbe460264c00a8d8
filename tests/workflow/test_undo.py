"""Counter-entries: what may be undone by whom, and that nothing is deleted."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import fields

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.records.comment import Comment
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.goalpost import GoalSeen
from shipworthy.store.deployments import write_deployment
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.decide import decide
from shipworthy.workflow.goalposts import goal_moves
from shipworthy.workflow.ledger import keep
from shipworthy.workflow.sign import sign
from shipworthy.workflow.undo import STAYS, UNDOABLE, undo
from tests.house.test_records import all_records
from tests.workflow.deciders import hold, make
from tests.workflow.project import Command


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


@pytest.fixture
def bench(root: Path, tmp_path: Path) -> Iterator[Bench]:
    with Bench(root, person="ann", environment={"SHIPWORTHY_HOME": str(tmp_path / "home")}) as opened:
        yield opened


def test_an_undone_signature_counts_no_more_and_comes_back_when_that_is_undone(bench: Bench) -> None:
    sign(bench)
    assert len(goal_moves(bench)) == 1
    taken = undo(bench, 1, why="signed before the amounts were agreed")
    assert taken.says == (
        "ann undid entry 1 (SignOff of ann): the signature no longer counts. signed before the amounts were agreed",
    )
    assert (bench.book.all(SignOff), goal_moves(bench)) == ((), ())
    again = undo(bench, 2, why="they were agreed after all")
    assert "counts again" in again.says[0]
    assert len(bench.book.all(SignOff)) == 1
    kinds = [entry.kind for entry in bench.ledger.entries() if entry.kind != "Standing"]
    assert kinds == ["SignOff", "Undone", "Undone"], "nothing is deleted"
    assert bench.ledger.verify() == ()


def test_undoing_twice_is_refused_and_says_how_to_bring_it_back(bench: Bench) -> None:
    sign(bench)
    undo(bench, 1, why="wrong")
    with pytest.raises(RequestError, match="undone already") as caught:
        undo(bench, 1, why="wrong")
    assert "ann undid it" in str(caught.value.seen)
    assert caught.value.next_step == "bring it back with `shipworthy undo 2`"


def test_what_was_found_out_and_what_answers_stay(bench: Bench) -> None:
    bench.book.put(Evidence(check="keys", says="found", stage="data"))
    bench.book.put(Deployment(project="late-orders", champion=1, by="ann"))
    for seq, step in [(1, "finds out anew"), (2, "shipworthy rollback")]:
        with pytest.raises(RequestError, match="stays") as caught:
            undo(bench, seq, why="I do not like it")
        assert step in caught.value.next_step
    assert len(bench.ledger.entries()) == 2


def test_of_everything_that_bears_a_persons_name_it_is_said_whether_it_can_be_taken_back() -> None:
    named = {each.__name__ for each in all_records() if {"by", "authority"} <= {field.name for field in fields(each)}}
    told_only = {"Move"}
    assert named - told_only <= {*UNDOABLE, *STAYS}
    assert not set(UNDOABLE) & set(STAYS)
    assert {*UNDOABLE, *STAYS} <= {each.__name__ for each in all_records()}


@pytest.mark.parametrize(
    ("seq", "why", "what"), [(7, "so", "no such entry"), (1, " ", "needs its reason")], ids=["no entry", "no reason"]
)
def test_what_makes_no_sense_is_refused(bench: Bench, seq: int, why: str, what: str) -> None:
    sign(bench)
    with pytest.raises(RequestError, match=what):
        undo(bench, seq, why=why)


def test_an_entry_of_another_project_is_no_entry_here(bench: Bench) -> None:
    bench.ledger.append(
        "other", "SignOff", SignOff(claims={}, by="eve", authority="asserted").to_dict(), "eve", "asserted"
    )
    with pytest.raises(RequestError, match="no such entry"):
        undo(bench, 1, why="not mine")


def test_only_the_author_the_owner_and_the_lead_undo(bench: Bench) -> None:
    sign(bench)
    bench.asked_for = "cid"
    with pytest.raises(PersonError, match="cid may not undo this") as caught:
        undo(bench, 1, why="I think so")
    assert caught.value.allowed == ["ann", "bob", "lea"]
    bench.asked_for = "lea"
    assert undo(bench, 1, why="I think so").undone.by == "lea"


def test_undoing_a_decision_does_not_change_what_answers_and_says_so(bench: Bench) -> None:
    hold(bench, "transfer")
    decide(bench, "go", why="let it answer")
    write_deployment(bench.own, Deployment(project="late-orders", champion=3, by="ann"))
    taken = undo(bench, 2, why="too early")
    assert "version 3 still does" in taken.says[1]
    assert "shipworthy rollback" in taken.says[1]
    assert bench.book.all(Decision) == ()


def test_the_list_strikes_what_is_undone_and_finds_what_is_asked_for(shipworthy: Command, root: Path) -> None:
    shipworthy("sign", "--project", root, "--as", "ann")
    said = shipworthy("undo", 1, "--why", "too early", "--project", root, "--as", "ann")
    assert said.status == 0
    assert "the signature no longer counts" in said.flat
    shipworthy("sign", "--project", root, "--as", "bob")
    lines = shipworthy("ledger", "list", "--project", root).flat
    assert "ann (asserted) [undone] signed the goal" in lines
    assert "undid entry 1 (SignOff): too early" in lines
    for options, expected in [
        (["--kind", "signoff"], [1, 4]),
        (["--by", "bob"], [4]),
        (["--of", "elsewhere"], []),
        (["--since", "2999-01-01"], []),
        (["--kind", "Undone", "--by", "ann", "--of", "late-orders", "--since", "2020-01-01"], [2]),
    ]:
        found = shipworthy("ledger", "list", "--project", root, "--json", *options).document["entries"]
        assert [each["seq"] for each in found if each["kind"] != "Standing"] == expected


def test_the_list_can_be_handed_to_somebody_who_has_no_shipworthy(bench: Bench, tmp_path: Path) -> None:
    sign(bench)
    undo(bench, 1, why="line\nbreak")
    bench.book.put(GoalSeen.from_dict({**_seen(bench), "by": "eve"}))
    bench.book.put(Comment(about="", text="=cmd|' /C calc'!A0", by="eve", authority="asserted", at=datetime.now(UTC)))
    file = tmp_path / "list.csv"
    told = keep("list", bench.root, file, environment=bench.environment)
    entries = bench.ledger.entries()
    assert told.says == (f"{len(entries)} entries written to {file}",)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["hash"] for row in rows] == [entry.hash for entry in entries]
    assert [row["counts"] for row in rows] == ["undone", *["yes"] * (len(rows) - 1)]
    by_kind = {row["kind"]: row for row in rows}
    assert by_kind["Undone"]["says"] == "undid entry 1 (SignOff): line break"
    assert by_kind["GoalSeen"]["author"] == "eve"
    assert by_kind["Comment"]["says"].startswith("'="), "no table program takes it for a formula"


def _seen(bench: Bench) -> dict[str, object]:
    goal = bench.book.placed(SignOff, also_undone=True)[0].record.goal
    assert goal is not None
    return {"goal": goal.to_dict(), "authority": "asserted"}
