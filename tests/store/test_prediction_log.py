import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shipworthy.foundation.errors import LogError, RequestError, StorageError
from shipworthy.records.bundle import Input
from shipworthy.records.logged import Fate, Logged, Turned
from shipworthy.records.predictions import COLUMNS, Predictions
from shipworthy.records.spec import Task
from shipworthy.store.prediction_log import PredictionLog
from tests.store.loggers import START, call, logged, turned

BINARY = Task(kind="binary", classes=("no", "yes"))


@pytest.fixture
def log(tmp_path: Path) -> Any:
    with PredictionLog.open(tmp_path / "log") as opened:
        yield opened


def found(log: PredictionLog, id: str) -> Logged:
    logged = log.find(id)
    assert logged is not None
    return logged


def test_what_was_written_comes_back_as_a_table_of_predictions(log: PredictionLog) -> None:
    log.write(
        [logged("b", 5, unit_id="UA-1", group="2026-01-01", why="slow"), logged("a", 2)], [turned("b", time=START)]
    )
    frame = log.predictions(task=BINARY)
    assert frame["id"].to_list() == ["a", "b"]
    assert [name for name in frame.columns if name in COLUMNS] == [name for name in COLUMNS if name in frame.columns]
    assert frame.row(1, named=True) == {
        "id": "b",
        "time": START + timedelta(minutes=5),
        "unit_id": "UA-1",
        "group": "2026-01-01",
        "origin": "live",
        "model": "1",
        "version": 1,
        "route": "model",
        "why": "slow",
        "score": 0.25,
        "decision": "no",
        "outcome": "yes",
        "outcome_time": START,
        "inputs": {"hour": 7, "origin": "EWR"},
        "received": START + timedelta(minutes=5, seconds=1),
        "seconds": 0.0,
    }
    assert frame.row(0, named=True)["outcome"] is frame.row(0, named=True)["unit_id"] is None
    assert Predictions(candidate="v1", task=BINARY, frame=frame).digest


def test_predictions_are_chosen_by_their_own_moment_origin_and_version(log: PredictionLog) -> None:
    log.write([logged(str(minute), minute, version=1 + minute // 2) for minute in range(4)])
    log.write([logged("1", 1, origin="shadow"), logged("x", 1, origin="batch")])

    def ids(*args: Any, **chosen: Any) -> list[str]:
        return log.predictions(*args, task=BINARY, **chosen)["id"].to_list()

    one, three = START + timedelta(minutes=1), START + timedelta(minutes=3)
    assert (ids(), ids(one), ids(None, one), ids(one, three)) == (list("0123"), list("123"), ["0"], ["1", "2"])
    assert (ids(origins=["shadow"]), ids(origins=["shadow", "batch"]), ids(origins=[])) == (["1"], ["1", "x"], [])
    assert (ids(versions=[2]), ids(one, versions=[1]), ids(versions=[])) == (["2", "3"], ["1"], [])
    assert ids(one.astimezone(ZoneInfo("America/New_York")), three) == ["1", "2"]
    assert log.span() == (START, three)
    assert (log.span(["shadow"]), log.span(["fold"])) == ((one, one), None)


def test_an_empty_log_has_the_columns_of_a_full_one(log: PredictionLog) -> None:
    inputs = [Input(name="hour", kind="number"), Input(name="origin", kind="category")]
    empty, nothing = log.predictions(task=BINARY, inputs=inputs), log.calls()
    assert (log.span(), log.find("a"), log.outcomes_of("a"), log.write()) == (None, None, (), ())
    log.write([logged("a")], calls=[call()])
    assert (empty.schema, nothing.schema) == (log.predictions(task=BINARY, inputs=inputs).schema, log.calls().schema)
    assert (empty.height, nothing.height, log.predictions(task=BINARY).height) == (0, 0, 1)


def test_what_becomes_of_each_outcome_is_told(log: PredictionLog) -> None:
    log.write([logged("a")])
    posts: list[tuple[Turned, Fate]] = [
        (turned("a", "no"), "recorded"),
        (turned("a", "no"), "repeated"),
        (turned("a", "yes"), "corrected"),
        (turned("a", None), "corrected"),
        (turned("a", None), "repeated"),
        (turned("a", "yes"), "corrected"),
        (turned("early", "no"), "waiting"),
        (turned("early", "no"), "waiting"),
    ]
    assert [log.write(outcomes=[post])[0] for post, _ in posts] == [fate for _, fate in posts]
    assert [each.outcome for each in log.outcomes_of("a")] == ["no", "yes", None, "yes"]
    assert log.counts() == {"predictions": 1, "outcomes": 5, "calls": 0, "waiting": 1}
    assert log.write([logged("early")], [turned("early", "no")]) == ("repeated",)
    assert log.predictions(task=BINARY)["outcome"].to_list() == ["yes", "no"]
    assert log.counts()["waiting"] == 0


def test_the_same_outcome_with_another_time_is_kept_too(log: PredictionLog) -> None:
    log.write([logged("a")], [turned("a")])
    assert log.write(outcomes=[turned("a", time=START)]) == ("repeated",)
    assert [each.time for each in log.outcomes_of("a")] == [None, START]
    assert log.predictions(task=BINARY)["outcome_time"].to_list() == [START]


def test_all_outcomes_of_one_call_are_taken_in_their_order(log: PredictionLog) -> None:
    fates = log.write([logged("a")], [turned("a", "no"), turned("a", "yes"), turned("a", "yes"), turned("z")])
    assert fates == ("recorded", "corrected", "repeated", "waiting")


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("predict"), some.sampled_from("abc"), some.none()),
        some.tuples(some.just("turn"), some.sampled_from("abc"), some.sampled_from(["yes", "no", None])),
    ),
    max_size=25,
)


@given(steps=STEPS, size=some.integers(1, 4))
def test_the_latest_outcome_counts_in_whatever_order_things_come(
    steps: list[tuple[str, str, str | None]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with PredictionLog.open(tmp_path_factory.mktemp("log")) as log:
        for start in range(0, len(steps), size):
            part = steps[start : start + size]
            predicted = [logged(id) for what, id, _ in part if what == "predict"]
            log.write(predicted, [turned(id, outcome) for what, id, outcome in part if what == "turn"])
        frame = log.predictions(task=BINARY)
        wanted: dict[str, str | None] = {id: None for what, id, _ in steps if what == "predict"}
        wanted |= {id: outcome for what, id, outcome in steps if what == "turn" and id in wanted}
        assert dict(frame.select("id", "outcome").iter_rows()) == wanted
        for id in "abc":
            history = [outcome for what, each, outcome in steps if what == "turn" and each == id]
            kept = [one for place, one in enumerate(history) if place == 0 or one != history[place - 1]]
            assert [each.outcome for each in log.outcomes_of(id)] == kept


def test_a_repeated_call_is_taken_once_though_it_came_later_and_took_longer(log: PredictionLog) -> None:
    first = logged("a", inputs={"x": 1, "y": None})
    log.write([first, first])
    again = logged(
        "a", received=START + timedelta(hours=1), seconds=2.0, inputs={"y": None, "x": 1}, score=0.25 + 1e-15
    )
    log.write([again, logged("b")])
    assert log.counts()["predictions"] == 2
    assert log.find("a") == first
    without_moment = logged("c", time=START, received=START)
    later = logged("c", time=START + timedelta(hours=1), received=START + timedelta(hours=1))
    log.write([without_moment])
    log.write([later])
    assert log.find("c") == without_moment


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"score": 0.3}, "score"),
        ({"score": None}, "score"),
        ({"score": [0.25, 0.75]}, "score"),
        ({"decision": "yes"}, "decision"),
        ({"route": "fallback"}, "route"),
        ({"unit_id": "UA-1"}, "unit_id"),
        ({"time": START + timedelta(minutes=1)}, "time"),
        ({"inputs": {"hour": 8, "origin": "EWR"}}, "hour"),
        ({"inputs": {"hour": 7}}, "origin"),
    ],
)
def test_another_content_under_the_same_id_is_refused_and_nothing_of_the_call_is_written(
    change: dict[str, Any], where: str, log: PredictionLog
) -> None:
    log.write([logged("a")])
    with pytest.raises(LogError, match="'a'") as caught:
        log.write([logged("new"), logged("a", **change)], [turned("a")], [call()])
    assert caught.value.where.endswith(f", {where}")
    assert log.counts() == {"predictions": 1, "outcomes": 0, "calls": 0, "waiting": 0}
    with pytest.raises(LogError):
        log.write([logged("b"), logged("b", **change)])
    log.write([logged("a", origin="shadow", **change), logged("a", version=2, **change)])
    assert log.counts()["predictions"] == 3


def test_the_live_answer_of_the_newest_version_is_found_first(log: PredictionLog) -> None:
    log.write([logged("a", version=3, origin="shadow"), logged("a", version=1), logged("s", origin="shadow")])
    assert (found(log, "a").version, found(log, "a").origin) == (1, "live")
    assert found(log, "s").origin == "shadow"
    log.write([logged("a", version=2)])
    assert found(log, "a").version == 2


def test_calls_come_back_as_a_frame(log: PredictionLog) -> None:
    log.write(calls=[call(3, path="/predict", fallback=2), call(1, status=422, received=START)])
    frame = log.calls()
    assert frame["status"].to_list() == [422, 200]
    assert log.calls(START + timedelta(minutes=2)).row(0, named=True) == {
        "time": START + timedelta(minutes=3),
        "received": START + timedelta(minutes=3),
        "seconds": 0.01,
        "status": 200,
        "rows": 3,
        "fallback": 2,
        "path": "/predict",
    }


def test_scores_of_several_classes_are_lists_and_numbers_are_numbers(log: PredictionLog) -> None:
    log.write(
        [logged("a", score=[0.2, 0.3, 0.5], decision="c"), logged("b", score=None, decision=None)], [turned("a", "b")]
    )
    classes = Task(kind="multiclass", classes=("a", "b", "c"))
    frame = log.predictions(task=classes)
    assert (frame["score"].to_list(), frame["score"].dtype) == ([[0.2, 0.3, 0.5], None], pl.List(pl.Float64))
    assert (frame["decision"].to_list(), frame["outcome"].to_list()) == (["c", None], ["b", None])
    log.write([logged("n", score=12.5, decision=12.5, origin="batch")], [turned("n", "13")])
    numbers = log.predictions(task=Task(kind="regression", unit="min"), origins=["batch"])
    assert numbers.select("score", "decision", "outcome").row(0) == (12.5, 12.5, 13.0)
    assert numbers.select("decision", "outcome").schema == {"decision": pl.Float64, "outcome": pl.Float64}


def test_labels_that_look_like_numbers_stay_labels(log: PredictionLog) -> None:
    log.write([logged("a", decision="1"), logged("b", decision=0.0)], [turned("a", 1.0), turned("b", "0")])
    frame = log.predictions(task=Task(kind="binary", classes=("0", "1")))
    assert frame.select("decision", "outcome").rows() == [("1", "1"), ("0", "0")]
    frame = log.predictions(task=Task(kind="binary", classes=("0.0", "1.0")))
    assert frame["outcome"].to_list() == ["1.0", "0"]


ROWS = {
    "number": 2.5,
    "whole": 3,
    "word": 'say "no"\n…',
    "flag": True,
    "at": datetime(2026, 1, 1, 5, 30, tzinfo=ZoneInfo("America/New_York")),
    "wall": datetime(2026, 1, 1, 5, 30),
    "gone": None,
}
KINDS = [
    Input(name="number", kind="number"),
    Input(name="whole", kind="number"),
    Input(name="word", kind="category"),
    Input(name="flag", kind="boolean"),
    Input(name="at", kind="time", zone="America/New_York"),
    Input(name="wall", kind="time"),
    Input(name="gone", kind="text"),
]


def test_inputs_come_back_in_their_own_kinds(log: PredictionLog) -> None:
    log.write([logged("a", inputs=ROWS), logged("b", inputs={}), logged("c", inputs={"word": 5, "other": 1})])
    inputs = log.predictions(task=BINARY, inputs=KINDS)["inputs"]
    assert inputs.struct.fields == list(ROWS)
    assert inputs.to_list()[0] == ROWS
    assert inputs.to_list()[1] == dict.fromkeys(ROWS)
    assert inputs.to_list()[2] == {**dict.fromkeys(ROWS), "word": "5"}
    assert log.predictions(task=BINARY, inputs=KINDS[:1])["inputs"].struct.fields == ["number"]
    assert log.predictions(task=BINARY, inputs=())["inputs"].to_list() == [{}, {}, {}]


def test_a_value_of_another_kind_than_was_said_is_no_value_and_the_others_are_there(log: PredictionLog) -> None:
    log.write([logged("a", inputs=ROWS)])
    odd = {"number": "many", "whole": True, "word": ["a", "b"], "flag": "perhaps", "at": "noon", "wall": 3, "gone": 1.5}
    log.write([logged("b", inputs=odd)])
    first, second = log.predictions(task=BINARY, inputs=KINDS)["inputs"].to_list()
    assert first == ROWS
    assert second == {**dict.fromkeys(ROWS), "word": '["a","b"]', "gone": "1.5"}


def test_inputs_whose_kinds_nobody_said_are_guessed(log: PredictionLog) -> None:
    log.write([logged("a", inputs={"b": 1, "a": "x", "t": START})])
    log.write([logged("b", inputs={"b": 2.5, "c": True})])
    guessed = log.predictions(task=BINARY)["inputs"]
    assert guessed.struct.fields == ["b", "a", "t", "c"]
    assert guessed.to_list()[0] == {"b": 1.0, "a": "x", "t": "2026-01-01T00:00:00Z", "c": None}
    log.write([logged("c", inputs={"b": {"deep": 1}})])
    assert log.predictions(task=BINARY)["inputs"].struct.field("b").to_list() == ["1", "2.5", '{"deep":1}']


def test_rows_without_inputs_have_none(log: PredictionLog) -> None:
    log.write([logged("a", inputs={}), logged("b", inputs={})])
    assert log.predictions(task=BINARY)["inputs"].to_list() == [{}, {}]


@given(
    score=some.floats(allow_nan=False),
    number=some.floats(allow_nan=False, allow_infinity=False),
    text=some.text(),
    ticks=some.integers(-(10**15), 10**16),
)
def test_every_value_survives(
    score: float, number: float, text: str, ticks: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks)
    row = logged(f"i{text}", time=time, score=score, why=text, inputs={"number": number, "text": text})
    kinds = [Input(name="number", kind="number"), Input(name="text", kind="text")]
    with PredictionLog.open(tmp_path_factory.mktemp("log")) as log:
        log.write([row])
        assert log.find(row.id) == row
        told = log.predictions(task=BINARY, inputs=kinds).row(0, named=True)
    assert (told["time"], told["score"], told["why"], told["inputs"]) == (time, score, text, row.inputs)


def test_no_number_is_no_answer(log: PredictionLog) -> None:
    nothing = float("nan")
    log.write([logged("a", score=nothing, inputs={"x": nothing})], [turned("a", nothing)])
    log.write([logged("a", score=nothing, inputs={"x": nothing})])
    assert (found(log, "a").score, found(log, "a").inputs) == (None, {"x": None})
    assert log.outcomes_of("a")[0].outcome is None


def test_a_time_without_a_zone_is_refused(log: PredictionLog) -> None:
    with pytest.raises(RequestError, match="time zone"):
        log.write([logged("a"), logged("b", time=datetime(2026, 1, 1))])
    with pytest.raises(RequestError, match="time zone"):
        log.write([logged("a")], [turned("a", time=datetime(2026, 1, 1))])
    with pytest.raises(RequestError, match="time zone"):
        log.predictions(datetime(2026, 1, 1), task=BINARY)
    assert log.counts()["predictions"] == 0


def test_there_is_nothing_to_look_at_before_the_first_call(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="no prediction log yet") as caught:
        PredictionLog.open(tmp_path / "log", read_only=True)
    assert "shipworthy serve" in caught.value.next_step
    assert not (tmp_path / "log").exists()


def test_who_only_looks_cannot_write(tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path) as log, PredictionLog.open(tmp_path, read_only=True) as looking:
        log.write([logged("a")])
        assert looking.counts()["predictions"] == 1
        with pytest.raises(StorageError, match="may not be written"):
            looking.write([logged("b")])
        assert looking.find("a") is not None
    with PredictionLog.open(tmp_path, read_only=True) as after:
        assert isinstance(after.find("a"), Logged)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_log_of_another_version_and_a_file_that_is_none_are_told(read_only: bool, tmp_path: Path) -> None:
    with PredictionLog.open(tmp_path) as log:
        path = log.path
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LogError, match="another version") as caught:
        PredictionLog.open(tmp_path, read_only=read_only)
    assert (caught.value.seen, caught.value.where) == ("form 99", str(path))
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(LogError, match="no prediction log"):
        PredictionLog.open(tmp_path, read_only=read_only)
    path.write_bytes(b"hello" * 1000)
    with pytest.raises(LogError, match="no prediction log"):
        PredictionLog.open(tmp_path, read_only=read_only)
