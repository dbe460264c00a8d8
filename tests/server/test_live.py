"""Another version takes over while calls go on: none is dropped, none is answered half by one and half by the other."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

from shipworthy.store.prediction_log import PredictionLog
from tests.server.ships import ROW, TASK, Line, Running, deploy, eventually, own

SHARES = {1: 0.25, 2: 0.75}
ROWS = 3


def _ask_on(server: Running, over: Event) -> list[Any]:
    with Line(server) as line:
        asked = []
        while not over.is_set():
            asked.append(line.ask("POST", "/predict", {"rows": [ROW] * ROWS}))
    return asked


def test_twenty_swaps_under_load_drop_and_mix_nothing(server: Running, project: Path) -> None:
    over = Event()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(_ask_on, server, over) for _ in range(4)]
        for champion, previous in itertools.islice(itertools.cycle([(2, 1), (1, 2)]), 20):
            deploy(project, champion=champion, previous=previous)
            time.sleep(0.15)
        over.set()
        answers = [each for one in asked for each in one.result()]
    assert {status for status, _ in answers} == {200}
    told = [each for _, each in answers]
    for each in told:
        versions = {one["version"] for one in each["predictions"]} | {each["version"]}
        assert len(versions) == 1
        assert {one["score"] for one in each["predictions"]} == {SHARES[versions.pop()]}
        assert len(each["predictions"]) == ROWS
    ids = [one["id"] for each in told for one in each["predictions"]]
    assert len(told) > 1000
    assert {each["version"] for each in told} == {1, 2}
    with PredictionLog.open(own(project) / "log", read_only=True) as log:
        frame = log.predictions(task=TASK)
    assert sorted(frame["id"].to_list()) == sorted(ids)
    assert all(SHARES[version] == score for version, score in frame.select("version", "score").iter_rows())


def test_a_rollback_is_seen_in_a_fraction_of_a_second(server: Running, project: Path) -> None:
    eventually(lambda: server.health()["previous"] == 2)
    with Line(server) as line:
        before = time.monotonic()
        deploy(project, champion=2, previous=1)
        while line.ask("POST", "/predict", {"row": ROW})[1]["version"] != 2:
            assert time.monotonic() - before < 1
    assert time.monotonic() - before < 1
