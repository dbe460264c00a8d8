"""Who owes what, over a project that is only a brief, as its days go by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.plan.writing import edit_document
from shipworthy.records.asked import Asked
from shipworthy.show.story import Ask
from shipworthy.workflow.owing import owed_in
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import Command

START = datetime(2027, 1, 4, 9, tzinfo=UTC)
DOCUMENT = """\
project: bread
people:
  ines: {roles: [business-owner]}
  tom: {roles: [data-scientist, lead]}
  dana: {roles: [reviewer]}
stages:
  data: {estimate: 2w, owner: tom}
  transfer: {due: 2027-03-01}
problem: {user: drivers, decision: which shops, status_quo: {rule: "shop = 'x'"}}
success:
  unit: EUR
  value: {outcomes: {true_positive: 40, false_positive: -15, false_negative: 0, true_negative: 0}}
  criterion: {gain_over: status_quo, per: 1000, at_least: 900}
data: {sources: {orders: {path: orders.csv}}, target: {column: left}}
reviews: {privacy: {lead_time: 10d}, legal: {}}
access: {feed: {owner: IT, lead_time: 7d}}
timebox: {starts: 2027-01-04}
"""


class Days:
    """The project on a day."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def on(self, day: int, person: str = "tom") -> Project:
        clock = SteppingClock(START + timedelta(days=day))
        return open_project(
            self.root, person=person, clock=clock, environment={"SHIPWORTHY_HOME": str(self.root / "h")}
        )

    def asks(self, day: int, *, ahead: bool = False) -> dict[str, Ask]:
        with self.on(day) as project:
            return {ask.claim or ask.kind: ask for ask in project.owed(ahead=ahead)}


@pytest.fixture
def days(tmp_path: Path) -> Days:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    found = Days(tmp_path)
    with found.on(0) as project:
        project.check("ideation")
    return found


def test_before_anything_was_checked_a_check_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    assert next(iter(Days(tmp_path).asks(0))) == "check"


def test_only_what_the_next_gate_needs_is_asked(days: Days) -> None:
    now, ahead = days.asks(0), days.asks(0, ahead=True)
    assert set(now) == {"brief.goalpost", "access.feed"} - ({"access.feed"} if "access.feed" not in now else set())
    assert now["brief.goalpost"].people == ("ines",)
    assert {"review.privacy", "review.legal", "access.feed"} <= set(ahead)
    assert not ahead["review.privacy"].needed


def test_a_review_is_asked_for_in_time_then_waited_for(days: Days) -> None:
    # needed by 1 March, ten days to answer: to be asked for by 19 February, told a week ahead
    assert "review.privacy" not in days.asks(38)
    due = days.asks(39)["review.privacy"]
    assert (due.kind, due.people, due.late) == ("ask", ("tom",), False)
    assert due.by == "by 19 February 2027 (in 7 days), for an answer takes 10 days"
    assert "shipworthy ask privacy" in due.says
    assert days.asks(47)["review.privacy"].late
    with days.on(47) as project:
        told = project.ask("privacy", says="as agreed")
    assert told.asked.of == "dana"
    assert told.says.endswith("an answer is due by 2 March 2027")
    assert told.packet
    waits = days.asks(50)["review.privacy"]
    assert (waits.kind, waits.people) == ("review", ("dana",))
    assert waits.by == "asked for on 20 February 2027, 3 days ago; an answer is due 1 March 2027 (in 6 days)"
    assert days.asks(60)["review.privacy"].late


def test_an_access_says_how_long_it_has_held_the_project_up(days: Days) -> None:
    with days.on(0, "ines") as project:
        project.sign()
    # the data are due on 18 January, an answer takes a week
    assert days.asks(0)["access.feed"].by == "by 11 January 2027 (in 7 days), for an answer takes 7 days"
    with days.on(1) as project:
        project.ask("feed")
    waits = days.asks(13)["access.feed"]
    assert (waits.who, waits.people, waits.late) == ("IT", (), True)
    assert "12 days" in waits.holds_up
    edit_document(days.root / "project.yaml", "access.feed.granted", "2027-01-18")
    with days.on(14) as project:
        project.check("ideation")
    assert "access.feed" not in days.asks(14)


def test_what_is_late_comes_first(days: Days) -> None:
    with days.on(60) as project:
        late = [ask.late for ask in project.owed()]
    assert late == sorted(late, reverse=True)
    assert any(late)


def test_a_required_gap_of_the_brief_is_asked_of_its_owner(days: Days) -> None:
    edit_document(days.root / "project.yaml", "problem.decision", None)
    with days.on(1) as project:
        project.check("ideation")
    gap = days.asks(1)["brief.decision"]
    assert (gap.kind, gap.people) == ("answer", ("ines",))


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda project: project.ask("privcy"), RequestError, "did you mean privacy?"),
        (lambda project: project.ask("goalpost"), RequestError, "no review or access has this name"),
    ],
)
def test_what_cannot_be_asked_for(
    days: Days, act: Callable[[Project], object], error: type[Exception], says: str
) -> None:
    with days.on(1) as project, pytest.raises(error, match=r".") as caught:
        act(project)
    assert says in str(caught.value)
    with days.on(1) as project:
        assert project.book.all(Asked) == ()


def test_a_reviewer_may_not_ask_for_reviews(days: Days) -> None:
    with days.on(1, "dana") as project, pytest.raises(PersonError) as caught:
        project.ask("privacy")
    assert "dana may not ask for privacy" in str(caught.value)
    assert "--as ines" in str(caught.value)


def test_several_projects_are_told_together_and_one_person_alone(days: Days) -> None:
    folder = days.root / "all"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        (folder / name / "project.yaml").write_text(DOCUMENT.replace("bread", name))
    clock, environment = SteppingClock(START), {"SHIPWORTHY_HOME": str(days.root / "h")}
    told = owed_in([folder], clock=clock, environment=environment)
    assert {project for project, _ in told.asks} == {"a", "b"}
    assert set(owed_in([folder], person="dana", clock=clock, environment=environment).by_person) <= {"dana"}
    with pytest.raises(PersonError, match="nobody of this name is in these projects") as caught:
        owed_in([folder], person="dna", clock=clock, environment=environment)
    assert "did you mean dana?" in str(caught.value)


def test_the_command_tells_people_and_programs(tmp_path: Path, shipworthy: Command) -> None:
    (tmp_path / "project.yaml").write_text(DOCUMENT)
    assert "Nothing was checked yet" in shipworthy("owed", tmp_path).flat
    assert shipworthy("check", "ideation", "-p", tmp_path).status == 1
    assert "Sign the goal with" in shipworthy("owed", tmp_path, "--as", "ines").flat
    people = shipworthy("owed", tmp_path, "--all", "--json").document["people"]
    assert "ines" in people
    said = shipworthy("ask", "feed", "-p", tmp_path, "--as", "tom")
    assert (said.status, "Tom asked IT for feed" in said.flat) == (0, True)
    assert shipworthy("owed", tmp_path, "--as", "nobody").status == 2
