from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.parts import part_digests
from shipworthy.plan.policies import policy_of, read_policy, weight_of
from shipworthy.plan.policy import RISKS, Policy, Weight, weight
from shipworthy.plan.reading import read_text
from shipworthy.plan.weighing import changed_by, rules_of
from shipworthy.records.claim import Claim
from tests.plan.examples import FULL, MINIMAL, documents

calm = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
THERE = "the output has to be there 2 hours before"
SHIPPED = policy_of("", Path())


def claims_at(text: str, risk: str, tmp: Path = Path()) -> dict[str, Claim]:
    document = read_text(f"{text}risk: {risk}\n", "project.yaml")
    return {claim.id: claim for claim in claims_of(document, weight_of(document, tmp))}


def required(claims: dict[str, Claim], stage: str = "ideation") -> set[str]:
    return {name for name, claim in claims.items() if claim.required and claim.stage == stage}


_PATTERNS = st.lists(
    st.sampled_from(["brief.need", "brief.*", "data.*", "*", "review.privacy", "process.*", "production.load"]),
    max_size=3,
)
_LEVEL = st.fixed_dictionaries(
    {},
    optional={
        "required": _PATTERNS,
        "asked": _PATTERNS,
        "may_stay_open": _PATTERNS,
        "reviews": st.dictionaries(st.sampled_from(["privacy", "legal"]), st.just("reviewer")),
        "check_in": st.sampled_from(["1d", "2w", "1month"]).map(lambda every: {"every": every}),
        "proposals": st.sampled_from(["1h", "2d"]),
        "identities": st.sampled_from(["asserted", "authenticated"]),
    },
)
_POLICIES = st.fixed_dictionaries({"policy": st.just("ours")}, optional=dict.fromkeys(RISKS, _LEVEL))


@calm
@given(documents(), _POLICIES)
def test_a_higher_level_never_asks_for_less_whatever_the_policy_says(data: dict[str, Any], rules: Any) -> None:
    document, policy = Document.model_validate(data), Policy.model_validate(rules)
    weights = [weight(policy, risk) for risk in RISKS]
    asked = [{claim.id: claim for claim in claims_of(document, each)} for each in weights]
    for less, more in pairwise(asked):
        assert set(less) <= set(more)
        for name, claim in less.items():
            assert more[name].required or not claim.required
            assert set(claim.signers) <= set(more[name].signers)
            assert more[name].proven or not claim.proven
    for light, heavy in pairwise(weights):
        assert light.every is None or (heavy.every is not None and heavy.every <= light.every)
        assert light.proposals is None or (heavy.proposals is not None and heavy.proposals >= light.proposals)


@calm
@given(documents(), st.sampled_from(RISKS))
def test_every_claim_of_a_weighed_project_has_a_settler_a_name_of_its_own_and_says_why_it_asks(
    data: dict[str, Any], risk: Any
) -> None:
    document = Document.model_validate(data)
    given_weight = weight(SHIPPED, risk)
    claims = claims_of(document, given_weight)
    usual = {claim.id: claim for claim in claims_of(document)}
    answered = {name for each in brief_evidence(document, given_weight) for name in each.claims}
    assert len({claim.id for claim in claims}) == len(claims)
    part_digests(document, [part for claim in claims for part in claim.parts])
    for claim in claims:
        assert (claim.settled_by == "measurement") == (claim.bar is not None)
        assert (claim.settled_by == "check") == bool(claim.check)
        assert claim.asks
        assert claim.check != "brief" or claim.id in answered
        more = claim.id not in usual or claim.required != usual[claim.id].required
        assert not more or f"risk is {risk}: policy shipworthy" in claim.because


@calm
@given(documents())
def test_without_a_word_on_risk_nothing_is_asked_of_people_because_of_a_policy(data: dict[str, Any]) -> None:
    document = Document.model_validate({name: said for name, said in data.items() if name != "risk"})
    claims = claims_of(document, weight_of(document, Path()))
    assert claims == claims_of(document)
    assert not any(claim.because or claim.proven or claim.kind in ("process", "production") for claim in claims)


def test_a_harmless_tool_passes_with_a_line_and_a_medical_one_needs_the_full_set() -> None:
    text = MINIMAL + "problem: {decision: which orders get a call}\n"
    low, high = claims_at(text, "low"), claims_at(text, "high")
    assert required(low) == {"brief.decision"}
    assert low["brief.value"].because == "need not hold because this project's risk is low: policy shipworthy"
    assert len(required(high)) > 15
    assert {name for name in high if name.startswith("review.")} == {
        "review.privacy", "review.legal", "review.security", "review.fairness", "review.model-validation"
    }  # fmt: skip
    assert high["review.legal"].signers == ("reviewer",)
    assert high["review.legal"].proven
    assert high["review.legal"].because == "asked because this project's risk is high: policy shipworthy"


def test_a_review_that_the_document_names_is_kept_and_gets_its_signer() -> None:
    claims = claims_at(FULL, "medium")
    assert claims["review.privacy"].lead_time == 5.0
    assert claims["review.privacy"].signers == ("reviewer",)
    assert claims["review.legal"].signers == ()
    assert len([name for name in claims if name.startswith("review.")]) == 3


def test_what_the_policy_changed_is_said_in_a_sentence() -> None:
    document = read_text(MINIMAL + "risk: low\n", "project.yaml")
    heavy = weight_of(document, Path())
    assert changed_by(claims_of(document, heavy), heavy) == (
        "The risk of this project is low (an internal tool; a mistake is noticed at once, costs little and can be "
        "undone). By the policy shipworthy, 3 may stay open."
    )
    assert changed_by(claims_of(document), Weight()) == ""
    assert rules_of(Weight()) == ()
    assert rules_of(weight(SHIPPED, "high")) == (
        "The business owner and the product manager are shown what there is at least every 14 days.",
        "What is proposed for a meeting is in 2 days before it.",
        "The reviewer agrees when the goal is moved.",
        "Only people who signed in may sign.",
    )


def test_a_rule_on_habits_asks_for_them() -> None:
    rules = Policy.model_validate({"policy": "ours", "low": {"check_in": {"every": "1w"}, "proposals": "1h"}})
    claims = {claim.id: claim for claim in claims_of(read_text(MINIMAL, "p.yaml"), weight(rules, "low"))}
    for name in ("process.check-ins", "process.proposals"):
        assert not claims[name].required
        assert claims[name].because == "asked because this project's risk is low: policy ours"


def test_the_user_s_time_to_act_is_asked_of_the_owner_only_where_the_data_cannot_tell() -> None:
    assert "lead-time.in-time" not in claims_at(MINIMAL, "low")
    asked = claims_at(MINIMAL + "problem: {lead_time: 2h}\npeople: {ann: {roles: business-owner}}\n", "medium")
    claim = asked["lead-time.in-time"]
    assert (claim.settled_by, claim.owner, claim.required, claim.signers) == (
        "person", "ann", False, ("business-owner",)
    )  # fmt: skip
    assert claims_at(FULL, "medium")["lead-time.in-time"].settled_by == "check"


@pytest.mark.parametrize(
    ("old", "new", "holds", "says"),
    [
        ("", "", True, f"{THERE}, and all it learns from is known by then"),
        ("lag: 2h", "lag: 1h", None, f"{THERE}, and known later than that is sizes (1 hour before)"),
        (
            "schedule: on request",
            "schedule: 1d",
            None,
            f"{THERE}, and up to 1 day pass until its turn, and known later than that is sizes (2 hours before)",
        ),
        (
            "schedule: on request",
            "schedule: nightly",
            None,
            "the schedule “nightly” does not say how long an answer waits for its turn",
        ),
    ],
)
def test_whether_the_user_can_still_act_follows_from_lags_and_schedule(
    old: str, new: str, holds: bool | None, says: str
) -> None:
    found = {each.claims[0]: each for each in brief_evidence(read_text(FULL.replace(old, new), "p.yaml"))}
    assert (found["lead-time.in-time"].holds, found["lead-time.in-time"].says) == (holds, says)


def test_a_goal_that_does_not_pay_for_running_it_is_no_goal() -> None:
    found = {each.claims[0]: each for each in brief_evidence(read_text(FULL, "p.yaml"))}
    assert (found["running-cost.paid"].holds, found["running-cost.paid"].says) == (
        True, "the goal is about 10,800 EUR a month, and running it costs about 500 EUR"
    )  # fmt: skip
    dear = FULL.replace("500/month", "{compute: 200/d, people: 9000/month}")
    found = {each.claims[0]: each for each in brief_evidence(read_text(dear, "p.yaml"))}
    assert found["running-cost.paid"].holds is False
    assert found["brief.running-cost"].says == (
        "running it costs 15,087 EUR a month (compute 200 a day and people 9000 a month)"
    )


def test_skills_that_nobody_has_are_asked_for_by_the_gate_before() -> None:
    text = MINIMAL + "people: {ann: {skills: [SQL]}}\nstages: {data: {skills: sql}, transfer: {skills: [k8s, sql]}}\n"
    document = read_text(text, "p.yaml")
    claims = {claim.id: claim for claim in claims_of(document)}
    assert (claims["skills.data"].stage, claims["skills.transfer"].stage) == ("ideation", "prototype")
    assert not claims["skills.transfer"].required
    found = {each.claims[0]: each for each in brief_evidence(document)}
    assert found["skills.data"].holds
    assert found["skills.transfer"].says == "going live needs k8s, and nobody here knows how"


def test_a_policy_of_the_company_stands_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("policy: ours\nlow: {required: brief.need}\n")
    claims = claims_at(MINIMAL + "policy: ours.yaml\n", "low", tmp_path)
    assert claims["brief.need"].because == "asked because this project's risk is low: policy ours"
    assert claims["brief.value"].required


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("policy: ours\nlow: {requred: a}", "write required instead of requred"),
        ("policy: ours\nlow: {reviews: {legal: lawyer}}", "low.reviews.legal"),
        ("policy: ours\nlow: {reviews: {legal: lead}}\nhigh: {reviews: {legal: reviewer}}", "take legal out of high"),
        ("low: {}", "add policy"),
        ("policy: ours\nhigh: {check_in: {every: often}}", "such as 2h"),
    ],
)
def test_a_broken_policy_is_answered_with_what_is_allowed(text: str, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_policy(text, "ours.yaml")
    assert says in str(caught.value)


def test_a_policy_names_only_claims_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("policy: ours\nlow: {required: brief.ned}\n")
    with pytest.raises(DocumentError, match=r"write brief\.need instead of brief\.ned"):
        claims_at(MINIMAL + "policy: ours.yaml\n", "low", tmp_path)
    with pytest.raises(DocumentError, match="there is no policy of this name"):
        claims_at(MINIMAL + "policy: shipworth\n", "low")
    with pytest.raises(DocumentError, match="there is no project document here"):
        claims_at(MINIMAL + "policy: gone.yaml\n", "low", tmp_path)
    with pytest.raises(DocumentError, match="the risk of this project is not said"):
        read_text(MINIMAL + "policy: ours.yaml\n", "project.yaml")
