"""A model that raises or hangs, a full disk, a spoilt bundle: the rest goes on, and it is said."""

import os
from pathlib import Path
from typing import Any

import pytest

from shipworthy.foundation.errors import StorageError
from shipworthy.server.refusals import status_of
from shipworthy.store.prediction_log import PredictionLog
from tests.server.nursery import Nursery
from tests.server.ships import ROW, TASK, Line, Running, deploy, eventually, own, serve
from tests.support.disk import MakeDisk


def answer(server: Running) -> tuple[str, str, str | None, float | None]:
    status, told = server.predict(ROW)
    assert status == 200, told
    (each,) = told["predictions"]
    return each["route"], each["why"], each["decision"], each["score"]


def test_when_the_model_raises_todays_rule_answers_and_nobody_hears_of_personal_values(
    server: Running, project: Path
) -> None:
    (project / "raises").touch()
    assert answer(server) == ("fallback", "the model failed with ValueError", "yes", None)
    (project / "raises").unlink()
    assert answer(server) == ("model", "", "no", 0.25)
    assert "Ada" not in server.words()
    with PredictionLog.open(own(project) / "log", read_only=True) as log:
        frame = log.predictions(task=TASK)
        assert frame["route"].to_list() == ["fallback", "model"]
        assert frame["version"].to_list() == [1, 1]


def test_one_call_that_makes_the_model_raise_is_no_matter_of_others_asked_with_it(server: Running) -> None:
    with Line(server) as one, Line(server) as other:
        one.send("POST", "/predict", {"row": {**ROW, "size": "x"}})
        other.send("POST", "/predict", {"row": ROW})
        assert one.receive()[0] == 422
        assert other.receive()[1]["predictions"][0]["route"] == "model"


def test_when_the_model_hangs_something_else_answers_in_time_until_it_comes_back(
    project: Path, nursery: Nursery
) -> None:
    with serve(project, nursery.start, "--time-limit", "0.2") as server:
        (project / "hangs").touch()
        assert answer(server) == ("fallback", "the model did not answer within 0.2 s", "yes", None)
        health = server.health()
        assert (health["health"], health["hung"], health["resting"]) == ("ok", 1, False)
        answer(server)
        answer(server)
        health = server.health()
        assert (health["health"], health["resting"]) == ("degraded", True)
        assert "hung again and again" in " ".join(health["troubles"])
        assert answer(server)[1] == "the model did not come back several times and is left alone for a while"
        (project / "hangs").unlink()
        eventually(lambda: answer(server)[0] == "model")
        assert server.health()["health"] == "ok"
        eventually(lambda: server.health()["hung"] == 0)
        assert server.stop() == 0


def test_while_the_fallback_is_engaged_the_models_score_is_logged_and_not_told(server: Running, project: Path) -> None:
    deploy(project, champion=1, previous=2, mode="fallback", why="the pressure feed is broken")
    eventually(lambda: server.health()["mode"] == "fallback")
    assert answer(server) == ("fallback", "the pressure feed is broken", "yes", None)
    with PredictionLog.open(own(project) / "log", read_only=True) as log:
        assert log.predictions(task=TASK)["score"].to_list() == [0.25]


def test_at_level_shadow_what_is_done_today_is_answered(project: Path, nursery: Nursery) -> None:
    deploy(project, champion=2, level="shadow")
    with serve(project, nursery.start) as server:
        (each,) = server.predict({**ROW, "size": 1})[1]["predictions"]
        assert (each["decision"], each["route"], each["level"]) == ("no", "fallback", "shadow")


def test_a_shadow_is_asked_logged_and_not_heard(project: Path, nursery: Nursery) -> None:
    deploy(project, champion=1, shadow=2)
    with serve(project, nursery.start) as server:
        eventually(lambda: server.health()["shadow"] == 2)
        told = server.predict(ROW)[1]["predictions"]
        assert [each["score"] for each in told] == [0.25]
        with PredictionLog.open(own(project) / "log", read_only=True) as log:
            eventually(lambda: log.predictions(task=TASK, origins=["shadow"]).height)
            frame = log.predictions(task=TASK, origins=["shadow"])
            assert (frame["id"][0], frame["score"][0], frame["version"][0]) == (told[0]["id"], 0.75, 2)


def test_a_bundle_that_cannot_be_loaded_leaves_the_old_one_serving_and_says_so(server: Running, project: Path) -> None:
    (own(project) / "bundles" / "2" / "model.pkl").write_bytes(b"spoilt")
    deploy(project, champion=3, previous=1)
    eventually(lambda: server.health()["health"] == "degraded")
    assert "v3 cannot be loaded" in " ".join(server.health()["troubles"])
    assert answer(server)[0] == "model"
    (own(project) / "delivery.json").write_text("{")
    eventually(lambda: "cannot be read" in " ".join(server.health()["troubles"]))
    assert answer(server)[0] == "model"
    assert "v3 cannot be loaded" in server.words()
    deploy(project, champion=1)
    eventually(lambda: server.health()["health"] == "ok")


@pytest.fixture
def small_disk(make_disk: MakeDisk) -> Path:
    """A disk of its own with 2 MiB of room."""
    return make_disk("2m")


def test_a_full_disk_refuses_answers_says_so_and_is_recovered_from(
    project: Path, small_disk: Path, nursery: Nursery
) -> None:
    (own(project) / "log").symlink_to(small_disk, target_is_directory=True)
    with serve(project, nursery.start) as server, Line(server) as line:
        filler = small_disk / "filler"
        filler.write_bytes(os.urandom(1_200_000))
        told: dict[str, Any] = {}
        acknowledged, status = [], 200
        for _ in range(20_000):
            status, told = line.ask("POST", "/predict", {"rows": [ROW] * 20})
            if status != 200:
                break
            acknowledged += [each["id"] for each in told["predictions"]]
        assert status == 507
        assert (told["what"], told["error"]) == ("the disk is full", "StorageError")
        assert told["next"]
        assert line.ask("POST", "/outcomes", {"id": acknowledged[0], "outcome": "yes"})[0] == 507
        assert line.ask("GET", "/metrics")[0] == 200
        health = server.health()
        assert health["health"] == "degraded"
        assert "the disk is full" in health["log"]
        filler.unlink()
        assert eventually(lambda: line.ask("POST", "/predict", {"row": ROW})[0] == 200)
        eventually(lambda: server.health()["health"] == "ok")
        assert server.stop() == 0
    with PredictionLog.open(own(project) / "log", read_only=True) as log:
        ids = log.predictions(task=TASK)["id"].to_list()
    assert len(ids) == len(set(ids))
    assert set(acknowledged) <= set(ids)
    assert len(ids) == len(acknowledged) + 1


def test_a_full_disk_has_a_status_of_its_own() -> None:
    assert status_of(StorageError("the disk is full")) == 507
