"""The gates of going live and of being live, on the promises that a document makes."""

from msgspec import structs

from shipworthy.gates.gate import gate
from shipworthy.gates.judge import judge
from shipworthy.plan.claims import claims_of
from shipworthy.plan.reading import read_text
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Verdict
from tests.gates.build import gain, signed
from tests.plan.examples import FULL

CLAIMS = {claim.id: claim for claim in claims_of(read_text(FULL, "project.yaml"))}


def verdict(name: str, *found: Evidence, **parts: str) -> Verdict:
    (judged,) = judge([CLAIMS[name]], found, parts, [], rehearsal=False)
    return judged


def loaded(seconds: float) -> Evidence:
    measured = Measurement(name="latency_p99", value=seconds, low=seconds * 0.9, high=seconds * 1.1, n=3000, unit="s")
    return Evidence(
        check="load-test", says="", stage="transfer", claims=("delivery.latency",), measurements=(measured,)
    )


def watched(name: str, holds: bool | None, says: str) -> Evidence:
    return Evidence(check="watch", says=says, stage="monitoring", claims=(name,), holds=holds)


def test_the_time_to_answer_is_held_against_what_was_stated() -> None:
    quick, slow = verdict("delivery.latency", loaded(0.008)), verdict("delivery.latency", loaded(0.05))
    assert (quick.state, slow.state) == ("holds", "fails")
    assert quick.why.startswith("the time within which 99 of 100 calls are answered is 0.008 s, very likely at most ")
    assert quick.why.endswith("at most 0.02 s was asked for")
    assert verdict("delivery.latency", loaded(0.0195)).state == "cant_tell"


def test_the_next_step_of_what_nobody_found_out_is_the_verb_that_finds_it_out() -> None:
    assert verdict("delivery.bundle").next_step == "run `shipworthy ship`"
    assert verdict("delivery.latency").next_step == "run `shipworthy ship`"
    assert verdict("live.system").next_step.startswith("run `shipworthy watch` once a window")
    bundled = Evidence(
        check="bundle", says="", stage="transfer", claims=("delivery.bundle",), holds=True, stands_on={"model": "1"}
    )
    assert verdict("delivery.bundle", bundled, model="1").state == "holds"
    again = verdict("delivery.bundle", bundled, model="2")
    assert (again.state, again.next_step) == ("stale", "run `shipworthy ship` again")


def test_one_watch_settles_feeds_and_system_apart() -> None:
    found = (watched("live.feeds", False, "the vendor changed its unit"), watched("live.system", True, "all calls met"))
    assert verdict("live.feeds", *found).state == "fails"
    assert verdict("live.feeds", *found).why == "the vendor changed its unit"
    assert verdict("live.system", *found).state == "holds"


def test_what_was_promised_is_held_against_what_live_traffic_brought() -> None:
    told = {"check": "watch", "says": "", "stage": "monitoring", "claims": ("live.value",)}
    good = Evidence(**told, measurements=(gain(900, 100, unit="EUR", origin="live"),))  # type: ignore[arg-type]
    bad = Evidence(**told, measurements=(gain(-50, 100, unit="EUR", origin="live"),))  # type: ignore[arg-type]
    assert verdict("live.value", good).state == "holds"
    assert verdict(
        "live.value",
        good,
    ).why.startswith("the gain over what you do today is 900 EUR per 1,000 cases")
    assert verdict("live.value", good, bad).state == "fails"


def _all_hold(*stages: str) -> list[Verdict]:
    return [Verdict(claim=one.id, state="holds", why="it is") for one in CLAIMS.values() if one.stage in stages]


def test_an_earlier_gate_does_not_wait_for_going_live() -> None:
    held = gate("prototype", list(CLAIMS.values()), _all_hold("ideation", "data", "prototype"), rehearsal=False)
    assert held.advice == "go"
    assert not any(one.claim.startswith(("delivery.", "monitoring.", "live.", "review.")) for one in held.verdicts)


def test_going_live_waits_for_what_is_required_and_being_live_for_what_comes_in() -> None:
    early = _all_hold("ideation", "data", "prototype", "transfer")
    assert gate("transfer", list(CLAIMS.values()), early, rehearsal=False).advice == "go"
    assert gate("monitoring", list(CLAIMS.values()), early, rehearsal=False).advice == "cant_tell"
    broken = Verdict(claim="live.feeds", state="fails", why="the vendor changed its unit")
    late = [one for one in _all_hold("monitoring") if one.claim != broken.claim]
    held = gate("monitoring", list(CLAIMS.values()), [*early, *late, broken], rehearsal=False)
    assert (held.advice, held.back_to) == ("back", "monitoring")
    assert held.reasons[0] == "no feed is broken: the vendor changed its unit"


def test_a_review_that_is_signed_holds_and_one_that_is_not_keeps_the_gate_from_going() -> None:
    review: Claim = structs.replace(CLAIMS["review.privacy"], meaning="")
    (judged,) = judge([review], [], {}, [signed(review)], rehearsal=False)
    assert judged.state == "holds"
    assert verdict("review.privacy").state == "cant_tell"
