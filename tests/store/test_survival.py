import random
import time
from pathlib import Path

import pytest

from shipworthy.foundation.clock import SystemClock
from shipworthy.store.ledger import Ledger
from tests.store.writers import PROCESSES, write_some, write_until_killed


def wait_for_the_next_note(notes: Path) -> None:
    before = notes.stat().st_size
    while notes.stat().st_size == before:
        time.sleep(0.002)


def kill_writers(url: str, folder: Path, times: int) -> None:
    """Kills a writer again and again; nothing that it was told is written may be missing afterwards."""
    acknowledged = folder / "acknowledged"
    acknowledged.touch()
    luck = random.Random(7)
    for run in range(times):
        writer = PROCESSES.Process(target=write_until_killed, args=(url, acknowledged, run))
        writer.start()
        if run % 3:
            wait_for_the_next_note(acknowledged)
        time.sleep(luck.uniform(0, 0.1))
        writer.kill()
        writer.join()
        assert writer.exitcode == -9
    told = dict(line.split() for line in acknowledged.read_text().splitlines())
    with Ledger.open(url, SystemClock()) as ledger:
        kept = {str(entry.seq): entry.hash for entry in ledger.entries()}
        assert ledger.verify() == ()
    # of three writers two were killed after their first entry was acknowledged
    assert len(told) >= times * 2 // 3
    assert told.items() <= kept.items()


@pytest.mark.parametrize("times", [30, pytest.param(200, marks=pytest.mark.slow)])
def test_no_acknowledged_entry_is_lost_when_the_writer_is_killed(tmp_path: Path, times: int) -> None:
    kill_writers(f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path, times)


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_no_acknowledged_entry_is_lost_in_postgresql(postgres_url: str, tmp_path: Path, times: int) -> None:
    kill_writers(postgres_url, tmp_path, times)


def write_together(url: str) -> None:
    writers = [PROCESSES.Process(target=write_some, args=(url, writer, 15)) for writer in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 8
    with Ledger.open(url, SystemClock()) as ledger:
        assert ledger.verify() == ()
        bodies = [entry.body for entry in ledger.entries()]
    assert len(bodies) == 120
    for number in range(8):
        assert [body["number"] for body in bodies if body["writer"] == number] == list(range(15))


def test_several_programs_make_and_write_one_ledger_at_once(tmp_path: Path) -> None:
    for attempt in range(3):
        write_together(f"sqlite:///{tmp_path}/{attempt}.sqlite")


def test_several_programs_make_and_write_one_ledger_in_postgresql_at_once(postgres_url: str) -> None:
    write_together(postgres_url)
