"""What other protocols are told of several classes and of numbers, and of rows that nobody has decided yet."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.spec import Task
from shipworthy.server import mlflow, oip
from shipworthy.server.answers import Answer, Answered, Status
from shipworthy.server.desk import Desk
from shipworthy.server.metrics import Metrics

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CLASSES = Task(kind="multiclass", classes=("a", "b", "c"))
NUMBERS = Task(kind="regression", unit="min")
BODY = {"inputs": [{"name": "size", "shape": [2], "datatype": "FP64", "data": [1, 2]}]}


class Told:
    """Answers what it is told to answer; a model of several classes would tell the protocols no more."""

    def __init__(self, task: Task, *answers: tuple[Any, Any, Any]) -> None:
        self.bundle = Bundle(
            project="p", version=1, candidate="c", task=task, inputs=(Input(name="size", kind="number"),)
        )
        self._answers = tuple(
            Answer(id=f"{place}", version=1, level="act", time=NOW, score=score, decision=decision, route=route)
            for place, (score, decision, route) in enumerate(answers)
        )

    async def predict(self, rows: list[Any]) -> Answered:
        assert len(rows) == len(self._answers)
        return Answered(model="p", version=1, answers=self._answers)

    def status(self) -> Status:
        return Status(ready=True, project="p", level="act", mode="model", started=NOW, made_with="0", champion=1)


def post(desk: Told, path: str, body: Any) -> Any:
    """The answer of the protocols' paths, without a server around them."""
    known = cast(Desk, desk)
    app = Starlette(routes=[*mlflow.routes(known), *oip.routes(known)])
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    asyncio.run(app(scope, receive, send))
    return json.loads(sent[1]["body"])


def outputs(desk: Told) -> dict[str, Any]:
    return {each["name"]: each for each in post(desk, "/v2/models/p/infer", BODY)["outputs"]}


def test_several_classes_have_a_score_each_and_none_where_the_model_did_not_answer() -> None:
    desk = Told(CLASSES, ([0.2, 0.3, 0.5], "c", "model"), (None, None, "review"))
    told = outputs(desk)
    assert told["score"]["shape"] == [2, 3]
    assert told["score"]["data"] == [0.2, 0.3, 0.5, None, None, None]
    assert told["decision"]["data"] == ["c", ""]
    assert told["route"]["data"] == ["model", "review"]
    invoked = post(desk, "/invocations", {"instances": [{"size": 1}, {"size": 2}]})
    assert invoked["predictions"] == [[0.2, 0.3, 0.5], None]
    assert invoked["decisions"] == ["c", None]


def test_numbers_are_numbers_and_null_where_nobody_has_decided() -> None:
    told = outputs(Told(NUMBERS, (4.5, 4.5, "model"), (None, None, "review")))
    assert (told["score"]["datatype"], told["score"]["data"]) == ("FP64", [4.5, None])
    assert (told["decision"]["datatype"], told["decision"]["data"]) == ("FP64", [4.5, None])


@pytest.mark.parametrize("reasons", [29, 30, 100])
def test_reasons_are_counted_apart_until_there_are_too_many(reasons: int) -> None:
    metrics = Metrics()
    answers = [
        Answer(id=f"{place}", version=1, level="act", time=NOW, route="fallback", why=f"reason {place}")
        for place in range(reasons)
    ]
    metrics.answered(answers)
    metrics.answered(answers)
    families = text_string_to_metric_families(metrics.text().decode())
    counted = {
        each.labels["reason"]: each.value
        for family in families
        for each in family.samples
        if each.name == "shipworthy_rows_not_by_model_total"
    }
    assert len(counted) == min(reasons, 31)
    assert sum(counted.values()) == 2 * reasons
    assert counted.get("other", 0) == 2 * max(0, reasons - 30)
