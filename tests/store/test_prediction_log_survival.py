import random
import shutil
import sqlite3
import time
from pathlib import Path
from threading import Thread

import pytest

from shipworthy.foundation.errors import LogError, StorageError
from shipworthy.records.spec import Task
from shipworthy.store.prediction_log import PredictionLog
from tests.store.loggers import START, call, logged, turned, write_until_killed
from tests.store.writers import PROCESSES
from tests.support.disk import MakeDisk, remount

BINARY = Task(kind="binary", classes=("no", "yes"))


def test_no_acknowledged_prediction_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    folder, acknowledged, luck = tmp_path / "log", tmp_path / "acknowledged", random.Random(7)
    acknowledged.touch()
    for run in range(60):
        writer = PROCESSES.Process(target=write_until_killed, args=(folder, acknowledged, run))
        writer.start()
        noted = acknowledged.stat().st_size
        while run % 3 and acknowledged.stat().st_size == noted:
            time.sleep(0.002)
        time.sleep(luck.uniform(0, 0.05))
        writer.kill()
        writer.join()
        assert writer.exitcode == -9
    told = acknowledged.read_text().splitlines()
    with PredictionLog.open(folder, read_only=True) as log:
        frame, counts = log.predictions(task=BINARY), log.counts()
    kept = frame["id"].to_list()
    # of three writers two were killed after what they first wrote was acknowledged
    assert len(told) >= 40
    assert {id for line in told for id in line.split()} <= set(kept)
    assert len(kept) == len(set(kept))
    # whole transactions only
    whole = len(kept) // 5
    assert (frame.height, frame["outcome"].count()) == (5 * whole, whole)
    assert counts == {"predictions": 5 * whole, "outcomes": 2 * whole, "calls": whole, "waiting": whole}


def test_many_read_whole_transactions_while_one_writes(tmp_path: Path) -> None:
    odd: list[str] = []
    seen: list[int] = []
    done = False

    def look() -> None:
        with PredictionLog.open(tmp_path, read_only=True) as reader:
            while not done:
                frame = reader.predictions(task=BINARY)
                if frame.height % 5 or frame["outcome"].null_count():
                    odd.append(f"{frame.height} rows, {frame['outcome'].null_count()} without their outcome")
                seen.append(frame.height)

    with PredictionLog.open(tmp_path) as log:
        readers = [Thread(target=look) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(150):
            ids = [f"{number}-{place}" for place in range(5)]
            log.write([logged(id, number) for id in ids], [turned(id) for id in ids])
        done = True
        for reader in readers:
            reader.join()
    assert (odd, seen == sorted(seen) or len(set(seen)) > 1) == ([], True)


def test_threads_of_one_process_may_share_a_log(tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path) as log:

        def write(thread: int) -> None:
            for number in range(30):
                log.write([logged(f"{thread}-{number}")], calls=[call(number)])
                assert log.find(f"{thread}-{number}") is not None

        threads = [Thread(target=write, args=(thread,)) for thread in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert log.counts() == {"predictions": 120, "outcomes": 0, "calls": 120, "waiting": 0}


def test_a_log_that_another_process_holds_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path, wait=0.05) as log:
        other = sqlite3.connect(log.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another process") as caught:
            log.write([logged("a")])
        assert (caught.value.where, log.find("a")) == (str(log.path), None)
        other.execute("ROLLBACK")
        other.close()
        log.write([logged("a")])
        assert log.find("a") == logged("a")


@pytest.fixture
def small_disk(make_disk: MakeDisk) -> Path:
    """A real file system with little room."""
    return make_disk("400k")


def fill(log: PredictionLog, start: int) -> int:
    """Writes until it is refused; the number of the first transaction that was."""
    for number in range(start, start + 5000):
        rows = [logged(f"{number}-{place}", number, inputs={"text": "x" * 500}) for place in range(5)]
        try:
            log.write(rows, [turned(rows[0].id)], [call(number)])
        except StorageError as error:
            if (error.what, error.where) != ("the disk is full", str(log.path)):
                raise
            return number
    raise AssertionError("the disk never filled up")


def test_a_full_disk_is_told_and_the_log_goes_on_once_there_is_room(small_disk: Path) -> None:
    with PredictionLog.open(small_disk / "log") as log:
        first = fill(log, 0)
        assert first > 0
        assert fill(log, first) == first
        # what was acknowledged can be read on the full disk, by others too
        with PredictionLog.open(small_disk / "log", read_only=True) as reader:
            assert reader.counts() == log.counts()
        assert log.counts() == {"predictions": 5 * first, "outcomes": first, "calls": first, "waiting": 0}
        remount(small_disk, "size=800k")
        second = fill(log, first)
        assert second > first
        remount(small_disk, "size=50m")
    with PredictionLog.open(small_disk / "log") as log:
        log.write([logged("last")])
        frame = log.predictions(task=BINARY)
        assert (frame.height, frame["id"].n_unique(), frame["outcome"].count()) == (5 * second + 1,) * 2 + (second,)


def test_a_log_that_cannot_be_made_is_told(tmp_path: Path, small_disk: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        PredictionLog.open(tmp_path / "file" / "log")
    assert str(tmp_path / "file") in caught.value.where
    (small_disk / "filler").write_bytes(b"x" * 390_000)
    with pytest.raises(StorageError, match="the disk is full"):
        PredictionLog.open(small_disk / "log")
    (small_disk / "filler").unlink()
    remount(small_disk, "ro")
    with pytest.raises(StorageError, match="may not be written"):
        PredictionLog.open(small_disk / "other")
    remount(small_disk, "rw")
    with PredictionLog.open(small_disk / "log") as log:
        log.write([logged("a")])


def test_a_damaged_log_is_told(tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path) as log:
        log.write([logged(str(number), number, inputs={"text": "x" * 500}) for number in range(200)])
        path = log.path
    content = path.read_bytes()
    path.write_bytes(content[:4096] + random.Random(1).randbytes(len(content) - 4096))
    with PredictionLog.open(tmp_path) as log:
        with pytest.raises(LogError, match="damaged"):
            log.predictions(START, task=BINARY)
        with pytest.raises(LogError, match="damaged"):
            log.write([logged("new")])


def test_a_log_can_be_copied_while_nobody_writes(tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path / "log") as log:
        log.write([logged("a")])
    shutil.copytree(tmp_path / "log", tmp_path / "copy")
    assert [each.name for each in (tmp_path / "copy").iterdir()] == [log.path.name]
    with PredictionLog.open(tmp_path / "copy", read_only=True) as copy:
        assert copy.find("a") == logged("a")
