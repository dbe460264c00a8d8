from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.claims import claims_of
from shipworthy.plan.reading import read_text
from shipworthy.records.evidence import Evidence
from tests.plan.examples import FULL, MINIMAL


def found_in(text: str) -> dict[str, Evidence]:
    return {evidence.claims[0]: evidence for evidence in brief_evidence(read_text(text, "project.yaml"))}


def test_a_full_brief_leaves_no_gap() -> None:
    found = found_in(FULL)
    assert all(evidence.holds for evidence in found.values())
    assert not any(evidence.findings for evidence in found.values())
    assert found["brief.lead-time"].says == "the output has to be there 2 hours before"
    assert found["brief.status-quo"].says == "done today: the rule country = 'DE' AND pairs >= 3"
    assert found["brief.delivery"].says == "delivered as rest to order form"
    assert found["brief.running-cost"].says == "running it costs 500 EUR a month"


def test_an_empty_brief_names_every_gap_and_why_it_is_asked() -> None:
    found = found_in(MINIMAL)
    assert [evidence.holds for evidence in found.values()] == [False] * len(found)
    for evidence in found.values():
        assert len(evidence.findings) == 1
        assert evidence.says == "nobody has said it yet"
        assert evidence.findings[0].says.startswith("it is not ")
        assert evidence.findings[0].next_step
    severities = {name: evidence.findings[0].severity for name, evidence in found.items()}
    assert {name for name, severity in severities.items() if severity == "problem"} == {
        "brief.decision",
        "brief.status-quo",
        "brief.value",
        "brief.criterion",
    }


def test_every_claim_of_the_brief_that_a_check_settles_gets_its_evidence() -> None:
    for text in (FULL, MINIMAL):
        claims = [claim for claim in claims_of(read_text(text, "p")) if claim.check == "brief"]
        assert {claim.id for claim in claims} == set(found_in(text))


def test_a_status_quo_that_nobody_knows_is_not_told_rather_than_refused() -> None:
    found = found_in(MINIMAL + "problem: {status_quo: unknown}\n")["brief.status-quo"]
    assert found.holds is None
    assert found.says == "nobody knows what is done today, so no gain over it can be told"
    assert found_in(MINIMAL + "problem: {status_quo: nothing}\n")["brief.status-quo"].holds


def test_a_value_that_nobody_can_name_is_an_answer_and_needs_no_criterion() -> None:
    found = found_in(MINIMAL + "success: {value: none}\n")
    assert found["brief.value"].holds
    assert found["brief.criterion"].holds
    assert "no value was agreed" in found["brief.value"].says


def test_amounts_need_a_unit() -> None:
    found = found_in(MINIMAL + "success: {value: {cost: {under: 1, over: 2}}}\n")["brief.value"]
    assert (found.holds, found.says) == (False, "amounts are given, but not in which unit")


def test_half_a_delivery_names_the_missing_half() -> None:
    found = found_in(MINIMAL + "delivery: {form: file}\n")["brief.delivery"]
    assert found.says == "it is not said to whom the output is delivered"


def test_evidence_stands_on_the_parts_it_speaks_of() -> None:
    before = found_in(FULL)
    after = found_in(FULL.replace("at_least: 400", "at_least: 300"))
    changed = {name for name in before if before[name].stands_on != after[name].stands_on}
    assert changed == {"brief.criterion", "running-cost.paid"}
    assert list(before["brief.need"].stands_on) == ["document:problem.need"]
