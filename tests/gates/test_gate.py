from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gates.gate import gate
from shipworthy.records.claim import Claim
from shipworthy.records.stage import STAGES
from shipworthy.records.verdict import State, Verdict
from tests.gates.build import claim

STATES: st.SearchStrategy[State] = st.sampled_from(("holds", "fails", "cant_tell", "stale"))
RANK = {"stop": 0, "back": 1, "cant_tell": 2, "go": 3}


def said(name: str, state: State) -> Verdict:
    return Verdict(claim=name, state=state, why=f"found {state}")


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Claim], list[Verdict]]:
    claims = [
        claim(
            f"c{number}",
            stage=draw(st.sampled_from(STAGES)),
            required=draw(st.booleans()),
            fatal=draw(st.integers(0, 4)) == 0,
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    return claims, [said(each.id, draw(STATES)) for each in claims]


def test_all_that_is_required_holds_so_go() -> None:
    claims = [claim("a"), claim("b", required=False)]
    told = gate("data", claims, [said("a", "holds"), said("b", "fails")], rehearsal=False)
    assert told.advice == "go"
    assert told.reasons == ("b is so: found fails (does not block)", "the one promise that has to hold does")


def test_a_failing_claim_leads_back_to_the_earliest_stage_that_owns_one() -> None:
    claims = [claim("late", stage="prototype"), claim("early", stage="ideation"), claim("open")]
    verdicts = [said("late", "fails"), said("early", "fails"), said("open", "cant_tell")]
    told = gate("prototype", claims, verdicts, rehearsal=False)
    assert (told.advice, told.back_to) == ("back", "ideation")
    assert [reason.split()[0] for reason in told.reasons] == ["early", "late", "open"]


def test_claims_of_later_stages_are_not_asked_for() -> None:
    claims = [claim("now"), claim("later", stage="transfer", fatal=True)]
    told = gate("data", claims, [said("now", "holds"), said("later", "fails")], rehearsal=False)
    assert told.advice == "go"
    assert [each.claim for each in told.verdicts] == ["now"]


def test_a_refuted_fatal_claim_stops_even_when_it_is_not_required() -> None:
    claims = [claim("a"), claim("deadly", fatal=True, required=False)]
    told = gate("data", claims, [said("a", "fails"), said("deadly", "fails")], rehearsal=False)
    assert told.advice == "stop"
    assert told.reasons[0] == "deadly is so: found fails"


def test_the_forecast_can_stop_and_its_reason_comes_first() -> None:
    told = gate("data", [claim("a")], [said("a", "fails")], rehearsal=False, stop="nothing is left to try")
    assert told.advice == "stop"
    assert told.reasons[0] == "nothing is left to try"


def test_a_rehearsal_says_so() -> None:
    told = gate("data", [claim("a")], [said("a", "holds")], rehearsal=True)
    assert told.rehearsal


@given(judged(), st.sampled_from(STAGES), st.booleans())
def test_it_is_never_go_while_a_required_claim_does_not_hold(
    given_: tuple[list[Claim], list[Verdict]], stage: str, drop: bool
) -> None:
    claims, verdicts = given_
    verdicts = verdicts[1:] if drop else verdicts
    told = gate(stage, claims, verdicts, rehearsal=False)  # type: ignore[arg-type]
    states = {each.claim: each.state for each in verdicts}
    asked = [each for each in claims if STAGES.index(each.stage) <= STAGES.index(told.stage)]
    required = [states.get(each.id, "cant_tell") for each in asked if each.required]
    fatal = any(each.fatal and states.get(each.id) == "fails" for each in asked)
    expected = (
        "stop" if fatal else "back" if "fails" in required else "go" if set(required) <= {"holds"} else "cant_tell"
    )
    assert told.advice == expected
    assert (told.back_to != "") == (told.advice == "back")
    assert {each.claim for each in told.verdicts} == {each.id for each in asked}


@given(judged(), st.sampled_from(STAGES), st.data())
def test_a_better_verdict_never_makes_the_advice_worse(
    given_: tuple[list[Claim], list[Verdict]], stage: str, data: st.DataObject
) -> None:
    claims, verdicts = given_
    if not verdicts:
        return
    ladder: list[State] = ["fails", "cant_tell", "holds"]
    place = data.draw(st.integers(0, len(verdicts) - 1))
    lower, upper = sorted(data.draw(st.tuples(st.integers(0, 2), st.integers(0, 2))))

    def told(step: int) -> tuple[int, int]:
        changed = [*verdicts[:place], said(verdicts[place].claim, ladder[step]), *verdicts[place + 1 :]]
        found = gate(stage, claims, changed, rehearsal=False)  # type: ignore[arg-type]
        back = next((number for number, name in enumerate(STAGES) if name == found.back_to), len(STAGES))
        return RANK[found.advice], back if found.advice == "back" else 0

    assert told(upper)[0] >= told(lower)[0]
    if told(upper)[0] == told(lower)[0]:
        assert told(upper)[1] >= told(lower)[1]


@given(judged())
def test_the_order_of_claims_and_verdicts_does_not_matter(given_: tuple[list[Claim], list[Verdict]]) -> None:
    claims, verdicts = given_
    told = gate("monitoring", claims, verdicts, rehearsal=False)
    mixed = gate("monitoring", claims[::-1], verdicts[::-1], rehearsal=False)
    assert (mixed.advice, mixed.back_to, mixed.reasons) == (told.advice, told.back_to, told.reasons)
