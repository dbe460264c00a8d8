from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gates.judge import BOUNDED, judge
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Verdict
from tests.gates.build import claim, criterion, evidence, gain, signed


def one(
    asked: Claim,
    *found: Evidence,
    parts: dict[str, str] | None = None,
    signs: tuple[SignOff, ...] = (),
    rehearsal: bool = False,
) -> Verdict:
    (verdict,) = judge([asked], found, parts or {}, signs, rehearsal)
    assert verdict.claim == asked.id
    assert verdict.why
    assert verdict.state == "holds" or verdict.next_step
    return verdict


KEYS = claim("keys", check="keys")


def test_a_check_settles_its_claim_by_what_it_found() -> None:
    assert one(KEYS, evidence("keys", holds=True)).state == "holds"
    assert one(KEYS, evidence("keys", holds=False)).state == "fails"
    assert one(KEYS, evidence("keys", holds=None)).state == "cant_tell"


def test_a_failing_check_says_what_to_do_about_its_worst_finding() -> None:
    findings = (
        Finding(check="keys", says="a few", severity="note", next_step="live with it"),
        Finding(check="keys", says="many", severity="problem", next_step="drop the copies"),
    )
    assert one(KEYS, evidence("keys", holds=False, findings=findings)).next_step == "drop the copies"


def test_without_evidence_nothing_can_be_told_and_the_next_step_is_a_command() -> None:
    assert one(KEYS).next_step == "run `shipworthy check data`"
    assert one(criterion()).next_step == "run `shipworthy evaluate`"
    assert one(KEYS, evidence("other", holds=True)).state == "cant_tell"


def test_only_the_check_that_the_claim_names_may_settle_it() -> None:
    assert one(KEYS, evidence("keys", check="rows", holds=True)).state == "cant_tell"
    assert one(claim("any"), evidence("any", check="rows", holds=True)).state == "holds"


def test_the_latest_evidence_counts() -> None:
    assert one(KEYS, evidence("keys", holds=False), evidence("keys", holds=True)).state == "holds"
    assert one(KEYS, evidence("keys", holds=True), evidence("keys", holds=False)).state == "fails"


def test_evidence_on_something_that_has_changed_is_out_of_date() -> None:
    found = evidence("keys", holds=True, stands_on={"data": "1", "document:data.sources": "2", "code": "3"})
    assert one(KEYS, found, parts={"data": "1", "model": "9"}).state == "holds"
    verdict = one(KEYS, found, parts={"data": "7", "document:data.sources": "8", "code": "3"})
    assert verdict.state == "stale"
    assert verdict.why == ("the data and “data.sources” in the project document changed after this was found out")
    assert verdict.evidence == (found.digest,)


def test_simulated_people_and_data_settle_nothing_real() -> None:
    for fields in ({"authority": "simulated"}, {"grade": "simulated"}):
        found = evidence("keys", holds=True, **fields)
        assert one(KEYS, found).state == "cant_tell"
        assert one(KEYS, found, rehearsal=True).state == "holds"


def test_a_criterion_is_held_against_its_measurement() -> None:
    found = evidence("criterion.gain", measurements=(gain(56_000),))
    verdict = one(criterion(), found)
    assert verdict.state == "holds"
    assert verdict.number == gain(56_000)
    assert verdict.evidence == (found.digest,)
    assert one(criterion(), evidence("criterion.gain", measurements=(gain(1_000),))).state == "fails"


def test_a_promise_about_a_period_to_come_goes_before_the_rows_at_hand() -> None:
    promise = gain(40_000, 20_000, df=3, clusters=4, kind="predictive")
    for numbers in ((gain(56_000), promise), (promise, gain(56_000))):
        verdict = one(criterion(), evidence("criterion.gain", measurements=numbers))
        assert (verdict.state, verdict.number) == ("cant_tell", promise)


def test_rows_kept_aside_go_before_rows_of_folds_and_live_ones_before_both() -> None:
    fold, aside, live = (
        gain(value, origin=origin) for value, origin in ((1e5, "fold"), (1e3, "holdout"), (2e4, "live"))
    )
    for numbers in ((fold, aside), (aside, fold)):
        assert one(criterion(), evidence("criterion.gain", measurements=numbers)).number == aside
    assert one(criterion(), evidence("criterion.gain", measurements=(live, aside, fold))).number == live


def test_other_numbers_do_not_count() -> None:
    others = (gain(56_000, name="value"), gain(56_000, slice={"shop": "A"}))
    verdict = one(criterion(), evidence("criterion.gain", measurements=others))
    assert verdict.state == "cant_tell"
    assert "has not been measured" in verdict.why


def test_what_cannot_be_compared_with_today_says_what_to_write_instead() -> None:
    verdict = one(criterion(), evidence("criterion.gain", measurements=(gain(56_000, against="constant"),)))
    assert verdict.state == "cant_tell"
    assert verdict.why.startswith("the gain over what you do today cannot be told")
    assert "problem.status_quo" in verdict.next_step
    assert "gain_over: constant" in verdict.next_step


def test_a_number_that_is_missing_asks_for_what_would_bring_it() -> None:
    needed = Finding(check="watch", says="no outcome came", next_step="send what turned out")
    found = evidence("criterion.gain", findings=(needed,), measurements=(gain(None, None),))
    assert one(criterion(), found).next_step == "send what turned out"


def test_a_gain_that_could_not_be_measured_says_why() -> None:
    found = evidence("criterion.gain", says="nobody said what is done today", measurements=(gain(None, None),))
    assert one(criterion(), found).why.endswith("could not be measured: nobody said what is done today")


def test_a_guardrail_is_held_against_every_group() -> None:
    bar = Bar(measure="recall", at_least=0.2, by="shop", unit="share")
    asked = claim("guardrail.recall", kind="guardrail", settled_by="measurement", bar=bar)
    groups = tuple(
        Measurement(name="recall", value=value, se=0.01, n=500, unit="share", slice={"shop": shop})
        for shop, value in (("A", 0.4), ("B", 0.1))
    )
    assert one(asked, evidence(asked.id, measurements=groups)).state == "fails"
    assert one(asked, evidence(asked.id, measurements=groups[:1])).state == "holds"
    whole = msgspec.structs.replace(groups[0], slice={})
    assert one(asked, evidence(asked.id, measurements=(whole,))).state == "cant_tell"


REVIEW = claim("review.privacy", kind="review", settled_by="person", owner="legal", lead_time=5.0)


def test_a_review_holds_when_the_text_as_it_reads_now_is_signed() -> None:
    assert one(REVIEW, signs=(signed(REVIEW),)).why == "ann signed it"
    unsigned = one(REVIEW)
    assert unsigned.state == "cant_tell"
    assert unsigned.next_step == "ask legal to sign it; an answer takes about 5 days"


def test_a_signature_under_an_earlier_text_is_out_of_date() -> None:
    changed = msgspec.structs.replace(REVIEW, says="something else")
    assert one(changed, signs=(signed(REVIEW),)).state == "stale"
    assert one(changed, signs=(signed(REVIEW), signed(changed))).state == "holds"
    assert one(REVIEW, signs=(signed(REVIEW), signed(changed))).state == "stale"


def test_evidence_is_no_signature() -> None:
    assert one(REVIEW, evidence(REVIEW.id, holds=True)).state == "cant_tell"


def test_simulated_people_sign_nothing_real_and_do_not_void_what_real_people_signed() -> None:
    simulated = signed(REVIEW, by="desk", authority="simulated")
    assert one(REVIEW, signs=(simulated,)).state == "cant_tell"
    assert "simulated person" in one(REVIEW, signs=(simulated,)).why
    assert one(REVIEW, signs=(simulated,), rehearsal=True).state == "holds"
    assert one(REVIEW, signs=(signed(REVIEW), simulated)).why == "ann signed it"


def test_programs_sign_nothing() -> None:
    assert one(REVIEW, signs=(signed(REVIEW, authority="machine"),), rehearsal=True).state == "cant_tell"


def test_a_moved_goalpost_is_out_of_date_however_good_the_numbers() -> None:
    agreed = criterion()
    assert agreed.bar is not None
    moved = criterion(msgspec.structs.replace(agreed.bar, at_least=10.0))
    found = evidence("criterion.gain", measurements=(gain(56_000),))
    assert one(agreed, found, signs=(signed(agreed),)).state == "holds"
    verdict = one(moved, found, signs=(signed(agreed),))
    assert verdict.state == "stale"
    assert "the goalpost was moved" in verdict.why
    assert one(moved, found, signs=(signed(agreed), signed(moved))).state == "holds"


CLAIMS = [KEYS, claim("rows"), criterion(), REVIEW]
FOUND = st.lists(
    st.builds(
        lambda ids, holds, value, data: evidence(
            *ids, holds=holds, measurements=(gain(value),), stands_on={"data": data}
        ),
        st.sets(st.sampled_from([each.id for each in CLAIMS]), min_size=1, max_size=1),
        st.sampled_from([True, False, None]),
        st.floats(-1e5, 1e5),
        st.sampled_from(["old", "new"]),
    ),
    max_size=8,
)


@given(FOUND, st.randoms(), st.booleans())
def test_the_order_of_evidence_of_different_claims_does_not_matter(
    found: list[Evidence], luck: Any, rehearsal: bool
) -> None:
    queues = {each.id: [e for e in found if each.id in e.claims] for each in CLAIMS}
    mixed = []
    while any(queues.values()):
        mixed.append(luck.choice([queue for queue in queues.values() if queue]).pop(0))
    parts = {"data": "new"}
    assert judge(CLAIMS, mixed, parts, (), rehearsal) == judge(CLAIMS, found, parts, (), rehearsal)


@given(FOUND)
def test_a_claim_holds_only_with_fresh_evidence_that_says_so(found: list[Evidence]) -> None:
    for verdict in judge(CLAIMS, found, {"data": "new"}, (), rehearsal=False):
        latest = [each for each in found if verdict.claim in each.claims][-1:]
        assert verdict.state != "holds" or [each.stands_on["data"] for each in latest] == ["new"]
        assert verdict.evidence == tuple(each.digest for each in latest) or verdict.claim == REVIEW.id


def test_another_check_cannot_settle_a_claim_but_it_can_refute_it() -> None:
    asked = claim("a", settled_by="check", check="own")
    own = Evidence(check="own", says="proven", stage="data", claims=("a",), holds=True)
    other = Evidence(check="other", says="seen otherwise", stage="data", claims=("a",), holds=True)
    assert judge([asked], [other], {}, [], rehearsal=False)[0].state == "cant_tell"
    refuting = msgspec.structs.replace(other, holds=False, stands_on={"data": "1"})
    assert judge([asked], [refuting, own], {"data": "1"}, [], rehearsal=False)[0].state == "fails"
    assert judge([asked], [refuting, own], {"data": "2"}, [], rehearsal=False)[0].state == "holds"


def test_where_a_proof_is_asked_for_only_a_proven_name_signs() -> None:
    review = claim("review.legal", kind="review", stage="transfer", settled_by="person", proven=True)
    unproven = one(review, signs=(signed(review),))
    assert (unproven.state, unproven.why) == (
        "cant_tell",
        "ann signed it without signing in, and here only a proven name counts",
    )
    assert one(review, signs=(signed(review, authority="authenticated"), signed(review))).state == "holds"
    assert one(review, signs=(signed(review, authority="simulated"),), rehearsal=True).state == "holds"


def test_what_the_range_of_a_promise_knows_nothing_of_is_said_with_its_verdict_and_settles_nothing() -> None:
    number = gain(30_000, 1_000, df=4, clusters=5, kind="predictive")
    bounded = Finding(check=BOUNDED, says="5 of the 12 months of a year were seen", severity="note")
    plain = one(criterion(), evidence("criterion.gain", measurements=(number,)))
    told = one(criterion(), evidence("criterion.gain", measurements=(number,), findings=(bounded,)))
    assert told.why == f"{plain.why}; 5 of the 12 months of a year were seen"
    assert (told.state, told.next_step) == (plain.state, plain.next_step)
    without = one(criterion(), evidence("criterion.gain", measurements=(gain(30_000, 1_000),), findings=(bounded,)))
    assert "12 months" not in without.why
