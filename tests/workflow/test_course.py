"""How far a project has come, and how likely the rest of the way is."""

from typing import Any

import pytest

from shipworthy.plan.document import Document
from shipworthy.plan.reading import read_text
from shipworthy.records.advice import Advice, StageChance
from shipworthy.records.decision import Decision
from shipworthy.records.deployment import Deployment
from shipworthy.records.stage import Stage
from shipworthy.records.verdict import Gate
from shipworthy.workflow.chances import chances
from shipworthy.workflow.course import Course

STAGES = "stages: {data: {chance: 0.8}, prototype: {chance: 0.5}, transfer: {chance: 0.9}}\n"


def decided(choice: str, stage: str = "data", back_to: str = "") -> Decision:
    usual = {"why": "so", "by": "ann", "authority": "asserted", "advice": "go", "gate": "", "follows": True}
    return Decision.from_dict({**usual, "choice": choice, "stage": stage, "back_to": back_to})


def gates(*passed: Stage) -> tuple[Gate, ...]:
    return tuple(Gate(stage=stage, advice="go") for stage in passed)


@pytest.mark.parametrize(
    ("held", "decisions", "stage"),
    [
        ((), (), "ideation"),
        (gates("ideation"), (), "data"),
        (gates("ideation", "prototype"), (), "data"),
        ((), (decided("go", "prototype"),), "transfer"),
        (gates("ideation"), (decided("go", "prototype"), decided("back", "transfer", "data")), "data"),
        (gates("ideation"), (decided("stay"),), "data"),
        (gates("ideation"), (decided("go"), decided("stop", "prototype")), "prototype"),
    ],
)
def test_the_stage_is_the_first_not_passed_by_a_decision_or_its_gate(
    held: tuple[Gate, ...], decisions: tuple[Decision, ...], stage: str
) -> None:
    assert Course(held, decisions, None).stage == stage


def test_what_is_live_is_being_watched_until_somebody_ends_it() -> None:
    live = Deployment(project="p", champion=2, level="suggest")
    assert Course((), (), live).told()["outcome"] == "live"
    assert Course((), (), live).stage == "monitoring"
    ended = Course((), (decided("stop", "monitoring"),), live)
    assert (ended.told()["outcome"], ended.stage, ended.told()["why"]) == ("ended", "monitoring", "so")


def document(more: str = "") -> Document:
    return read_text(f"project: p\n{STAGES}{more}", "project.yaml")


def advice(chance: float | None, *stages: str) -> Advice:
    named = [StageChance(stage=stage, chance=0.5, source="default").to_dict() for stage in stages]
    known: dict[str, Any] = dict.fromkeys(["chance_error", "chance_now", "met"], None)
    known |= dict.fromkeys(["worth_ship", "worth_continue", "worth_stop"], None)
    known |= {"does": "continue", "next": "", "course": [], "order": [], "week_must_bring": 0.0, "questions": []}
    return Advice.from_dict({**known, "chance": chance, "stages": named, "assumed": ["so"], "says": ""})


def test_the_forecaster_is_believed_for_as_long_as_no_stage_of_it_was_passed() -> None:
    asked = advice(0.22, "criterion", "data")
    assert chances(document(), "data", {}, advised=asked).whole == 0.22
    assert chances(document(), "data", {}, advised=asked).assumed == ("so",)
    assert chances(document(), "prototype", {}, advised=asked).whole == pytest.approx(0.5 * 0.9)
    assert chances(document(), "data", {}, advised=advice(None, "data")).whole == pytest.approx(0.8 * 0.5 * 0.9)


def test_a_refuted_fatal_assumption_leaves_no_chance_and_a_settled_one_is_no_risk() -> None:
    more = "assumptions: [{says: It comes, chance: 0.5, fatal: true, shared: feed}]"
    name = "assumption.it-comes"
    assert chances(document(more), "data", {}).whole == pytest.approx(0.5 * 0.5 * 0.9)
    assert chances(document(more), "data", {name: "fails"}).whole == 0.0
    held = chances(document(more), "data", {name: "holds"})
    assert held.whole == pytest.approx(0.8 * 0.5 * 0.9)
    assert held.rests == ()
    assert chances(document(more), "prototype", {}).rests == (), "its stage is passed"


def test_what_rests_on_the_same_thing_is_no_two_risks() -> None:
    two = "[{says: It comes, chance: 0.5, shared: feed}, {says: In time, chance: 0.6, shared: feed}]"
    assert chances(document(f"assumptions: {two}"), "data", {}).stages["data"] == pytest.approx(0.5)
