from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.parts import part_digests
from shipworthy.plan.reading import read_text
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.stage import STAGES
from tests.plan.examples import FULL, MINIMAL, documents

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def claims_in(text: str) -> dict[str, Claim]:
    return {claim.id: claim for claim in claims_of(read_text(text, "project.yaml"))}


@calm
@given(documents())
def test_ids_are_unique_and_claims_name_parts_that_the_document_has(data: dict[str, Any]) -> None:
    document = Document.model_validate(data)
    claims = claims_of(document)
    assert len({claim.id for claim in claims}) == len(claims)
    assert [STAGES.index(claim.stage) for claim in claims] == sorted(STAGES.index(claim.stage) for claim in claims)
    part_digests(document, [part for claim in claims for part in claim.parts])
    for claim in claims:
        assert (claim.settled_by == "measurement") == (claim.bar is not None)
        assert (claim.settled_by == "check") == bool(claim.check)
        assert claim.asks
        assert claim.parts


def test_the_claims_of_a_full_document() -> None:
    assert list(claims_in(FULL)) == [
        *(
            f"brief.{name}"
            for name in (
                "user", "need", "decision", "action", "lead-time", "status-quo", "value", "criterion", "delivery",
                "fallback", "reviews", "running-cost", "goalpost",
            )
        ),
        "assumption.the-desk-has-time-to-ring",
        "running-cost.paid",
        "lead-time.in-time",
        "data.outcomes",
        "data.joins",
        "data.keys",
        "data.not-known",
        "data.critical",
        "data.personal",
        "data.enough",
        "assumption.sizes-are-known-when-the-order-comes-in",
        "success.criterion",
        "success.beats-constant",
        "evaluation.controls",
        "guardrail.recall-by-country",
        "guardrail.log_loss",
        "delivery.bundle",
        "delivery.bad-input",
        "delivery.fallback",
        "delivery.latency",
        "monitoring.plan",
        "review.privacy",
        "review.legal",
        "review.modell-prüfung",
        "live.value",
        "live.feeds",
        "live.system",
    ]  # fmt: skip


def test_a_small_document_is_asked_only_what_applies_to_it() -> None:
    claims = claims_in(MINIMAL)
    assert {name for name in claims if not name.startswith("brief.")} == {
        "data.outcomes",
        "data.not-known",
        "data.personal",
        "data.enough",
        "success.criterion",
        "success.beats-constant",
        "evaluation.controls",
        "delivery.bundle",
        "delivery.bad-input",
        "delivery.fallback",
        "monitoring.plan",
        "live.feeds",
        "live.system",
    }
    required = {name for name, claim in claims.items() if claim.required and claim.stage == "ideation"}
    assert required == {"brief.decision", "brief.status-quo", "brief.value", "brief.criterion"}


def test_the_goalpost_waits_for_the_business_owner_and_moves_with_the_criterion() -> None:
    before, after = claims_in(FULL), claims_in(FULL.replace("at_least: 400", "at_least: 300"))
    post = before["brief.goalpost"]
    assert (post.settled_by, post.owner, post.required) == ("person", "ann", True)
    assert set(post.parts) == {"success.criterion", "success.value", "success.unit", "problem.status_quo"}
    assert post.binding != after["brief.goalpost"].binding
    assert before["success.criterion"].binding != after["success.criterion"].binding
    assert before["brief.need"].binding == after["brief.need"].binding
    assert claims_in(MINIMAL + "people: {ben: }\n")["success.criterion"].owner == "business-owner"


def test_numbers_stand_in_the_sentences_as_they_were_agreed() -> None:
    claims = claims_in(FULL)
    goal = "gains at least 400 EUR per 1,000 cases over what is done today, with 90% confidence, by 31 March 2027"
    assert claims["success.criterion"].says == goal
    assert claims["brief.goalpost"].says == f"the goal is agreed: it {goal}"
    assert claims["guardrail.recall-by-country"].says == "recall is at least 0.2 in every group of country"
    assert claims["guardrail.log_loss"].says == "log loss is at most 0.5"
    assert claims["data.critical"].says == "article and client are never missing"
    assert claims["review.privacy"].says == "the privacy review is signed"
    assert claims["assumption.sizes-are-known-when-the-order-comes-in"].says == (
        "Sizes are known when the order comes in (sizes knows 99% of the rows)"
    )


def test_bars_say_what_has_to_be_measured() -> None:
    claims = claims_in(FULL)
    assert claims["success.criterion"].bar == Bar(
        measure="gain", at_least=400.0, confidence=0.9, per=1000.0, against="status_quo", unit="EUR", group="day"
    )
    assert claims["success.beats-constant"].bar == Bar(measure="gain", at_least=0.0, against="constant", group="day")
    assert claims["guardrail.recall-by-country"].bar == Bar(
        measure="recall", at_least=0.2, by="country", min_n=200, group="day"
    )
    assert claims["assumption.sizes-are-known-when-the-order-comes-in"].bar == Bar(
        measure="coverage.sizes", at_least=0.99, unit="share", group="day"
    )


@pytest.mark.parametrize(
    ("success", "bar", "says"),
    [
        ("", Bar(measure="gain", at_least=0.0), "beats the baseline on the metric (no value was agreed)"),
        (
            "success: {value: none}\nproblem: {status_quo: {column: b}}\n",
            Bar(measure="gain", at_least=0.0, against="status_quo"),
            "beats what is done today on the metric (no value was agreed)",
        ),
        (
            "success: {unit: EUR, value: {cost: {under: 1, over: 2}}}\nproblem: {status_quo: {column: b}}\n",
            Bar(measure="gain", at_least=0.0, against="status_quo", unit="EUR"),
            "is worth more than what is done today (no target was agreed)",
        ),
        (
            "success: {value: none, criterion: {metric: mean_absolute_error, at_most: 2.5}}\n",
            Bar(measure="mean_absolute_error", at_most=2.5),
            "reaches at most 2.5 in mean absolute error, with 95% confidence",
        ),
        (
            "success: {unit: h, value: {cost: {under: 1, over: 2}}, criterion: {gain_over: constant, at_least: 1}}\n",
            Bar(measure="gain", at_least=1.0, against="constant", unit="h"),
            "gains at least 1 h a case over always giving the same answer, with 95% confidence",
        ),
        (
            "success: {unit: h, value: {cost: {under: 1, over: 2}}, criterion: "
            "{gain_over: constant, at_least: 1, over: 1y}}\n",
            Bar(measure="gain", at_least=1.0, against="constant", unit="h"),
            "gains at least 1 h a case over always giving the same answer, 1 year taken together, with 95% confidence",
        ),
    ],
)
def test_the_criterion_of_a_document_that_says_more_or_less(success: str, bar: Bar, says: str) -> None:
    claim = claims_in(MINIMAL + success)["success.criterion"]
    assert (claim.bar, claim.says) == (bar, says)


def test_assumptions_carry_their_chance_and_reviews_their_lead_time() -> None:
    claims = claims_in(FULL)
    sizes = claims["assumption.sizes-are-known-when-the-order-comes-in"]
    desk = claims["assumption.the-desk-has-time-to-ring"]
    assert (sizes.prior, sizes.settled_by, sizes.stage, sizes.fatal) == (0.8, "measurement", "data", False)
    assert (desk.prior, desk.settled_by, desk.stage, desk.fatal, desk.owner) == (
        None,
        "person",
        "ideation",
        True,
        "ann",
    )
    assert (claims["review.privacy"].lead_time, claims["review.legal"].lead_time) == (5.0, None)
    assert claims["review.legal"].owner == "reviewer"


def test_names_that_look_alike_get_ids_of_their_own_whatever_their_order() -> None:
    one = "{metric: r, by: a b, at_least: 1}"
    other = "{metric: r, by: a-b, at_least: 1}"
    first = set(claims_in(f"{MINIMAL}guardrails: [{one}, {other}]\n"))
    assert first == set(claims_in(f"{MINIMAL}guardrails: [{other}, {one}]\n"))
    assert len([name for name in first if name.startswith("guardrail.")]) == 2
