"""Where only so many can be acted on: a counted limit, kept across restarts, and a log that tells why."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec import UNSET, structs

from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.deciding import Band, Capacity
from shipworthy.records.logged import Logged
from shipworthy.records.spec import Top, Worth
from shipworthy.server.room import Room
from shipworthy.store.prediction_log import PredictionLog
from tests.server.nursery import Nursery
from tests.server.ships import INPUTS, ROW, TASK, Running, deploy, own, serve, ship

TWO_A_DAY = Capacity(most=2, per="day")
BUNDLE = Bundle(project="boats", version=1, candidate="c", task=TASK, threshold=0.5, capacity=TWO_A_DAY, inputs=INPUTS)
FULL = "no room is left that day: 2 a day can be acted on"


def on(day: int, **changes: Any) -> dict[str, Any]:
    return {**ROW, "at": f"2024-05-0{day}T06:00:00+00:00", **changes}


def answers(server: Running, *rows: dict[str, Any], ids: list[str] | None = None) -> list[tuple[str, str, str]]:
    status, told = server.predict(*rows, ids=ids)
    assert status == 200, told
    return [(each["decision"], each["route"], each["why"]) for each in told["predictions"]]


@pytest.fixture
def limited(tmp_path: Path) -> Path:
    """A project whose model says 0.75 of every row, of which two a day can be acted on."""
    project = tmp_path / "limited"
    ship(project, 1, 0.75, capacity=TWO_A_DAY)
    deploy(project, champion=1)
    return project


def test_the_third_yes_of_a_day_is_told_no_after_a_restart_too(limited: Path, nursery: Nursery) -> None:
    with serve(limited, nursery.start) as server:
        assert answers(server, on(1), ids=["a"]) == [("yes", "model", "")]
        assert answers(server, on(1), on(1), on(2)) == [
            ("yes", "model", ""), ("no", "model", FULL), ("yes", "model", "")
        ]  # fmt: skip
        server.stop(signal.SIGKILL)
    with serve(limited, nursery.start) as server:
        assert answers(server, on(1), on(2), on(2)) == [
            ("no", "model", FULL), ("yes", "model", ""), ("no", "model", FULL)
        ]  # fmt: skip
        # what was answered is answered so again, and takes no more room
        assert answers(server, on(1), ids=["a"]) == [("yes", "model", "")]
    with PredictionLog.open(own(limited) / "log", read_only=True) as log:
        told = log.predictions(task=TASK)
    assert told.filter(pl.col("decision") == "yes").group_by(pl.col("time").dt.date()).len()["len"].to_list() == [2, 2]
    assert told.filter(pl.col("why") == FULL)["score"].to_list() == [0.75] * 3


def test_many_at_once_get_no_more_than_there_is_room_for(limited: Path, nursery: Nursery) -> None:
    with serve(limited, nursery.start) as server, ThreadPoolExecutor(8) as many:
        told = [each for found in many.map(lambda _: answers(server, on(3)), range(24)) for each in found]
    assert sorted(each[0] for each in told) == ["no"] * 22 + ["yes"] * 2


def test_what_stands_in_for_the_model_takes_room_and_is_not_held_back(limited: Path, nursery: Nursery) -> None:
    with serve(limited, nursery.start) as server:
        (limited / "raises").touch()
        told = [decision for decision, _, _ in answers(server, on(1), on(1), on(1))]
        (limited / "raises").unlink()
        assert told == ["yes"] * 3
        assert answers(server, on(1)) == [("no", "model", FULL)]
        counts = str(server.ask("GET", "/metrics")[1])
    assert "no room" not in counts
    assert 'shipworthy_rows_total{route="fallback"} 3.0' in counts


def test_a_row_left_to_what_is_done_today_can_be_told_from_those_that_the_model_decided(
    tmp_path: Path, nursery: Nursery
) -> None:
    ship(tmp_path, 1, 0.75, abstain=Band(above=0.3, below=0.9))
    deploy(tmp_path, champion=1)
    why = "the model leaves it to what is done today"
    with serve(tmp_path, nursery.start) as server:
        assert answers(server, on(1), on(1, size=1.5)) == [("yes", "today", why), ("no", "today", why)]
        assert server.predict(on(1))[1]["predictions"][0]["score"] == 0.75
        assert server.ask("POST", "/invocations", {"dataframe_records": [on(1)]}, _JSON)[1]["routes"] == ["today"]
    with PredictionLog.open(own(tmp_path) / "log", read_only=True) as log:
        assert set(log.predictions(task=TASK)["route"]) == {"today"}


_JSON = {"content-type": "application/json"}


def logged(name: str, moment: datetime, score: float, **inputs: Any) -> Logged:
    decision = "yes" if score >= 0.5 else "no"
    return Logged(id=name, time=moment, received=moment, version=1, score=score, decision=decision, inputs=inputs)


def held(log: PredictionLog, bundle: Bundle, *calls: list[Logged], write: bool = True) -> list[list[Logged]]:
    """What becomes of calls that come one after the other, in a server that has just started."""

    async def ask() -> list[list[Logged]]:
        room = Room(log)
        told = []
        for call in calls:
            told.append(await room.hold(bundle, call))
            if write:
                log.write(told[-1])
        return told

    return asyncio.run(ask())


@settings(max_examples=15, deadline=None)
@given(
    calls=some.lists(
        some.lists(some.tuples(some.integers(0, 100), some.floats(0, 1)), min_size=1, max_size=6), max_size=6
    ),
    per=some.sampled_from(["hour", "day", "week", "month", "quarter", "year"]),
    most=some.integers(1, 4),
    restart=some.booleans(),
)
def test_no_period_gets_more_than_there_is_room_for_and_none_is_left_while_some_ask(
    tmp_path_factory: pytest.TempPathFactory,
    calls: list[list[tuple[int, float]]],
    per: str,
    most: int,
    restart: bool,
) -> None:
    bundle = structs.replace(BUNDLE, capacity=Capacity(most=most, per=per))
    start = datetime(2024, 2, 26, tzinfo=UTC)
    rows = [
        [
            logged(f"{call}-{place}", start + timedelta(hours=13 * later), score)
            for place, (later, score) in enumerate(asked)
        ]
        for call, asked in enumerate(calls)
    ]
    with PredictionLog.open(tmp_path_factory.mktemp("log")) as log:
        told = [held(log, bundle, call)[0] for call in rows] if restart else held(log, bundle, *rows)
    step = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}[per]
    flat = [(each.time, asked.decision == "yes", each.decision == "yes") for was, now in zip(rows, told, strict=True)
            for asked, each in zip(was, now, strict=True)]  # fmt: skip
    frame = pl.DataFrame(flat, schema={"time": pl.Datetime("us", "UTC"), "asked": bool, "yes": bool}, orient="row")
    found = frame.group_by(pl.col("time").dt.truncate(step)).agg(pl.col("asked", "yes").sum())
    assert found["yes"].to_list() == [min(most, asked) for asked in found["asked"].to_list()]


def test_the_highest_of_one_call_come_first_and_a_column_may_name_the_period(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    bundle = structs.replace(BUNDLE, capacity=Capacity(most=1, per="colour"))
    low, high = logged("a", moment, 0.6, colour="red"), logged("b", moment, 0.9, colour="red")
    other, none = logged("c", moment, 0.7, colour="blue"), logged("d", moment, 0.7)
    with PredictionLog.open(tmp_path) as log:
        ((first, second, third, last),) = held(log, bundle, [low, high, other, none])
        assert [each.decision for each in (first, second, third, last)] == ["no", "yes", "yes", "yes"]
        assert first.why == "no room is left that colour: 1 a colour can be acted on"
        again = held(log, bundle, [structs.replace(low, id="e"), structs.replace(none, id="f")])
    assert [each.decision for each in again[0]] == ["no", "no"]


def test_a_ranking_is_limited_too_and_periods_that_may_not_be_logged_are_not_counted(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    worth = Worth(
        unit="USD", outcomes={"no": {"no": 0, "yes": 0}, "yes": {"no": -1, "yes": 1}}, top=Top(k=1, per="day")
    )
    ranking = structs.replace(BUNDLE, capacity=UNSET, worth=worth)
    personal = structs.replace(
        BUNDLE, capacity=Capacity(most=1, per="owner"), inputs=(Input(name="owner", kind="text", personal=True),)
    )
    rows = [logged(name, moment, 0.8) for name in "abc"]
    with PredictionLog.open(tmp_path) as log:
        assert [each.decision for each in held(log, ranking, rows, write=False)[0]] == ["yes", "no", "no"]
        assert [each.decision for each in held(log, personal, rows, write=False)[0]] == ["yes"] * 3


def test_what_could_not_be_written_gives_its_room_back(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC)

    async def ask(log: PredictionLog) -> list[str | float | None]:
        room = Room(log)
        first = await room.hold(BUNDLE, [logged(name, moment, 0.8) for name in "ab"])
        room.give_back(BUNDLE, first)
        return [each.decision for each in await room.hold(BUNDLE, [logged(name, moment, 0.8) for name in "cde"])]

    with PredictionLog.open(tmp_path) as log:
        assert asyncio.run(ask(log)) == ["yes", "yes", "no"]
