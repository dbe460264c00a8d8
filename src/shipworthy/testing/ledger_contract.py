"""What every back end of the ledger promises, as tests.

Make a class of tests from `LedgerContract`, with a fixture `url` that gives the SQLAlchemy URL of a new,
empty database, and a fixture `tamper` that runs SQL past all triggers.
"""

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import LedgerError, RequestError
from shipworthy.store.chain import GENESIS
from shipworthy.store.entry import Draft
from shipworthy.store.ledger import Ledger

START: Final = datetime(2026, 1, 1, tzinfo=UTC)

_DAMAGE: Final = {
    "alter": ("UPDATE ledger_entries SET author = 'eve' WHERE seq = {one}",),
    "drop": ("DELETE FROM ledger_entries WHERE seq = {one}",),
    "cut off": (
        "UPDATE ledger_entries SET body = '{{}}' WHERE seq = {one}",
        "DELETE FROM ledger_entries WHERE seq >= 39",
    ),
    "swap bodies": (
        "UPDATE ledger_entries SET author = body WHERE seq = {one}",
        "UPDATE ledger_entries SET body = (SELECT e.body FROM ledger_entries e WHERE e.seq = {other})"
        " WHERE seq = {one}",
        "UPDATE ledger_entries SET body = (SELECT e.author FROM ledger_entries e WHERE e.seq = {one})"
        " WHERE seq = {other}",
        "UPDATE ledger_entries SET author = 'ann' WHERE seq = {one}",
    ),
    "swap places": (
        "UPDATE ledger_entries SET seq = 1000 WHERE seq = {one}",
        "UPDATE ledger_entries SET seq = {one} WHERE seq = {other}",
        "UPDATE ledger_entries SET seq = {other} WHERE seq = 1000",
    ),
}
"""What may be done to a ledger past its triggers: statements with two places."""

Tamper = Callable[[str], None]


def draft(number: int, project: str = "late", kind: str = "Note") -> Draft:
    """A small entry to write."""
    return Draft(project=project, kind=kind, body={"number": number}, author="ann", authority="asserted")


class LedgerContract:
    """Inherit, and give the fixtures `url` and `tamper`."""

    @pytest.fixture
    def ledger(self, url: str) -> Iterator[Ledger]:
        """A new, empty ledger."""
        with Ledger.open(url, SteppingClock(START), wait=5.0) as opened:
            yield opened

    def test_what_is_written_is_read_back(self, ledger: Ledger) -> None:
        """Bodies of every JSON type, numbers to the last digit, text in any script."""
        body: dict[str, Any] = {
            "text": "späte Flüge ✈ 遅延 'quoted' %s :x \x00",
            "numbers": [0, -1, 2**70, 0.1, 1e300, -0.0],
            "rest": {"yes": True, "nothing": None, "": []},
        }
        written = ledger.append("späte flüge", "Note", body, "Ann O'Neil", "simulated")
        (read,) = ledger.entries()
        assert read == written
        assert read.body == body
        assert (read.project, read.kind, read.author) == ("späte flüge", "Note", "Ann O'Neil")
        assert (read.seq, read.previous, read.time) == (1, GENESIS, START)

    def test_the_newest_entry_of_every_project_is_told(self, ledger: Ledger) -> None:
        """So that a reader knows whether there is anything new."""
        assert ledger.heads() == {}
        ledger.append_all([draft(1, "a"), draft(2, "b"), draft(3, "a")])
        assert ledger.heads() == {"a": 3, "b": 2}
        assert (ledger.newest_of("a").seq, ledger.newest_of("nobody").seq) == (3, 0)
        ledger.append_all([draft(4, "c"), draft(5, "b", "X")])
        assert ledger.heads() == {"a": 3, "b": 5, "c": 4}
        assert ledger.newest_of("b").hash == ledger.entries()[-1].hash

    def test_newest_entries_are_those_at_the_end(self, ledger: Ledger) -> None:
        """Whichever way they are found, and whatever was known before."""
        luck = random.Random(3)
        for _ in range(12):
            projects, kinds = luck.choices(["a", "b", "B", "ä", "a b"], k=6), luck.choices(["X", "Y", "x"], k=6)
            before = ledger.newest_of("a").seq
            ledger.append_all([draft(1, *pair) for pair in zip(projects, kinds, strict=True)])
            entries = ledger.entries()
            assert ledger.heads() == {entry.project: entry.seq for entry in entries}
            for kind in ("X", "Y", "x", "none"):
                of_kind = [entry for entry in entries if entry.kind == kind]
                assert ledger.entries(kind=kind) == tuple(of_kind)
                assert ledger.newest(kind) == {entry.project: entry for entry in of_kind}
                assert ledger.newest(kind, before) == {e.project: e for e in of_kind if e.seq > before}

    def test_entries_form_one_chain_over_all_projects(self, ledger: Ledger) -> None:
        """Each names the hash of the one before."""
        one, two = ledger.append_all([draft(1, "a"), draft(2, "b")])
        three = ledger.append("a", "Note", {}, "ann", "asserted")
        assert [one.seq, two.seq, three.seq] == [1, 2, 3]
        assert [one.previous, two.previous, three.previous] == [GENESIS, one.hash, two.hash]
        assert three.time == START + timedelta(seconds=2)
        assert ledger.verify() == ()

    def test_entries_are_found_by_project_kind_and_place(self, ledger: Ledger) -> None:
        """Filters apply together."""
        ledger.append_all([draft(1, "a", "X"), draft(2, "b", "X"), draft(3, "a", "Y"), draft(4, "a", "X")])
        numbers = [entry.body["number"] for entry in ledger.entries("a", "X", after=1)]
        assert numbers == [4]
        assert [entry.seq for entry in ledger.entries(after=2)] == [3, 4]
        assert ledger.entries("nobody") == ()

    def test_all_of_a_batch_is_written_or_none(self, ledger: Ledger) -> None:
        """One body that is no JSON refuses the others."""
        bad = Draft(project="p", kind="K", body={"x": float("nan")}, author="a", authority="asserted")
        with pytest.raises(RequestError, match="cannot be kept"):
            ledger.append_all([draft(1), bad])
        assert ledger.entries() == ()
        assert ledger.append_all([]) == ()

    def test_of_those_who_read_the_same_one_is_taken(self, ledger: Ledger) -> None:
        """Whoever comes second is told, and writes nothing; other projects and kinds are in nobody's way."""
        start, taken = threading.Barrier(8), list[bool]()

        def write(number: int) -> None:
            start.wait()
            taken.append(ledger.append_unless(draft(number), ["Note", "Undone"], after=0) is not None)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == [False] * 7 + [True]
        assert ledger.append_unless(draft(1, project="other"), ["Note"], after=0) is not None
        assert ledger.append_unless(draft(1, kind="Else"), ["Else"], after=0) is not None
        assert ledger.append_unless(draft(2), ["Note"], after=1) is not None
        assert ledger.kinds() == {"Note", "Else"}
        assert ledger.entry(2) == ledger.entries()[1]
        assert ledger.entry(99) is None
        assert ledger.verify() == ()

    @pytest.mark.parametrize("name", ["project", "kind", "author", "authority"])
    def test_text_that_no_database_keeps_is_refused(self, ledger: Ledger, name: str) -> None:
        """NUL and halves of surrogate pairs."""
        for text in ("a\0b", "\ud800"):
            fields = {"project": "p", "kind": "k", "author": "a", "authority": "asserted", name: text}
            with pytest.raises(RequestError, match=name):
                ledger.append(body={}, **fields)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_entries SET author = 'eve' WHERE seq = 1",
            "DELETE FROM ledger_entries WHERE seq = 2",
            "DELETE FROM ledger_head",
            "UPDATE ledger_head SET seq = 1",
        ],
    )
    def test_the_database_itself_refuses_changes(self, ledger: Ledger, statement: str) -> None:
        """Triggers hold against every program that goes through the database."""
        ledger.append_all([draft(1), draft(2)])
        with pytest.raises(LedgerError, match="only grows"), ledger._transaction(writes=True) as connection:
            connection.exec_driver_sql(statement)
        assert len(ledger.entries()) == 2
        assert ledger.verify() == ()

    def test_what_was_altered_past_the_triggers_is_found(self, ledger: Ledger, tamper: Tamper) -> None:
        """One field of one entry."""
        ledger.append_all([draft(number) for number in range(5)])
        tamper("UPDATE ledger_entries SET body = '{\"number\":99}' WHERE seq = 3")
        assert [(each.kind, each.seq) for each in ledger.verify()] == [("altered", 3)]

    def test_what_was_cut_off_at_the_end_is_found(self, ledger: Ledger, tamper: Tamper) -> None:
        """The chain alone could not tell."""
        ledger.append_all([draft(number) for number in range(5)])
        tamper("DELETE FROM ledger_entries WHERE seq >= 4")
        assert [(each.kind, each.seq) for each in ledger.verify()] == [("dropped", 4), ("dropped", 5)]

    def test_damage_upon_damage_is_found_and_named(self, ledger: Ledger, tamper: Tamper) -> None:
        """Bodies and places swapped, entries altered and dropped, the tail cut off, the head bent, one upon another."""
        luck = random.Random(11)
        ledger.append_all([draft(number) for number in range(40)])
        suffered: set[int] = set()
        for act in ("alter", "swap bodies", "drop", "swap places", "alter", "drop", "cut off"):
            one, other = luck.sample(sorted(set(range(1, 38)) - suffered), 2)
            suffered |= {place for place in (one, other) if place == one or act.startswith("swap")}
            for statement in _DAMAGE[act]:
                tamper(statement.format(one=one, other=other))
            suffered |= {39, 40} if act == "cut off" else set()
            assert {each.seq for each in ledger.verify()} == suffered
        tamper(f"UPDATE ledger_head SET seq = 38, hash = '{ledger.hash_at(38)}'")
        assert {each.seq for each in ledger.verify()} == suffered - {39, 40}

    def test_a_head_that_was_bent_is_found(self, ledger: Ledger, tamper: Tamper) -> None:
        """Back by one, on by one, another hash, or gone."""
        ledger.append_all([draft(number) for number in range(4)])
        end = ledger.head()
        for change in ("seq = 3", "seq = 5", f"hash = '{'f' * 64}'"):
            tamper(f"UPDATE ledger_head SET {change}")
            assert ledger.verify() != ()
            tamper(f"UPDATE ledger_head SET seq = {end.seq}, hash = '{end.hash}'")
            assert ledger.verify() == ()
        tamper("DELETE FROM ledger_head")
        assert [(each.kind, each.seq) for each in ledger.verify()] == [("added", seq) for seq in range(1, 5)]

    def test_a_body_that_is_no_json_any_more_is_a_clear_error(self, ledger: Ledger, tamper: Tamper) -> None:
        """Reading and exporting say which entry, verifying finds it."""
        ledger.append_all([draft(1), draft(2)])
        tamper("UPDATE ledger_entries SET body = '{' WHERE seq = 2")
        with pytest.raises(LedgerError, match="entry 2"):
            ledger.entries()
        assert [(each.kind, each.seq) for each in ledger.verify()] == [("altered", 2)]

    def test_an_export_taken_in_elsewhere_is_the_same_chain(self, ledger: Ledger, tmp_path: Path) -> None:
        """Back into the embedded ledger, from whichever back end; a second import adds what is new."""
        file = tmp_path / "ledger.jsonl"
        ledger.append_all([draft(number) for number in range(5)])
        assert ledger.export(file) == 5
        with Ledger.open(f"sqlite:///{tmp_path}/copy.sqlite", SteppingClock(START)) as copy:
            assert copy.import_(file) == 5
            ledger.append("late", "Note", {"text": "späte\nZeile"}, "ann", "asserted")
            ledger.export(file)
            assert copy.import_(file) == 1
            assert copy.entries() == ledger.entries()
            assert copy.verify() == ()
            copy.append("late", "Note", {}, "ann", "asserted")
            with pytest.raises(LedgerError, match="does not know"):
                copy.import_(file)

    def test_a_changed_export_is_refused(self, ledger: Ledger, tmp_path: Path) -> None:
        """And nothing of it is taken in."""
        file = tmp_path / "ledger.jsonl"
        ledger.append_all([draft(number) for number in range(3)])
        ledger.export(file)
        file.write_text(file.read_text().replace('"number":1', '"number":7'))
        with (
            Ledger.open(f"sqlite:///{tmp_path}/copy.sqlite", SteppingClock(START)) as copy,
            pytest.raises(LedgerError, match="entry 2"),
        ):
            copy.import_(file)
        assert copy.entries() == ()

    def test_a_writer_waits_for_another_and_then_says_so(self, url: str, ledger: Ledger) -> None:
        """The ledger is not changed, and can be written again afterwards."""
        with Ledger.open(url, SteppingClock(START), wait=0.2) as impatient:
            with ledger._transaction(writes=True) as connection:
                ledger._head(connection, lock=True)
                with pytest.raises(LedgerError, match="locked by another program"):
                    impatient.append("late", "Note", {}, "ann", "asserted")
                assert impatient.entries() == ()
            assert impatient.append("late", "Note", {}, "ann", "asserted").seq == 1

    def test_threads_may_share_a_ledger(self, ledger: Ledger) -> None:
        """Each gets its own places, and the chain holds."""

        def write() -> None:
            for number in range(10):
                ledger.append("late", "Note", {"number": number}, "ann", "asserted")

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [entry.seq for entry in ledger.entries()] == list(range(1, 41))
        assert ledger.verify() == ()

    def test_opening_again_finds_what_was_there(self, url: str, ledger: Ledger) -> None:
        """The tables are made once."""
        ledger.append("late", "Note", {"number": 1}, "ann", "asserted")
        ledger.close()
        with Ledger.open(url, SteppingClock(START)) as again:
            assert again.append("late", "Note", {}, "ann", "asserted").seq == 2
            assert again.verify() == ()
