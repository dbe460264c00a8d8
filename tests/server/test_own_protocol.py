"""What clients of the server's own protocol see."""

import signal
from pathlib import Path

import pytest

from shipworthy.records.spec import StatusQuo, Task
from shipworthy.store.prediction_log import PredictionLog
from tests.server.nursery import Nursery
from tests.server.ships import ROW, TASK, Line, Running, afresh, deploy, eventually, make_project, own, serve, ship


def logged(project: Path) -> PredictionLog:
    return PredictionLog.open(own(project) / "log", read_only=True)


def test_a_row_is_answered_logged_and_meets_its_outcome(server: Running, project: Path) -> None:
    status, told = server.predict(ROW, {**ROW, "size": 1})
    assert status == 200
    assert (told["model"], told["version"]) == ("boats", 1)
    first, second = told["predictions"]
    assert first["id"] != second["id"]
    assert {key: first[key] for key in ("version", "level", "decision", "score", "route", "why", "time")} == {
        "version": 1, "level": "suggest", "decision": "no", "score": 0.25, "route": "model", "why": "",
        "time": "2024-05-01T06:00:00Z",
    }  # fmt: skip
    posted = [{"id": first["id"], "outcome": "yes", "time": "2024-05-02T00:00:00Z"}, {"id": "later", "outcome": "no"}]
    status, told = server.ask("POST", "/outcomes", {"outcomes": posted})
    assert status == 200
    assert told["fates"] == {"recorded": 1, "waiting": 1}
    assert told["outcomes"] == [{"id": first["id"], "fate": "recorded"}, {"id": "later", "fate": "waiting"}]
    assert server.ask("POST", "/outcomes", posted[0])[1]["fates"] == {"repeated": 1}
    assert server.ask("POST", "/outcomes", [{"id": first["id"], "outcome": None}])[1]["fates"] == {"corrected": 1}
    with logged(project) as log:
        frame = log.predictions(task=TASK)
        assert frame["id"].to_list() == [first["id"], second["id"]]
        assert frame["group"].to_list() == ["2024-05-01", "2024-05-01"]
        assert frame["route"].to_list() == ["model", "model"]


def test_personal_columns_never_reach_the_log(server: Running, project: Path) -> None:
    assert server.predict(ROW)[0] == 200
    assert server.predict({**ROW, "size": None})[0] == 422
    server.stop()
    for file in (own(project) / "log").iterdir():
        assert b"Ada" not in file.read_bytes()
    assert "Ada" not in server.words()
    with logged(project) as log:
        assert log.predictions(task=TASK)["inputs"][0].keys() == {"size", "colour", "at"}


@pytest.mark.parametrize("body", [{"row": ROW, "id": "a"}, {"rows": [ROW], "ids": ["a"]}])
def test_the_same_id_gets_the_same_answer_and_another_row_is_refused(server: Running, body: object) -> None:
    first = server.ask("POST", "/predict", body)
    assert first[0] == 200
    assert server.ask("POST", "/predict", body) == first
    status, told = server.predict({**ROW, "size": 7}, ids=["a"])
    assert status == 409
    assert (told["where"], told["seen"], told["allowed"]) == ("size", "7.0", "3.0")
    assert told["next"]


def test_the_same_id_gets_the_same_answer_after_another_version_took_over(server: Running, project: Path) -> None:
    first = server.predict(ROW, ids=["a"])[1]["predictions"]
    deploy(project, champion=2, previous=1)
    fresh = [0.25]
    while fresh == [0.25]:
        fresh = [each["score"] for each in server.predict(ROW)[1]["predictions"]]
    again = server.predict(ROW, ROW, ids=["a", "b"])[1]["predictions"]
    assert again[:1] == first
    assert again[1]["version"] == 2


def test_bad_rows_are_named_value_by_value_and_nothing_is_logged(server: Running, project: Path) -> None:
    status, told = server.predict(ROW, {**ROW, "size": "three"}, {"colour": 7})
    assert status == 422
    assert told["error"] == "BadRows"
    assert [(each["row"], each["field"]) for each in told["errors"]] == [(1, "size"), (2, "size"), (2, "colour")]
    assert told["errors"][0] == {
        "row": 1, "field": "size", "what": "a number is needed, and this is text", "seen": "three",
        "allowed": "a number (learned from 1 to 9)",
    }  # fmt: skip
    with logged(project) as log:
        assert log.counts()["predictions"] == 0


def test_unknown_fields_and_values_are_told_to_the_client_who_sent_them(server: Running) -> None:
    told = server.predict({**ROW, "colour": "green", "lenght": 3})[1]
    assert len(told["notices"]) == 2
    assert "lenght" in " ".join(told["notices"])


@pytest.mark.parametrize(
    ("content", "where", "seen"),
    [
        (b'{"rows": [{]}', "line 1, character 12", "{]"),
        (b'{\n "rows": nope}', "line 2, character 1", "nope"),
        (b"", "body", "nothing"),
        (b"[" * 100_000, "line 1", "["),
        (b'{"rows": [{"a": "\xff"}]}', "line 1", ""),
        (b'{"rwos": []}', "body", "rwos"),
        (b'{"row": {}, "rows": []}', "body", "row"),
        (b'{"rows": 3}', "rows", "int"),
        (b'{"row": {}, "ids": []}', "body", "ids"),
        (b"3", "body", "int"),
    ],
)
def test_a_body_that_cannot_be_read_is_answered_with_where_and_why(
    same_server: Running, content: bytes, where: str, seen: str
) -> None:
    status, told = same_server.ask("POST", "/predict", content)
    assert status == 400
    assert told["error"] == "Malformed"
    assert where in told["where"]
    assert seen in told["seen"]


def test_ids_have_to_fit_the_rows(server: Running) -> None:
    for ids in (["a"], ["a", "a"], ["a", ""], ["a", 7], ["a", "x" * 500]):
        status, told = server.predict(ROW, ROW, ids=ids)  # type: ignore[arg-type]
        assert status == 422
        assert {each["field"] for each in told["errors"]} == {"ids"}


def test_outcomes_that_cannot_be_understood_are_named_and_none_is_written(server: Running, project: Path) -> None:
    wrong = [
        {"id": "a", "outcome": "yes"}, {"id": "a", "outcome": "maybe"}, {"outcome": "yes"}, {"id": "a"}, 7,
        {"id": "a", "outcome": "no", "time": "2024-05-02"}, {"id": "a", "outcome": "no", "when": 1},
    ]  # fmt: skip
    status, told = server.ask("POST", "/outcomes", {"outcomes": wrong})
    assert status == 422
    assert [(each["row"], each["field"]) for each in told["errors"]] == [
        (1, "outcome"), (2, "id"), (3, "outcome"), (4, ""), (5, "time"), (6, "when"),
    ]  # fmt: skip
    with logged(project) as log:
        assert log.counts()["outcomes"] == 0


def test_unknown_paths_and_wrong_methods_say_what_there_is(server: Running) -> None:
    status, told = server.ask("GET", "/predcit")
    assert (status, told["next"]) == (404, "did you mean /predict?")
    status, told = server.ask("GET", "/predict")
    assert (status, told["allowed"]) == (405, "POST")
    assert "POST /predict" in server.ask("GET", "/")[1]


def test_too_much_for_one_call_is_refused(server: Running) -> None:
    status, told = server.predict(*[{"size": 1}] * 10_001)
    assert (status, told["allowed"]) == (413, "10000 rows")
    status, told = server.ask("POST", "/predict", headers={"Content-Length": str(10**9)})
    assert (status, told["error"]) == (413, "TooLarge")


def test_calls_are_noted_with_how_they_went(server: Running, project: Path) -> None:
    server.predict(ROW, ROW)
    server.predict({"size": "x"})
    server.ask("GET", "/health")
    server.stop()
    with logged(project) as log:
        calls = log.calls()
    assert calls["status"].sort().to_list() == [200, 422]
    assert calls["rows"].sort().to_list() == [1, 2]
    assert set(calls["path"]) == {"/predict"}
    assert calls["seconds"].is_between(0, 10).all()


def test_health_and_readiness_tell_what_is_live(server: Running) -> None:
    assert server.ask("GET", "/ready") == (200, {"ready": True})
    health = server.health()
    assert (health["health"], health["project"], health["champion"], health["level"]) == ("ok", "boats", 1, "suggest")
    assert "shipworthy_ready 1.0" in server.ask("GET", "/metrics")[1]


def test_a_regression_takes_numbers_as_outcomes(tmp_path: Path, nursery: Nursery) -> None:
    ship(tmp_path, 1, 0.25, task=Task(kind="regression"), threshold=None, fallback="constant", constant=7.5,
         status_quo=StatusQuo(kind="nothing"))  # fmt: skip
    deploy(tmp_path, champion=1, mode="fallback", why="a drill")
    with serve(tmp_path, nursery.start) as server:
        (answer,) = server.predict(ROW)[1]["predictions"]
        assert (answer["decision"], answer["route"], answer["why"]) == (7.5, "fallback", "a drill")
        assert server.ask("POST", "/outcomes", {"id": answer["id"], "outcome": 9.5})[1]["fates"] == {"recorded": 1}
        assert server.ask("POST", "/outcomes", {"id": answer["id"], "outcome": "yes"})[0] == 422


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_signals_end_it_after_what_is_under_way_was_answered(
    project: Path, nursery: Nursery, number: int, status: int
) -> None:
    (project / "hangs").touch()
    with serve(project, nursery.start, "--time-limit", "60") as server, Line(server) as line:
        line.send("POST", "/predict", {"row": ROW})
        eventually((project / "began").exists)
        server.send(number)
        (project / "hangs").unlink()
        assert line.receive()[0] == 200
        assert server.process.wait(60) == status
    with logged(project) as log:
        assert log.counts() == {"predictions": 1, "outcomes": 0, "calls": 1, "waiting": 0}


def test_a_new_interpreter_serves_the_same(tmp_path: Path) -> None:
    make_project(tmp_path, 0.75)
    with serve(tmp_path, afresh) as server:
        assert server.predict(ROW)[1]["predictions"][0]["decision"] == "yes"
        assert server.stop() == 0
        assert server.words().strip() == f"boats v1 is live at level suggest at {server.address}"
