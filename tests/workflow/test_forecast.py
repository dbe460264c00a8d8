"""What to do now and how likely it succeeds, from a brief alone and from what was tried."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shipworthy.forecast.situation import Passage
from shipworthy.foundation.clock import SteppingClock
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.advice import Advice
from shipworthy.records.decision import Decision
from shipworthy.records.undone import Undone
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.archive import passages_of
from tests.workflow.project import LINEAR, Command, table
from tests.workflow.test_engine import DOCUMENT
from tests.workflow.test_experiments import PLANNED, STATED, TREE

MONEY = {"timebox": {"budget": "6w", "cost": 12000}, "stages": {"transfer": {"chance": 0.9}}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    document = {
        **DOCUMENT,
        **MONEY,
        "candidates": [{**LINEAR, **STATED, "owner": ""}, {**TREE, **STATED, "owner": ""}, PLANNED],
    }
    document["problem"] = {**DOCUMENT["problem"], "action": "they are called"}
    document["success"] = {**DOCUMENT["success"], "volume": "20000/month"}
    write_document(root / "project.yaml", document)
    return root


def told(shipworthy: Command, root: Path) -> Any:
    said = shipworthy("forecast", "--project", root, "--json")
    assert said.status == 0, said.err
    return said.document


def test_a_brief_alone_is_told_its_chance_and_what_to_try_first(shipworthy: Command, root: Path) -> None:
    found = told(shipworthy, root)

    advice, promise = found["advice"], found["promise"]
    assert promise is None
    assert advice["does"] in ("continue", "stop")
    assert 0 < advice["chance"] < 1
    assert {each["name"] for each in advice["order"]} == {"linear", "tree", "more-columns"}
    assert [each["asks"][:20] for each in advice["questions"]] == [
        "Is the target alread",
        "Would more cases hel",
        "Have the last attemp",
        "Can it be met in the",
        "Is going on worth mo",
    ]
    assert (advice["unit"], advice["per"], advice["currency"]) == ("USD", 1000.0, "USD")


def test_what_was_tried_moves_the_chance_and_leaves_the_rest_to_try(shipworthy: Command, root: Path) -> None:
    table(lambda size: size > 0).write_csv(root / "orders.csv")
    before = told(shipworthy, root)["advice"]
    assert shipworthy("evaluate", "--project", root).status == 0

    after = told(shipworthy, root)

    assert after["advice"]["order"] != before["order"]
    assert [each["name"] for each in after["advice"]["order"]] == ["more-columns"]
    assert after["promise"]["candidate"]
    assert [(each["of"], each["n"]) for each in after["scores"]] == [("all", 2), ("kind model", 2)]


def test_months_are_held_to_the_goal_one_by_one_or_taken_together_as_the_goal_says(
    shipworthy: Command, root: Path
) -> None:
    days = [date(2024, 1, 1) + timedelta(days=day) for day in range(240)]
    table(lambda size: size > 0).with_columns(day=pl.Series(days)).write_csv(root / "orders.csv")
    edit_document(root / "project.yaml", "evaluation", {"split": {"time": "day", "period": "month"}})
    assert shipworthy("evaluate", "--project", root).status == 0
    one = told(shipworthy, root)["promise"]

    edit_document(root / "project.yaml", "success.criterion.over", "6month")
    assert shipworthy("evaluate", "--project", root).status == 0
    together = told(shipworthy, root)["promise"]

    assert (one["ahead"], one["promise"]) == (1, together["promise"])
    assert together["ahead"] == 6
    assert "taken together" in together["says"]
    checked = shipworthy("check", "prototype", "--project", root, "--json").document
    (held,) = [each for each in checked["gates"][-1]["verdicts"] if each["claim"] == "success.criterion"]
    assert held["number"]["ahead"] == together["ahead"]
    assert held["number"]["se"] < together["promise"]["se"]
    assert held["why"].startswith(f"in {together['ahead']} periods to come together the gain")
    assert held["why"].endswith("8 of the 12 months of a year were seen: that range knows no others")


def test_nothing_is_written_down_twice(shipworthy: Command, root: Path) -> None:
    told(shipworthy, root)
    told(shipworthy, root)
    listed = shipworthy("ledger", "list", "--project", root, "--json").document["entries"]
    assert [each["kind"] for each in listed].count(Advice.__name__) == 1


def test_without_a_goal_nothing_is_told(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "success.criterion", None)
    assert told(shipworthy, root)["advice"]["does"] == "cant_tell"
    said = shipworthy("forecast", "--project", root)
    assert "Nobody said what the target is" in said.flat


def test_the_same_in_words(shipworthy: Command, root: Path) -> None:
    said = shipworthy("forecast", "--project", root)
    assert said.status == 0
    for words in ("chance of success", "Is the target already met?", "more-columns", "going live about"):
        assert words in said.flat


def gate(shipworthy: Command, root: Path, stage: str) -> Any:
    return shipworthy("check", stage, "--project", root, "--json").document["gates"][-1]


def test_a_gate_says_stop_when_the_weeks_are_worth_more_than_success(shipworthy: Command, root: Path) -> None:
    assert gate(shipworthy, root, "ideation")["advice"] != "stop"

    edit_document(root / "project.yaml", "timebox.cost", 9_000_000)

    held = gate(shipworthy, root, "ideation")
    assert held["advice"] == "stop"
    assert "the chance of success is" in held["reasons"][0]


def test_what_nobody_said_stops_nothing(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "timebox.cost", None)
    edit_document(root / "project.yaml", "success.volume", None)
    assert gate(shipworthy, root, "ideation")["advice"] != "stop"


def metric(root: Path, **criterion: Any) -> None:
    """Asks for a metric instead of money; the linear attempt reaches about 0.9 in roc_auc and 0.35 in log_loss."""
    table(lambda size: size > 0).write_csv(root / "orders.csv")
    edit_document(root / "project.yaml", "success.criterion", criterion)
    edit_document(root / "project.yaml", "success.value", "none")
    edit_document(root / "project.yaml", "candidates", [LINEAR, {**PLANNED, "expect_gain": {"low": 0, "high": 0.02}}])


@pytest.mark.parametrize(
    ("criterion", "met"),
    [
        ({"metric": "roc_auc", "at_least": 0.7}, True),
        ({"metric": "roc_auc", "at_least": 0.999}, False),
        ({"metric": "log_loss", "at_most": 0.65}, True),
        ({"metric": "log_loss", "at_most": 0.01}, False),
    ],
)
def test_a_goal_on_a_metric_may_ask_for_more_or_for_less(
    shipworthy: Command, root: Path, criterion: dict[str, Any], met: bool
) -> None:
    metric(root, **criterion)
    assert shipworthy("evaluate", "--project", root).status == 0
    now = told(shipworthy, root)["advice"]["questions"][0]
    assert now["asks"] == "Is the target already met?"
    assert now["answer"] == ("yes" if met else "no")


def decided(stage: str, choice: str) -> Decision:
    said = {"why": "so", "by": "ann", "authority": "asserted", "advice": "go", "gate": "", "follows": True}
    return Decision.from_dict({"stage": stage, "choice": choice, "chance": 0.9, **said})


def test_earlier_projects_of_the_ledger_tell_how_often_a_stage_is_passed() -> None:
    with Ledger.open("sqlite://", SteppingClock(datetime(2026, 1, 1, tzinfo=UTC))) as ledger:
        for name, choice in (("a", "go"), ("b", "stop"), ("c", "go"), ("mine", "stop")):
            Book(ledger, name).put(decided("data", choice))
        Book(ledger, "a").put(decided("prototype", "stay"))
        taken_back = Book(ledger, "c").put(decided("prototype", "stop"))
        Book(ledger, "c").put(
            Undone(entry=taken_back.hash, seq=taken_back.seq, kind="Decision", why="no", by="ann", authority="asserted")
        )
        found = passages_of(ledger, but="mine")
    assert found == (Passage("data", True, 0.9), Passage("data", False, 0.9), Passage("data", True, 0.9))
