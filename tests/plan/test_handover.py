"""What has to be said for others to take it over: asked where a policy asks, or where the document hands over."""

from pathlib import Path

import pytest

from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.claims import claims_of
from shipworthy.plan.policies import weight_of
from shipworthy.plan.reading import read_text
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from tests.plan.examples import MINIMAL

ALL = {"handover.owner", "handover.on-call", "handover.upkeep", "handover.runbook"}
SAID = "handover: {owner: ops, on_call: 'ops@example.org, weekdays', runbook: runbook.md, retraining: every quarter}\n"


def claims(text: str) -> dict[str, Claim]:
    document = read_text(MINIMAL + text, "project.yaml")
    found = claims_of(document, weight_of(document, Path()))
    return {claim.id: claim for claim in found if claim.id.startswith("handover.")}


def answers(text: str) -> dict[str, Evidence]:
    document = read_text(MINIMAL + text, "project.yaml")
    return {each.claims[0]: each for each in brief_evidence(document, weight_of(document, Path()))}


def test_without_a_policy_nobody_is_asked_to_hand_over() -> None:
    assert claims("") == claims("risk: low\n") == {}


def test_a_medium_risk_is_asked_and_a_high_one_waits_for_it_at_the_transfer_gate_and_not_earlier() -> None:
    medium, high = claims("risk: medium\n"), claims("risk: high\n")
    assert set(medium) == set(high) == ALL
    assert not any(claim.required for claim in medium.values())
    assert all(claim.required and claim.stage == "transfer" for claim in high.values())


def test_what_the_document_hands_over_is_looked_at_and_holds_nothing_up() -> None:
    found = claims(SAID)
    assert set(found) == ALL
    assert not any(claim.required or claim.because for claim in found.values())


def test_who_takes_over_is_told_in_words() -> None:
    found = answers(SAID)
    assert found["handover.owner"].says == "once it is live, ops answers for it"
    assert found["handover.on-call"].says == "on call: ops@example.org, weekdays"


@pytest.mark.parametrize("word", ["nobody", "Nobody.", "no one"])
def test_that_nobody_is_on_call_is_an_answer(word: str) -> None:
    found = answers(f"handover: {{on_call: {word}}}\n")
    assert found["handover.on-call"].holds
    assert not found["handover.owner"].holds


def test_keeping_it_up_needs_a_window_somebody_who_is_told_and_when_it_is_learned_anew() -> None:
    watched = "monitoring: {window: 1w, tell: [ops]}\npeople: {ops: {roles: ml-engineer}}\n"
    assert answers(SAID)["handover.upkeep"].says == (
        "it is not said which stretch of time is judged at once (monitoring.window) and who is told (monitoring.tell)"
    )
    found = answers(SAID + watched)["handover.upkeep"]
    assert found.holds
    assert found.says == "judged 1 week at a time; told: ops; learned anew: every quarter"
