"""Ends of the ledger noted elsewhere, clocks that went back, and backups taken while others write."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy.foundation.clock import SystemClock
from shipworthy.store.home import sqlite_url
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.doctor import examine
from tests.workflow.project import Command

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


class Told:
    """A clock that tells what it is told to."""

    def __init__(self, *times: datetime) -> None:
        self._times = list(times)

    def now(self) -> datetime:
        return self._times.pop(0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "home")


def write(url: str, count: int, *times: datetime) -> None:
    with Ledger.open(url, Told(*times) if times else SystemClock()) as ledger:
        for number in range(count):
            ledger.append("late", "Note", {"number": number}, "ann", "asserted")


def rewrite(tmp_path: Path, url: str) -> None:
    """What an administrator can do: a whole new chain, without a break, that says something else."""
    (tmp_path / "home" / "ledger.sqlite").rename(tmp_path / "old.sqlite")
    with Ledger.open(url, SystemClock()) as ledger:
        for number in range(9):
            ledger.append("late", "Note", {"number": number, "better": True}, "ann", "asserted")


def test_a_ledger_that_was_rewritten_as_a_whole_is_found_by_an_end_noted_elsewhere(
    shipworthy: Command, tmp_path: Path, url: str
) -> None:
    ends = tmp_path / "ends.txt"
    write(url, 3)
    first = shipworthy("ledger", "head", ends, "--project", tmp_path)
    assert (first.status, first.flat.split()[0]) == (0, "3")
    write(url, 2)
    assert shipworthy("ledger", "head", ends, "--project", tmp_path).status == 0
    assert [line.split()[0] for line in ends.read_text().splitlines()] == ["3", "5"]
    assert shipworthy("ledger", "verify", ends, "--project", tmp_path).status == 0
    rewrite(tmp_path, url)
    assert shipworthy("ledger", "verify", "--project", tmp_path).status == 0
    told = shipworthy("ledger", "verify", ends, "--project", tmp_path)
    assert told.status == 1
    assert "entry 3 is not the one whose hash stands in" in told.flat
    assert "entry 5 is not the one whose hash stands in" in told.flat


def test_an_end_that_is_none_is_a_clear_error(shipworthy: Command, tmp_path: Path, url: str) -> None:
    write(url, 1)
    ends = tmp_path / "ends.txt"
    for content in ("5 abc", "five " + "a" * 64, "-"):
        ends.write_text(f"\n{content}\n")
        told = shipworthy("ledger", "verify", ends, "--project", tmp_path)
        assert (told.status, "line 2" in told.err) == (2, True)
    told = shipworthy("ledger", "verify", tmp_path / "none.txt", "--project", tmp_path)
    assert (told.status, "cannot be read" in told.err) == (2, True)
    ends.write_bytes(b"\xff\xfe")
    assert shipworthy("ledger", "verify", ends, "--project", tmp_path).status == 2
    told = shipworthy("ledger", "head", tmp_path, "--project", tmp_path)
    assert (told.status, "next:" in told.err) == (2, True)


def test_a_clock_that_went_back_is_told_and_moves_nothing(shipworthy: Command, tmp_path: Path, url: str) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    times = [noon, noon + timedelta(hours=1), noon - timedelta(hours=2), noon - timedelta(hours=2, seconds=1)]
    write(url, 4, *times)
    told = shipworthy("ledger", "verify", "--project", tmp_path)
    assert told.status == 0
    assert "a clock went back 2 times, at most by 3 hours, between entries 2 and 3" in told.flat
    with Ledger.open(url, SystemClock()) as ledger:
        assert [entry.body["number"] for entry in ledger.entries()] == [0, 1, 2, 3]
        assert [entry.time for entry in ledger.entries()] == times
        assert [(step.seq, step.seconds) for step in ledger.steps_back()] == [(3, 10_800.0), (4, 1.0)]


def test_a_clock_that_goes_on_is_not_spoken_of(shipworthy: Command, tmp_path: Path, url: str) -> None:
    write(url, 3)
    assert "a clock went" not in shipworthy("ledger", "verify", "--project", tmp_path).flat


def test_a_time_that_nobody_can_read_is_left_to_the_chain(shipworthy: Command, tmp_path: Path, url: str) -> None:
    write(url, 3)
    connection = sqlite3.connect(tmp_path / "home" / "ledger.sqlite")
    for (name,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE ledger_entries SET time = '0 o''clock' WHERE seq = 2")
    connection.commit()
    connection.close()
    told = shipworthy("ledger", "verify", "--project", tmp_path)
    assert (told.status, told.flat) == (1, "entry 2 is not as it was written")


def test_a_ledger_ahead_of_the_clock_is_told_by_the_doctor(tmp_path: Path, url: str) -> None:
    write(url, 1, datetime.now(UTC) + timedelta(hours=1))
    found = {each.what: each for each in examine(tmp_path, {"SHIPWORTHY_HOME": str(tmp_path / "home")})}
    assert found["ledger"].well is False
    assert "minutes ahead of this machine's clock" in found["ledger"].says


def test_an_export_taken_while_others_write_is_a_whole_chain(tmp_path: Path, url: str) -> None:
    write(url, 50)
    stop = threading.Event()

    def go_on() -> None:
        with Ledger.open(url, SystemClock()) as ledger:
            while not stop.is_set():
                ledger.append("late", "Note", {}, "ann", "asserted")

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        with Ledger.open(url, SystemClock()) as ledger:
            for number in range(5):
                count = ledger.export(tmp_path / f"{number}.jsonl")
                with Ledger.open(f"sqlite:///{tmp_path}/{number}.sqlite", SystemClock()) as copy:
                    assert copy.import_(tmp_path / f"{number}.jsonl") == count
                    assert copy.verify() == ()
                    assert copy.entries() == ledger.entries()[:count]
    finally:
        stop.set()
        writer.join()
