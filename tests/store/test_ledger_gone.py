"""A database that goes away in the middle: a clear error, nothing half-written, and it goes on when it is back."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import LedgerError, StorageError
from shipworthy.store.entry import Entry
from shipworthy.store.ledger import Ledger
from tests.support.postgres import PostgresSwitch

CLOCK = SystemClock()


def note(ledger: Ledger, number: int = 0) -> Entry:
    return ledger.append("late", "Note", {"number": number, "text": "x" * 300}, "ann", "asserted")


@pytest.fixture
def server(postgres_switch: PostgresSwitch) -> Iterator[PostgresSwitch]:
    yield postgres_switch
    postgres_switch.start()


def test_a_server_that_stops_and_starts_loses_nothing_that_was_acknowledged(server: PostgresSwitch) -> None:
    acknowledged: dict[int, str] = {}
    refusals: list[str] = []
    done = threading.Event()

    def write(ledger: Ledger) -> None:
        while not done.is_set():
            try:
                entry = note(ledger)
                acknowledged[entry.seq] = entry.hash
            except LedgerError as error:
                refusals.append(f"{error.what}; {error.next_step}")
                time.sleep(0.02)

    with Ledger.open(server.url("postgres"), CLOCK, wait=2.0) as ledger:
        before = ledger.head().seq
        writers = [threading.Thread(target=write, args=[ledger]) for _ in range(3)]
        for writer in writers:
            writer.start()
        for kind in ("immediate", "fast", "immediate"):
            seen = len(acknowledged)
            while len(acknowledged) < seen + 10:
                time.sleep(0.01)
            refused = len(refusals)
            server.stop(kind)
            while len(refusals) == refused:
                time.sleep(0.01)
            server.start()
        seen = len(acknowledged)
        while len(acknowledged) < seen + 10:
            time.sleep(0.01)
        done.set()
        for writer in writers:
            writer.join()
        told = "the ledger's database cannot be reached; check SHIPWORTHY_URL and that the database server is running"
        assert set(refusals) == {told}
        kept = {entry.seq: entry.hash for entry in ledger.entries(after=before)}
        assert acknowledged.items() <= kept.items()
        assert ledger.verify() == ()


def write_and_be_cut(ledger: Ledger, server: PostgresSwitch) -> None:
    with ledger._transaction(writes=True) as connection:
        head = ledger._head(connection, lock=True)
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        connection.execute(text(f"UPDATE ledger_head SET seq = {head.seq + 1}"))
        with server.connect() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [backend])


def test_a_connection_cut_between_writing_and_commit_leaves_nothing(server: PostgresSwitch) -> None:
    with Ledger.open(server.url("postgres"), CLOCK) as ledger:
        before = note(ledger).seq
        with pytest.raises(LedgerError, match="cannot be reached") as caught:
            write_and_be_cut(ledger, server)
        assert caught.value.next_step
        assert ledger.head().seq == before
        assert note(ledger).seq == before + 1
        assert ledger.verify() == ()


def test_a_server_that_is_not_there_is_told_and_then_found(server: PostgresSwitch) -> None:
    with Ledger.open(server.url("postgres"), CLOCK) as ledger:
        before = note(ledger).seq
        server.stop("fast")
        for act in (ledger.entries, ledger.heads, ledger.verify, ledger.head, lambda: note(ledger)):
            with pytest.raises(LedgerError, match="cannot be reached"):
                act()
        with pytest.raises(LedgerError, match="cannot be reached"):
            Ledger.open(server.url("postgres"), CLOCK)
        server.start()
        assert note(ledger).seq == before + 1


def test_a_wrong_password_is_a_clear_error_that_does_not_show_it(server: PostgresSwitch) -> None:
    url = server.url("postgres")
    with server.connect() as connection:
        connection.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
    server.ask_password_of("locked")
    wrong = url.replace("shipworthy@", "locked:wr0ng@")
    with pytest.raises(LedgerError, match="does not let you in") as caught:
        Ledger.open(wrong, CLOCK)
    assert "wr0ng" not in str(caught.value)
    assert "SHIPWORTHY_URL" in caught.value.next_step
    for stranger in (url.replace("shipworthy@", "nobody@"), server.url("no_such_database")):
        with pytest.raises(LedgerError, match="does not let you in"):
            Ledger.open(stranger, CLOCK)


def test_a_file_that_is_taken_away_is_not_written_into_any_more(tmp_path: Path) -> None:
    file = tmp_path / "home" / "ledger.sqlite"
    with Ledger.open(f"sqlite:///{file}", CLOCK) as ledger:
        note(ledger)
        shutil.move(tmp_path / "home", tmp_path / "away")
        for act in (ledger.entries, lambda: note(ledger), lambda: note(ledger), ledger.verify):
            with pytest.raises(LedgerError, match="is gone") as caught:
                act()
            assert caught.value.where == str(file)
        assert not file.exists()
        shutil.move(tmp_path / "away", tmp_path / "home")
        assert note(ledger).seq == 2
        assert ledger.verify() == ()


def test_a_file_that_is_replaced_is_told_and_then_used(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with Ledger.open(f"sqlite:///{file}", CLOCK) as ledger:
        note(ledger)
    shutil.copy(file, tmp_path / "backup.sqlite")
    with Ledger.open(f"sqlite:///{file}", CLOCK) as ledger:
        note(ledger)
        assert ledger.heads() == {"late": 2}
        for left in tmp_path.glob("ledger.sqlite*"):
            left.unlink()
        shutil.copy(tmp_path / "backup.sqlite", file)
        with pytest.raises(LedgerError, match="was replaced by another"):
            note(ledger)
        assert ledger.heads() == {"late": 1}
        assert note(ledger).seq == 2
        assert ledger.verify() == ()


def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises((StorageError, LedgerError)) as caught:
        Ledger.open("sqlite:////proc/ledger.sqlite", CLOCK)
    assert caught.value.next_step
