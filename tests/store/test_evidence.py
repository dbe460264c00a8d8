from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import LedgerError
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.store.evidence import Book
from shipworthy.store.ledger import Ledger

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.open("sqlite://", SteppingClock(START)) as opened:
        yield opened


def evidence(check: str, *claims: str, candidate: str = "") -> Evidence:
    return Evidence(check=check, says="found", stage="data", claims=claims, candidate=candidate)


def test_every_kind_of_record_comes_back_as_it_was(ledger: Ledger) -> None:
    book = Book(ledger, "late")
    gain = Measurement(name="gain", value=1.5, slice={"period": "2013-05"})
    gate = Gate(stage="data", advice="go", verdicts=(Verdict(claim="a", state="holds", why="yes", number=gain),))
    records: list[Decision | SignOff | Gate | Forecast] = [
        Decision(
            stage="data",
            choice="go",
            why="fine",
            by="ann",
            authority="simulated",
            advice="go",
            gate=gate.digest,
            follows=True,
        ),
        SignOff(claims={"a": "1"}, by="ann", authority="asserted"),
        gate,
        Forecast(candidate="linear", promise=gain, periods=("2013-05",)),
    ]
    book.put_all(records)
    for record in records:
        assert book.all(type(record)) == (record,)
    assert [entry.author for entry in ledger.entries()] == ["ann", "ann", "shipworthy", "shipworthy"]
    assert [entry.authority for entry in ledger.entries()] == ["simulated", "asserted", "machine", "machine"]


def test_evidence_bears_the_time_at_which_the_ledger_took_it_in(ledger: Ledger) -> None:
    book = Book(ledger, "late")
    found = Evidence(
        check="keys",
        says="found",
        stage="data",
        findings=(Finding(check="keys", says="three", count=3),),
        author="ann",
    )
    entry = book.put(found)
    (read,) = book.all(Evidence)
    assert read.time == entry.time == START
    assert read.findings == found.findings
    assert entry.author == "ann"


def test_the_latest_evidence_counts_for_each_claim_and_each_check_and_candidate(ledger: Ledger) -> None:
    book = Book(ledger, "late")
    book.put(evidence("keys", "a", "b"))
    book.put(evidence("rows", "b"))
    book.put(evidence("evaluate", candidate="linear"))
    book.put(evidence("evaluate", candidate="boosted"))
    assert {claim: each.check for claim, each in book.latest_by_claim().items()} == {"a": "keys", "b": "rows"}
    assert set(book.latest_by_check()) == {
        ("keys", ""),
        ("rows", ""),
        ("evaluate", "linear"),
        ("evaluate", "boosted"),
    }


def test_projects_do_not_see_each_other(ledger: Ledger) -> None:
    Book(ledger, "late").put(evidence("keys", "a"))
    assert Book(ledger, "other").latest_by_claim() == {}


def test_a_record_in_an_unknown_form_is_a_clear_error(ledger: Ledger) -> None:
    ledger.append("late", "Evidence", {"check": "keys", "from_the_future": 1}, "shipworthy", "machine")
    with pytest.raises(LedgerError, match="this version does not know") as caught:
        Book(ledger, "late").all(Evidence)
    assert "entry 1" in caught.value.where
