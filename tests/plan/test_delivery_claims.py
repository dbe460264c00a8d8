"""What is promised of going live and of being live, and who has to settle it."""

import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.claims import claims_of
from shipworthy.plan.reading import read_text
from shipworthy.plan.watching import told
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.evidence import Evidence
from tests.plan.examples import FULL, MINIMAL


def claims_in(text: str) -> dict[str, Claim]:
    return {claim.id: claim for claim in claims_of(read_text(text, "project.yaml"))}


def plan_in(text: str) -> Evidence:
    found = brief_evidence(read_text(text, "project.yaml"))
    return next(each for each in found if each.claims == ("monitoring.plan",))


def test_going_live_and_being_live_are_asked_for_by_their_own_gates() -> None:
    stages = {name: claim.stage for name, claim in claims_in(FULL).items() if claim.kind in ("delivery", "live")}
    assert stages == {
        "delivery.bundle": "transfer",
        "delivery.bad-input": "transfer",
        "delivery.fallback": "transfer",
        "delivery.latency": "transfer",
        "monitoring.plan": "transfer",
        "live.value": "monitoring",
        "live.feeds": "monitoring",
        "live.system": "monitoring",
    }


def test_each_is_settled_by_the_check_or_the_number_that_the_verbs_leave() -> None:
    claims = claims_in(FULL)
    checks = {name: claim.check for name, claim in claims.items() if claim.kind in ("delivery", "live") and claim.check}
    assert checks == {
        "delivery.bundle": "bundle",
        "delivery.bad-input": "bad-input",
        "delivery.fallback": "fallback-drill",
        "monitoring.plan": "brief",
        "live.feeds": "watch",
        "live.system": "watch",
    }
    assert claims["delivery.latency"].bar == Bar(measure="latency_p99", at_most=0.02, unit="s")
    assert claims["live.value"].bar == claims["success.criterion"].bar


@pytest.mark.parametrize(
    ("delivery", "says"),
    [
        ("latency_p99: 20ms, peak: 100/s", "answers within 20 milliseconds for 99 of 100 calls at 100 a second"),
        ("latency_p99: 0.5s, peak: 120/h", "answers within 0.5 seconds for 99 of 100 calls at 120 an hour"),
        ("latency_p99: 1min", "answers within 1 minute for 99 of 100 calls"),
    ],
)
def test_the_time_to_answer_is_promised_as_it_was_stated(delivery: str, says: str) -> None:
    assert claims_in(f"{MINIMAL}delivery: {{{delivery}}}\n")["delivery.latency"].says == says
    assert "delivery.latency" not in claims_in(MINIMAL)


@pytest.mark.parametrize(
    ("fallback", "says"),
    [
        ("status_quo", "when the model fails, what is done today answers"),
        ("review", "when the model fails, a person answers"),
        ("The desk rings.", "when the model fails, this stands in: The desk rings"),
    ],
)
def test_what_stands_in_for_the_model_is_promised_in_the_documents_own_words(fallback: str, says: str) -> None:
    claim = claims_in(f"{MINIMAL}delivery: {{fallback: {fallback}}}\n")["delivery.fallback"]
    assert (claim.says, claim.required) == (says, True)


def test_a_document_without_a_fallback_is_asked_for_one_and_not_held_up() -> None:
    claim = claims_in(MINIMAL)["delivery.fallback"]
    assert not claim.required
    assert "delivery.fallback" in claim.asks


def test_without_a_goal_nothing_was_promised_that_could_be_held_against_live_traffic() -> None:
    assert "live.value" not in claims_in(MINIMAL)


def test_a_full_plan_for_watching_says_when_how_often_wrong_what_it_may_do_and_who_hears_of_it() -> None:
    found = plan_in(FULL)
    assert (found.holds, found.stage) == (True, "transfer")
    assert found.says == "judged 1 week at a time, with at most 1 false alarm a quarter; it may suggest; told: ann"
    assert claims_in(FULL)["monitoring.plan"].required


def test_half_a_plan_for_watching_names_the_missing_half_and_is_held_up() -> None:
    text = f"{MINIMAL}monitoring: {{window: 1w, automation: act}}\n"
    found = plan_in(text)
    assert found.holds is False
    assert found.says == "it is not said how many false alarms are put up with and who is told"
    assert found.findings[0].severity == "problem"
    assert claims_in(text)["monitoring.plan"].required


def test_no_plan_for_watching_is_asked_for_and_holds_nobody_up() -> None:
    assert plan_in(MINIMAL).holds is False
    assert plan_in(MINIMAL).findings[0].severity == "note"
    assert not claims_in(MINIMAL)["monitoring.plan"].required


def test_whom_to_tell_is_a_person_or_a_role() -> None:
    plan = "monitoring: {tell: [desk, ml-engineer]}\n"
    document = read_text(f"{MINIMAL}people: {{desk: {{}}}}\n{plan}", "project.yaml")
    assert told(document) == ("desk", "ml-engineer")
    with pytest.raises(DocumentError, match="nobody of this name is in people") as refused:
        read_text(f"{MINIMAL}people: {{desk: {{}}}}\nmonitoring: {{tell: dekc}}\n", "project.yaml")
    assert "dekc" in str(refused.value)
