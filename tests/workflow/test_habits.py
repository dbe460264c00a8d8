"""Who was shown what, what was proposed, and what the lead made of it: through the real command and the real ledger."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.errors import DocumentError, PersonError, RequestError
from shipworthy.records.checkin import CheckIn
from shipworthy.records.proposal import ProposalDecision
from shipworthy.records.verdict import Verdict
from shipworthy.show.habits import habits
from shipworthy.workflow.gates import hold_gates
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.propose import Idea, remark
from shipworthy.workflow.undo import undo

MAY = datetime(2027, 5, 3, 12, tzinfo=UTC)
DOCUMENT = """\
project: returns
risk: medium
people:
  ann: {roles: business-owner}
  ben: {roles: [lead, data-scientist]}
  cat: {roles: ml-engineer}
problem: {decision: which orders get a call}
data:
  sources: {orders: {path: orders.csv}}
  target: {column: returned}
candidates:   # in the order that pays
  - {name: linear, estimator: sklearn.linear_model.LogisticRegression}
"""
IDEA = Idea("The weather of the day before", (0, 500), "3d", "features", "2027-05-10")


class Noon:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = MAY

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Noon:
    return Noon()


@pytest.fixture
def opened(tmp_path: Path, clock: Noon) -> Callable[[str], Project]:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    (tmp_path / "orders.csv").write_text("a,returned\n" + "1,yes\n2,no\n" * 60)
    environment = {"SHIPWORTHY_HOME": str(tmp_path / "home")}
    return lambda person: open_project(tmp_path, person=person, clock=clock, environment=environment)


def verdict(project: Project, claim: str) -> Verdict:
    (gate,) = hold_gates(project, ["prototype"], "")
    return next(each for each in gate.verdicts if each.claim == claim)


def test_silence_is_flagged_and_ends_when_somebody_shows_what_there_is(
    opened: Callable[[str], Project], clock: Noon
) -> None:
    with opened("ben") as project:
        project.check("ideation")
        assert verdict(project, "process.check-ins").state == "holds"
        assert verdict(project, "process.check-ins").why == "ann is to be shown something by 2 June 2027"
        clock.time += timedelta(days=40)
        silent = verdict(project, "process.check-ins")
        assert (silent.state, silent.why) == ("fails", "ann has been quiet: nothing was ever shown")
        assert "shipworthy checkin ann" in silent.next_step
        (asked,) = [ask for ask in project.owed() if ask.kind == "process"]
        assert asked.who == "ben"
        assert asked.says.startswith("ann has been quiet: nothing was ever shown: show what there is")
        assert habits(project.story())["quiet"] == [
            "ann was never shown anything: somebody should have by 2 June 2027."
        ]
        told = project.checkin("ann", shown="the forecast page", says="the night shift is missing", on="2027-06-11")
        assert told.says == (
            "ann was shown the forecast page on 11 June 2027, as ben wrote down. "
            "They said: The night shift is missing. The next one is due by 11 July 2027."
        )
        assert verdict(project, "process.check-ins").state == "holds"
        assert habits(project.story())["check_ins"] == [
            (
                "ann",
                "written down by ben, name not proven",
                "Saw the forecast page on 11 June 2027. Said: The night shift is missing.",
            )
        ]
        clock.time += timedelta(days=40)
        assert verdict(project, "process.check-ins").why == (
            "ann has been quiet: last shown the forecast page on 11 June 2027"
        )


def test_what_check_writes_down_of_habits_is_written_once_and_never_told_when_it_is_over(
    opened: Callable[[str], Project], clock: Noon
) -> None:
    with opened("ben") as project:
        project.check("ideation")
        clock.time += timedelta(days=40)
        assert [each.check for each in project.check("ideation").fresh] == ["check-ins"]
        assert project.check("ideation").fresh == ()
        project.checkin("ann", shown="the page")
        project.check("ideation")
        assert not any("quiet" in each.says for each in project.story().findings)


def test_a_check_in_is_of_somebody_who_is_there_and_of_something_that_was(opened: Callable[[str], Project]) -> None:
    with opened("ben") as project:
        with pytest.raises(PersonError, match="did you mean ann"):
            project.checkin("anne", shown="the page")
        with pytest.raises(RequestError, match="says what was shown"):
            project.checkin("ann", shown=" ")
        with pytest.raises(RequestError, match="yet to come"):
            project.checkin("ann", shown="the page", on="2027-05-04")


def test_proposals_come_before_the_meeting_and_the_lead_decides(opened: Callable[[str], Project], clock: Noon) -> None:
    with opened("cat") as project:
        project.check("ideation")
        assert verdict(project, "process.proposals").state == "cant_tell"
        told = project.propose(IDEA)
        name = told.tabled.proposal.id
        assert (name, told.tabled.proposal.late) == ("the-weather-of-the-day-before", False)
        assert verdict(project, "process.proposals").state == "holds"
        with pytest.raises(PersonError, match=r"cat may not decide on proposals[\s\S]*ben"):
            project.rule(name, "accept", why="mine")
        remark(project, name, "the station was closed in June")
        clock.time = datetime(2027, 5, 12, tzinfo=UTC)
        late = verdict(project, "process.proposals")
        assert (late.state, late.why) == (
            "fails",
            "the meeting is over, and the lead has not decided on the-weather-of-the-day-before",
        )
    with opened("ben") as project:
        ruled = project.rule(name, "accept", why="cheap, and nobody tried it")
        assert ruled.lines == (
            "  - name: the-weather-of-the-day-before\n    kind: features\n    owner: cat\n    effort: 3d\n"
            "    expect_gain: {low: 0, high: 500}\n    note: The weather of the day before"
        )
        assert verdict(project, "process.proposals").state == "holds"
        (lines,) = habits(project.story())["proposals"]
        assert lines == (
            "The weather of the day before.",
            "Proposed by cat, for the meeting of 10 May 2027, should bring 0 to 500, takes 3 days of work.",
            "cat: The station was closed in June.",
            "ben accepted it: Cheap, and nobody tried it.",
        )


def test_an_accepted_proposal_is_added_to_the_roadmap_and_every_comment_stays(
    opened: Callable[[str], Project], tmp_path: Path
) -> None:
    with opened("ben") as project:
        project.propose(IDEA)
        assert project.rule("the-weather-of-the-day-before", "accept", why="cheap", add=True).added
    text = (tmp_path / "project.yaml").read_text()
    assert text.startswith(DOCUMENT.rstrip())
    with opened("ben") as project:
        entry = project.document.candidates[-1]
        assert (entry.name, entry.kind, entry.owner, entry.effort) == (
            "the-weather-of-the-day-before",
            "features",
            "ben",
            "3d",
        )


def test_what_the_roadmap_cannot_take_is_not_accepted_either(opened: Callable[[str], Project]) -> None:
    with opened("ben") as project:
        project.propose(Idea("more rows"))
        with pytest.raises(DocumentError, match="nothing says how this candidate is built"):
            project.rule("more-rows", "accept", why="cheap", add=True)
        assert project.story().proposals[0].decision is None


def test_late_ones_are_marked_and_put_off_ones_wait_for_their_meeting(
    opened: Callable[[str], Project], clock: Noon
) -> None:
    clock.time = datetime(2027, 5, 9, 12, tzinfo=UTC)
    with opened("ben") as project:
        assert project.propose(IDEA).tabled.proposal.late
        assert project.propose(IDEA).tabled.proposal.id == "the-weather-of-the-day-before-2"
        assert (
            verdict(project, "process.proposals").why
            == "2 proposals were handed in, and none in time before the meeting"
        )
        for name in ("the-weather-of-the-day-before", "the-weather-of-the-day-before-2"):
            project.rule(name, "defer", why="read it first", meeting="2027-05-17")
        clock.time = datetime(2027, 5, 12, tzinfo=UTC)
        assert "not decided" not in verdict(project, "process.proposals").why
        clock.time = datetime(2027, 5, 18, tzinfo=UTC)
        assert "not decided" in verdict(project, "process.proposals").why


@pytest.mark.parametrize(
    ("idea", "says"),
    [
        (Idea(" "), "a proposal says what to try"),
        (Idea("x", (5, 1)), "this is no range of gains"),
        (Idea("x", (float("nan"), 1)), "this is no range of gains"),
        (Idea("x", effort="3w"), "this is not an effort"),
        (Idea("x", effort="soon"), "duration"),
        (Idea("x", meeting="Monday"), "this is not a day"),
    ],
)
def test_what_cannot_be_understood_is_not_proposed(opened: Callable[[str], Project], idea: Idea, says: str) -> None:
    with opened("ben") as project:
        with pytest.raises(RequestError, match=says):
            project.propose(idea)
        with pytest.raises(RequestError, match="there is no proposal of this name"):
            project.rule("x", "accept", why="y")
        assert project.story().proposals == ()


def test_nothing_of_it_is_asked_where_the_document_says_nothing_of_risk(
    opened: Callable[[str], Project], tmp_path: Path
) -> None:
    (tmp_path / "project.yaml").write_text(DOCUMENT.replace("risk: medium\n", ""))
    with opened("ben") as project:
        project.check("ideation")
        assert not [claim for claim in project.claims if claim.kind == "process"]
        page = habits(project.story())
        assert not any(page.values())


def test_what_was_put_on_record_is_taken_back_by_a_counter_entry(opened: Callable[[str], Project], clock: Noon) -> None:
    with opened("ben") as project:
        project.check("ideation")
        project.propose(IDEA)
        project.rule("the-weather-of-the-day-before", "decline", why="too dear")
        project.checkin("ann", shown="the page")
        clock.time += timedelta(days=40)
        for kind in (ProposalDecision, CheckIn):
            (placed,) = project.book.placed(kind)
            undo(project, placed.seq, why="a mistake")
        assert project.story().proposals[0].decision is None
        assert "not decided" in verdict(project, "process.proposals").why
        assert verdict(project, "process.check-ins").why == "ann has been quiet: nothing was ever shown"
