from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import LedgerError
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.undone import Undone
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.store.entry import Entry
from shipworthy.store.evidence import Book, Latest
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


def undone(entry: Entry, why: str = "signed by mistake") -> Undone:
    return Undone(entry=entry.hash, seq=entry.seq, kind=entry.kind, why=why, by="ann", authority="asserted")


@given(order=st.lists(st.integers(0, 30), max_size=12))
@settings(deadline=None)
def test_an_entry_counts_when_an_even_chain_of_counter_entries_stands_on_it(order: list[int]) -> None:
    with Ledger.open("sqlite://", SteppingClock(START)) as ledger:
        book, other = Book(ledger, "late"), Book(ledger, "late")
        entries = [book.put(SignOff(claims={"a": str(number)}, by="ann", authority="asserted")) for number in range(3)]
        targets = list[int]()
        for pick in order:
            targets.append(pick % len(entries))
            entries.append(book.put(undone(entries[targets[-1]])))
            # reads what is new beside what it knows already
            other.all(SignOff)

        def counts(number: int) -> bool:
            return not any(target == number and counts(3 + place) for place, target in enumerate(targets))

        expected = [str(number) for number in range(3) if counts(number)]
        for reader in (book, other, Book(ledger, "late")):
            assert [each.claims["a"] for each in reader.all(SignOff)] == expected
            assert [each.record.claims["a"] for each in reader.placed(SignOff)] == expected
        assert len(book.placed(SignOff, also_undone=True)) == 3
        assert ledger.verify() == ()


def test_only_one_of_two_who_have_read_the_same_is_taken(ledger: Ledger) -> None:
    book, other = Book(ledger, "late"), Book(ledger, "elsewhere")
    first = book.put_unless(SignOff(claims={}, by="ann", authority="asserted"), after=0)
    assert first is not None
    assert first.author == "ann"
    assert other.put_unless(SignOff(claims={}, by="eve", authority="asserted"), after=0) is not None
    assert book.put_unless(SignOff(claims={}, by="bob", authority="asserted"), after=0) is None
    assert book.put_unless(SignOff(claims={}, by="bob", authority="asserted"), after=first.seq) is not None
    book.put(undone(first))
    assert book.put_unless(SignOff(claims={}, by="cid", authority="asserted"), after=3) is None
    assert [each.by for each in book.all(SignOff)] == ["bob"]


def test_the_newest_record_of_every_project_is_read_once_and_then_what_is_new(ledger: Ledger) -> None:
    latest = Latest(ledger, SignOff)
    assert latest.by_project() == {}
    late, early = Book(ledger, "late"), Book(ledger, "early")
    late.put_all([signed("ann"), signed("bob")])
    early.put(signed("cleo"))
    assert {name: each.by for name, each in latest.by_project().items()} == {"late": "bob", "early": "cleo"}
    late.put(evidence("keys"))
    early.put(signed("dan"))
    again = latest.by_project()
    assert {name: each.by for name, each in again.items()} == {"late": "bob", "early": "dan"}
    again.clear()
    assert len(latest.by_project()) == 2


def test_a_book_that_is_still_sees_its_own_records_at_once_and_those_of_others_afterwards(ledger: Ledger) -> None:
    book, other = Book(ledger, "late"), Book(ledger, "late")
    with book.still():
        assert book.all(SignOff) == ()
        other.put(signed("bob"))
        assert book.all(SignOff) == ()
        with book.still():
            book.put(signed("ann"))
            assert [each.by for each in book.all(SignOff)] == ["bob", "ann"]
        other.put(signed("cleo"))
        assert len(book.all(SignOff)) == 3
    other.put(signed("dan"))
    assert len(book.all(SignOff)) == 4


def signed(by: str) -> SignOff:
    return SignOff(claims={"a": "1"}, by=by, authority="asserted")
