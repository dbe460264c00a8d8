"""Killed at any moment under load, the server has written every prediction that it acknowledged, and wrote it once."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from signal import SIGKILL
from threading import Event, Semaphore

import pytest

from shipworthy.store.prediction_log import PredictionLog
from tests.server.nursery import Nursery
from tests.server.ships import ROW, TASK, Line, Running, own, serve


def _ask_until_dead(server: Running, name: str, dead: Event, answered: Semaphore) -> list[str]:
    acknowledged = []
    count = 0
    try:
        with Line(server) as line:
            while not dead.is_set():
                ids = [f"{name}-{count}", f"{name}-{count + 1}"] if count % 4 else None
                body = {"rows": [ROW, ROW], **({"ids": ids} if ids else {})}
                status, told = line.ask("POST", "/predict", body)
                assert status == 200
                acknowledged += [each["id"] for each in told["predictions"]]
                answered.release()
                count += 2
    except (OSError, HTTPException):
        pass
    return acknowledged


def _kill_often(project: Path, start: Callable[..., object], times: int) -> None:
    chance = random.Random(20130701)
    acknowledged: list[str] = []
    for life in range(times):
        dead, answered = Event(), Semaphore(0)
        with serve(project, start) as server, ThreadPoolExecutor(4) as pool:  # type: ignore[arg-type]
            asked = [pool.submit(_ask_until_dead, server, f"{life}-{thread}", dead, answered) for thread in range(4)]
            alive = all(answered.acquire(timeout=30) for _ in range(chance.randint(1, 80)))
            server.send(SIGKILL)
            dead.set()
            assert alive
            acknowledged += [each for one in asked for each in one.result()]
            server.process.wait(10)
        with PredictionLog.open(own(project) / "log") as log:
            found = log.predictions(task=TASK)["id"]
            assert set(acknowledged) <= set(found)
            assert found.n_unique() == found.len()
    assert len(acknowledged) == len(set(acknowledged))


def test_five_deaths_lose_nothing(project: Path, nursery: Nursery) -> None:
    _kill_often(project, nursery.start, 5)


@pytest.mark.slow
def test_sixty_deaths_lose_nothing(project: Path, nursery: Nursery) -> None:
    _kill_often(project, nursery.start, 60)
