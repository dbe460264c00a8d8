import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from shipworthy.foundation.clock import SteppingClock
from shipworthy.foundation.errors import LedgerError, MissingExtraError, StorageError, UserError
from shipworthy.store.entry import Entry
from shipworthy.store.ledger import Ledger
from shipworthy.store.translation import translated
from tests.store.writers import PROCESSES, write_some

CLOCK = SteppingClock(datetime(2026, 1, 1, tzinfo=UTC))
SRC = Path(__file__).parents[2] / "src"


def helps(error: UserError) -> bool:
    return bool(error.next_step) and "sqlalchemy" not in str(error).lower() and "sqlalche.me" not in str(error)


def filled(path: Path, count: int = 3) -> str:
    url = f"sqlite:///{path}"
    with Ledger.open(url, CLOCK) as ledger:
        for number in range(count):
            ledger.append("late", "Note", {"number": number, "text": "x" * 2000}, "ann", "asserted")
    return url


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_text("dear diary, " * 100)
    with pytest.raises(LedgerError, match="damaged or is no ledger") as caught:
        Ledger.open(f"sqlite:///{file}", CLOCK)
    assert caught.value.where == str(file)
    assert helps(caught.value)
    assert file.read_text().startswith("dear diary")


def test_a_database_with_overwritten_pages_is_a_clear_error_or_is_named(tmp_path: Path) -> None:
    url = filled(tmp_path / "ledger.sqlite", 20)
    file = tmp_path / "ledger.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(LedgerError, match="damaged") as caught, Ledger.open(url, CLOCK) as ledger:
        ledger.verify()
    assert helps(caught.value)


def is_told_or_true(url: str, truth: tuple[Entry, ...]) -> bool:
    try:
        with Ledger.open(url, CLOCK) as ledger:
            return bool(ledger.verify()) or ledger.entries() == truth
    except (LedgerError, StorageError) as error:
        return helps(error)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bits_never_pass_for_another_entry(tmp_path: Path, data: st.DataObject) -> None:
    file = tmp_path / "ledger.sqlite"
    if not file.exists():
        filled(file, 4)
        (tmp_path / "pristine").write_bytes(file.read_bytes())
    content = bytearray((tmp_path / "pristine").read_bytes())
    with Ledger.open(f"sqlite:///{file}", CLOCK) as ledger:
        truth = ledger.entries()
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    broken = tmp_path / "broken.sqlite"
    for left in tmp_path.glob("broken.sqlite*"):
        left.unlink()
    broken.write_bytes(content)
    assert is_told_or_true(f"sqlite:///{broken}", truth)


def test_a_ledger_that_may_only_be_read_can_be_read_and_says_so_when_written(tmp_path: Path) -> None:
    filled(tmp_path / "ledger.sqlite")
    with Ledger.open(f"sqlite:///file:{tmp_path}/ledger.sqlite?mode=ro&uri=true", CLOCK) as ledger:
        assert len(ledger.entries()) == 3
        with pytest.raises(StorageError, match="may not be written") as caught:
            ledger.append("late", "Note", {}, "ann", "asserted")
    assert helps(caught.value)


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    url = filled(tmp_path / "ledger.sqlite")
    engine = create_engine(url)
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StorageError, match="disk is full") as caught, translated("here"):
            connection.execute(text("CREATE TABLE more AS SELECT zeroblob(100000)"))
    engine.dispose()
    assert helps(caught.value)
    with Ledger.open(url, CLOCK) as ledger:
        assert len(ledger.entries()) == 3
        assert ledger.verify() == ()


WRITER = """
import resource, signal, sys
from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import StorageError
from shipworthy.store.entry import Entry
from shipworthy.store.ledger import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger.open(sys.argv[1], SystemClock()) as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        while True:
            print(ledger.append("late", "Note", {"text": "x" * 5000}, "ann", "asserted").seq, flush=True)
    except StorageError as error:
        sys.exit(error.what)
"""


def test_a_writer_that_runs_out_of_space_ends_with_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    url = filled(tmp_path / "ledger.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", WRITER, url],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.strip() in ("the disk is full", "the ledger's file cannot be opened, read or written")
    with Ledger.open(url, CLOCK) as ledger:
        assert [entry.seq for entry in ledger.entries(after=3)] == [int(seq) for seq in done.stdout.split()]
        assert ledger.verify() == ()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        Ledger.open(f"sqlite:///{tmp_path}/file/ledger.sqlite", CLOCK)
    assert helps(caught.value)


def test_a_folder_in_the_place_of_the_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened") as caught:
        Ledger.open(f"sqlite:///{tmp_path}", CLOCK)
    assert helps(caught.value)


@pytest.mark.parametrize(
    "url", ["no url at all", "mysql://host/team", "ledger.sqlite", "sqlite:/x", "postgresql://h:x/y"]
)
def test_a_wrong_address_is_a_clear_error(url: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url, CLOCK)
    assert helps(caught.value)


def test_a_database_out_of_reach_is_a_clear_error_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://ann:secret@/team?host={tmp_path}"
    with pytest.raises(LedgerError, match="cannot be reached") as caught:
        Ledger.open(url, CLOCK)
    assert helps(caught.value)
    assert "secret" not in str(caught.value)


def test_an_address_with_a_password_is_never_shown_whole() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://ann:secret@host:port/team", CLOCK)
    assert "secret" not in str(caught.value)


def test_postgresql_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match="driver") as caught:
        Ledger.open("postgresql://host/team", CLOCK)
    assert "shipworthy[postgres]" in caught.value.next_step


def test_a_role_that_may_not_write_is_a_clear_error(postgres_url: str) -> None:
    with Ledger.open(postgres_url, CLOCK) as ledger:
        ledger.append("late", "Note", {}, "ann", "asserted")
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ledger_entries, ledger_head TO reader"))
    with Ledger.open(postgres_url.replace("shipworthy@", "reader@"), CLOCK) as ledger:
        assert len(ledger.entries()) == 1
        with pytest.raises(StorageError, match="may not be written") as caught:
            ledger.append("late", "Note", {}, "ann", "asserted")
    assert helps(caught.value)
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY reader"))
        connection.execute(text("DROP ROLE reader"))
    engine.dispose()


def test_an_unreadable_export_is_a_clear_error(tmp_path: Path) -> None:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite", CLOCK) as ledger:
        with pytest.raises(LedgerError, match="cannot be read"):
            ledger.import_(tmp_path / "none.jsonl")
        for content in ("not json", "{}", "[1]", '{"seq": 1}', "\udcff"):
            (tmp_path / "bad.jsonl").write_bytes(content.encode("utf-8", "surrogateescape"))
            with pytest.raises(LedgerError, match="no entry of a ledger") as caught:
                ledger.import_(tmp_path / "bad.jsonl")
            assert caught.value.where.endswith("line 1")


def test_an_export_into_a_full_disk_is_a_clear_error(tmp_path: Path) -> None:
    filled(tmp_path / "ledger.sqlite")
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite", CLOCK) as ledger, pytest.raises(StorageError):
        ledger.export(tmp_path / "ledger.sqlite" / "export.jsonl")


def test_a_lock_held_by_another_process_is_waited_for(tmp_path: Path) -> None:
    url = filled(tmp_path / "ledger.sqlite")
    connection = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    writer = PROCESSES.Process(target=write_some, args=(url, 0, 1))
    writer.start()
    writer.join(0.3)
    assert writer.is_alive()
    connection.execute("COMMIT")
    connection.close()
    writer.join()
    assert writer.exitcode == 0
    with Ledger.open(url, CLOCK) as ledger:
        assert len(ledger.entries()) == 4
