"""When stages are due, and what is said of access."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.claims import claims_of
from shipworthy.plan.due import due_dates
from shipworthy.plan.kinds.access import access_evidence
from shipworthy.plan.reading import read_text
from shipworthy.records.stage import STAGES
from tests.plan.examples import MINIMAL


def test_without_a_first_day_and_without_dates_nothing_is_due() -> None:
    assert due_dates(read_text(MINIMAL + "stages: {data: {estimate: 2w}}\n", "p.yaml")) == {}


@given(st.lists(st.integers(1, 30), min_size=5, max_size=5))
def test_stages_that_follow_from_estimates_are_due_in_their_order(days: list[int]) -> None:
    stages = ", ".join(f"{stage}: {{estimate: {day}d}}" for stage, day in zip(STAGES, days, strict=True))
    due = due_dates(read_text(f"{MINIMAL}stages: {{{stages}}}\ntimebox: {{starts: 2027-01-04}}\n", "p.yaml"))
    assert list(due) == list(STAGES)
    assert sorted(due.values()) == list(due.values())
    assert (due["monitoring"] - due["ideation"]).days == sum(days[1:])


@pytest.mark.parametrize(
    ("text", "where", "allowed"),
    [
        ("stages: {data: {due: 2027-02-01}, prototype: {due: 2027-01-31}}\n", "stages.prototype.due", "2027-02-01"),
        ("stages: {data: {due: 2027-02-01}}\ntimebox: {starts: 2027-02-02}\n", "stages.data.due", "2027-02-02"),
        ("stages: {data: {due: soon}}\n", "stages.data.due", "year-month-day"),
        ("access: {feed: {asked: 2027-02-02, granted: 2027-02-01}}\n", "access.feed.granted", "2027-02-02 or later"),
        ("access: {feed: {granted: 2027-02-01, refused: no}}\n", "access.feed", ""),
        ("access: {feed: {lead_time: soon}}\n", "access.feed.lead_time", "2h or 0.5d"),
        ("access: {feed: {stage: later}}\n", "access.feed.stage", "ideation"),
    ],
)
def test_days_that_do_not_follow_each_other_are_refused(text: str, where: str, allowed: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(MINIMAL + text, "project.yaml")
    assert where in caught.value.where
    assert allowed in str(caught.value.allowed)


@pytest.mark.parametrize(
    ("entry", "holds", "says"),
    [
        ("{owner: IT}", None, "not asked for yet"),
        ("{asked: 2026-11-01}", None, "asked for on 2026-11-01, not granted yet"),
        ("{asked: 2026-11-01, granted: 2026-11-09}", True, "granted on 2026-11-09"),
        ("{refused: too secret}", False, "refused: too secret"),
        ("", None, "not asked for yet"),
    ],
)
def test_an_access_is_a_claim_that_the_document_settles(entry: str, holds: bool | None, says: str) -> None:
    document = read_text(f"{MINIMAL}access: {{weather feed: {entry}}}\n", "p.yaml")
    claim = next(claim for claim in claims_of(document) if claim.kind == "access")
    assert (claim.id, claim.stage, claim.required) == ("access.weather-feed", "data", True)
    (found,) = access_evidence(document)
    assert (found.claims, found.holds, found.says) == ((claim.id,), holds, says)
    assert bool(found.findings) == (holds is not True)
