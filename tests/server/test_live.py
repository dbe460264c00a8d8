"""Another version takes over while calls go on: none is dropped, none is answered half by one and half by the other."""

import itertools
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

from shipworthy.store.deployments import bundle_folder
from shipworthy.store.prediction_log import PredictionLog
from tests.server.ships import ROW, TASK, Line, Running, deploy, eventually, own

SHARES = {1: 0.25, 2: 0.75}
ROWS = 3
LINES, SWAPS = 4, 20


def _ask_on(server: Running, over: Event, answers: list[Any]) -> None:
    with Line(server) as line:
        while not over.is_set():
            answers.append(line.ask("POST", "/predict", {"rows": [ROW] * ROWS}))


def test_twenty_swaps_under_load_drop_and_mix_nothing(server: Running, project: Path) -> None:
    over, heard = Event(), [list[Any]() for _ in range(LINES)]
    with ThreadPoolExecutor(LINES) as pool:
        asked = [pool.submit(_ask_on, server, over, answers) for answers in heard]
        try:
            for champion, previous in itertools.islice(itertools.cycle([(2, 1), (1, 2)]), SWAPS):
                deploy(project, champion=champion, previous=previous)
                eventually(lambda version=champion: all(one and one[-1][1]["version"] == version for one in heard))
        finally:
            over.set()
        for each in asked:
            each.result()
    answers = [each for one in heard for each in one]
    assert {status for status, _ in answers} == {200}
    told = [each for _, each in answers]
    for each in told:
        versions = {one["version"] for one in each["predictions"]} | {each["version"]}
        assert len(versions) == 1
        assert {one["score"] for one in each["predictions"]} == {SHARES[versions.pop()]}
        assert len(each["predictions"]) == ROWS
    ids = [one["id"] for each in told for one in each["predictions"]]
    assert len(told) >= LINES * SWAPS
    assert {each["version"] for each in told} == {1, 2}
    with PredictionLog.open(own(project) / "log", read_only=True) as log:
        frame = log.predictions(task=TASK)
    assert sorted(frame["id"].to_list()) == sorted(ids)
    assert all(SHARES[version] == score for version, score in frame.select("version", "score").iter_rows())


def test_a_rollback_is_seen_without_loading_anything(server: Running, project: Path) -> None:
    eventually(lambda: server.health()["previous"] == 2)
    # what is loaded answers: what lies on the disk is not needed any more, however slow it would be to read
    shutil.rmtree(bundle_folder(own(project), 2))
    with Line(server) as line:
        deploy(project, champion=2, previous=1)
        eventually(lambda: line.ask("POST", "/predict", {"row": ROW})[1]["version"] == 2)
