"""The protocols over real HTTP, asked as their own clients ask."""

import json
import warnings
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest
from prometheus_client.parser import text_string_to_metric_families

from shipworthy.server import mlflow as mlflow_paths
from shipworthy.server import oip
from shipworthy.server.app import own_routes
from shipworthy.server.desk import Desk
from shipworthy.store.deployments import bundle_folder
from tests.server.nursery import Nursery
from tests.server.ships import ROW, Running, deploy, eventually, make_project, own, serve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own hints, while it is imported
    import mlflow.pyfunc
    from mlflow.deployments import PredictionsResponse

SPLIT = {"dataframe_split": {"columns": list(ROW), "data": [list(ROW.values())]}}
SIZES = {"name": "size", "shape": [2, 1], "datatype": "FP64", "data": [1.0, 3.0]}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("boats"), 0.7, 0.4, previous=2)


@pytest.fixture(scope="module")
def server(project: Path, nursery: Nursery) -> Iterator[Running]:
    with serve(project, nursery.start) as running:
        yield running


def raw(server: Running, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
    connection = HTTPConnection(*server.place, timeout=30)
    try:
        connection.request(method, path, body=body or None, headers={"Content-Type": kind} if kind else {})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("content-type", ""), answer.read().decode()
    finally:
        connection.close()


def invoke(server: Running, payload: Any) -> tuple[int, Any]:
    status, _, told = raw(server, "POST", "/invocations", json.dumps(payload).encode(), "application/json")
    return status, json.loads(told)


def infer(server: Running, request: Any, path: str = "/v2/models/boats/infer") -> tuple[int, Any]:
    return server.ask("POST", path, request)


def test_mlflow_is_answered_what_the_bundles_own_pyfunc_model_answers(server: Running, project: Path) -> None:
    rows = [ROW, {**ROW, "size": 5.0, "colour": None}]
    frame = pd.DataFrame(rows).assign(at=pd.Timestamp(2024, 5, 1, 6))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions and hints of MLflow
        theirs = mlflow.pyfunc.load_model(str(bundle_folder(own(project), 1))).predict(frame)
    status, told = invoke(server, {"dataframe_records": rows, "params": {"x": 1}})
    assert status == 200
    assert told["predictions"] == list(theirs)
    read = PredictionsResponse.from_json(json.dumps(told))  # type: ignore[no-untyped-call]
    assert list(read.get_predictions()[0]) == list(theirs)
    assert told["decisions"] == ["yes", "yes"]
    assert told["routes"] == ["model", "model"]
    assert len(set(told["ids"])) == 2


def test_mlflow_may_send_csv(server: Running) -> None:
    body = pd.DataFrame([ROW]).to_csv().encode()
    for kind in ("text/csv", "text/csv; charset=UTF-8"):
        status, _, told = raw(server, "POST", "/invocations", body, kind)
        assert (status, json.loads(told)["predictions"]) == (200, [0.7])


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("application/vnd.apache.parquet", "content types"),
        ("text/csv; charset=latin-1", "UTF-8"),
        ("application/json; format=pandas", "format"),
        ("", "content types"),
    ],
)
def test_mlflow_hears_of_content_types_in_plain_text(server: Running, kind: str, says: str) -> None:
    status, given, told = raw(server, "POST", "/invocations", b"{}", kind)
    assert (status, given.partition(";")[0]) == (415, "text/plain")
    assert says in told


def test_mlflow_hears_of_errors_in_its_own_form(server: Running) -> None:
    assert invoke(server, [1]) == (400, {"error_code": "BAD_REQUEST", "message": invoke(server, [1])[1]["message"]})
    status, told = invoke(server, {"dataframe_records": [ROW, {**ROW, "size": "big"}]})
    assert (status, told["error_code"]) == (400, "BAD_REQUEST")
    assert [(each["row"], each["field"], each["seen"]) for each in told["errors"]] == [(1, "size", "big")]


def test_mlflow_asks_how_we_are(server: Running) -> None:
    assert raw(server, "GET", "/ping")[::2] == (200, "\n")
    assert raw(server, "GET", "/version")[::2] == (200, version("mlflow-skinny"))
    assert raw(server, "GET", "/health")[0] == 200


def test_the_inference_protocol_describes_server_and_model(server: Running) -> None:
    assert server.ask("GET", "/v2")[1]["name"] == "shipworthy"
    assert server.ask("GET", "/v2/health/live") == (200, {"live": True})
    assert server.ask("GET", "/v2/health/ready") == (200, {"ready": True})
    status, told = server.ask("GET", "/v2/models/boats")
    assert status == 200
    assert told == server.ask("GET", "/v2/models/boats/versions/1")[1]
    assert told["versions"] == ["1"]
    assert [each["datatype"] for each in told["inputs"]] == ["FP64", "BYTES", "BYTES", "BYTES"]
    assert [each["name"] for each in told["outputs"]] == ["score", "decision", "id", "route"]
    for path in ("/v2/models/boats/ready", "/v2/models/boats/versions/1/ready"):
        assert server.ask("GET", path) == (200, {"name": "boats", "ready": True})


def test_tensors_are_answered_with_tensors(server: Running) -> None:
    colours = {"name": "colour", "shape": [2], "datatype": "BYTES", "data": ["red", None]}
    status, told = infer(server, {"id": "42", "inputs": [SIZES, colours], "parameters": {"x": 1}})
    assert status == 200
    assert (told["model_name"], told["model_version"], told["id"]) == ("boats", "1", "42")
    outputs = {each["name"]: each for each in told["outputs"]}
    assert all(each["shape"] == [2, 1] for each in outputs.values())
    assert outputs["score"]["data"] == [0.7, 0.7]
    assert outputs["decision"] == {
        "name": "decision",
        "shape": [2, 1],
        "datatype": "BYTES",
        "parameters": {"content_type": "str"},
        "data": ["yes", "yes"],
    }
    path = "/v2/models/boats/versions/1/infer"
    status, told = infer(server, {"inputs": [SIZES], "outputs": [{"name": "route"}]}, path)
    assert [(each["name"], each["data"]) for each in told["outputs"]] == [("route", ["model", "model"])]
    assert "id" not in told


@pytest.mark.parametrize(
    ("path", "request_", "status", "says"),
    [
        ("/v2/models/cars/infer", {"inputs": [SIZES]}, 404, "no model of that name"),
        ("/v2/models/boats/versions/2/infer", {"inputs": [SIZES]}, 404, "that version is not live"),
        ("/v2/models/boats/infer", {"inputs": []}, 400, "empty"),
        ("/v2/models/boats/infer", {"inputs": [{**SIZES, "shape": [3]}]}, 400, "do not fit its shape"),
        ("/v2/models/boats/infer", {"inputs": [{**SIZES, "data": ["a", "b"]}]}, 400, "is no FP64"),
        ("/v2/models/boats/infer", {"inputs": [SIZES], "outputs": [{"name": "x"}]}, 400, "no such output"),
        ("/v2/models/boats/infer", {"inputs": [{**SIZES, "name": "weight"}]}, 400, "size"),
    ],
)
def test_the_inference_protocol_refuses_in_its_own_form(
    server: Running, path: str, request_: Any, status: int, says: str
) -> None:
    seen, told = infer(server, request_, path)
    assert (seen, list(told)) == (status, ["error"])
    assert says in told["error"]


def test_binary_tensors_are_refused_with_what_to_tell_the_client(server: Running) -> None:
    headers = {"Inference-Header-Content-Length": "10"}
    status, told = server.ask("POST", "/v2/models/boats/infer", {"inputs": [SIZES]}, headers)
    assert status == 400
    assert "binary_data=False" in told["error"]


def test_a_version_that_is_not_live_is_not_described(server: Running) -> None:
    for path in ("/v2/models/boats/versions/2", "/v2/models/boats/versions/2/ready", "/v2/models/cars/ready"):
        status, told = server.ask("GET", path)
        assert (status, list(told)) == (404, ["error"])


def test_the_description_names_every_path_that_is_answered(server: Running) -> None:
    _, told = server.ask("GET", "/openapi.json")
    desk = cast(Desk, None)  # nothing is asked of it to name its paths
    routes = [*own_routes(desk), *mlflow_paths.routes(desk), *oip.routes(desk)]
    answered = {(each.path, method.lower()) for each in routes for method in (each.methods or ()) if method != "HEAD"}
    answered |= {(path, "get") for path in ("/metrics", "/openapi.json", "/docs")}
    assert {(path, method) for path, each in told["paths"].items() for method in each} == answered
    assert all(
        not each["summary"].startswith(("GET ", "POST ")) for path in told["paths"].values() for each in path.values()
    )


def test_the_description_is_whole_and_rows_are_described_by_what_was_learned_from(server: Running) -> None:
    _, told = server.ask("GET", "/openapi.json")
    assert told["openapi"].startswith("3.1.")
    names = set(told["components"]["schemas"])
    assert {each.rpartition("/")[2] for each in _references(told)} <= names
    row = told["components"]["schemas"]["Row"]
    assert row["required"] == ["size"]
    assert row["properties"]["size"]["type"] == "number"
    assert "between 1 and 9" in row["properties"]["size"]["description"]
    assert row["properties"]["colour"]["examples"] == ["red", "blue"]
    assert "examples" not in row["properties"]["owner"]
    assert told["components"]["schemas"]["Outcome"]["properties"]["outcome"]["enum"] == ["no", "yes", None]
    identifiers = [each["operationId"] for path in told["paths"].values() for each in path.values()]
    assert len(set(identifiers)) == len(identifiers)


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [part["$ref"]] if "$ref" in part else [each for value in part.values() for each in _references(value)]
    return [each for value in part for each in _references(value)] if isinstance(part, list) else []


def test_the_page_stands_alone_and_its_example_works(server: Running) -> None:
    status, kind, page = raw(server, "GET", "/docs")
    assert (status, kind.partition(";")[0]) == (200, "text/html")
    assert "<script" not in page
    assert "https://" not in page
    assert [page.index(f"<td><code>{name}</code></td>") for name in ROW] == sorted(
        page.index(f"<td><code>{name}</code></td>") for name in ROW
    )
    body = page.partition("-d &#x27;")[2].partition("&#x27;</pre>")[0].replace("&quot;", '"')
    assert server.ask("POST", "/predict", json.loads(body))[0] == 200


def test_prometheus_finds_calls_rows_and_what_is_live(server: Running) -> None:
    before = series(server)
    server.predict(ROW, ROW)
    server.ask("GET", "/made/up/by/a/client")
    after = series(server)

    def grown(name: str, **labels: str) -> float:
        key = (name, tuple(sorted(labels.items())))
        return after[key] - before.get(key, 0.0)

    assert grown("shipworthy_requests_total", path="/predict", status="200") == 1
    assert grown("shipworthy_requests_total", path="(unknown)", status="404") == 1
    assert grown("shipworthy_request_seconds_count", path="/predict") == 1
    assert grown("shipworthy_rows_total", route="model") == 2
    assert grown("shipworthy_log_write_seconds_count") >= 1
    assert after["shipworthy_version", (("role", "champion"),)] == 1
    assert after["shipworthy_version", (("role", "previous"),)] == 2
    assert ("shipworthy_version", (("role", "shadow"),)) not in after
    assert after["shipworthy_ready", ()] == 1
    assert not any("made/up" in str(labels) for _, labels in after)


def series(server: Running) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    status, _, text = raw(server, "GET", "/metrics")
    assert status == 200
    families = text_string_to_metric_families(text)
    return {(each.name, tuple(sorted(each.labels.items()))): each.value for one in families for each in one.samples}


def test_while_the_fallback_answers_every_protocol_says_so(tmp_path: Path, nursery: Nursery) -> None:
    project = make_project(tmp_path, 0.7, mode="fallback", why="the feed is broken")
    with serve(project, nursery.start) as server:
        status, told = invoke(server, SPLIT)
        assert (status, told["predictions"], told["decisions"], told["routes"]) == (200, [None], ["yes"], ["fallback"])
        outputs = {each["name"]: each["data"] for each in infer(server, {"inputs": [SIZES]})[1]["outputs"]}
        assert (outputs["score"], outputs["decision"]) == ([None, None], ["no", "yes"])
        now = series(server)
        assert now["shipworthy_rows_not_by_model_total", (("reason", "the feed is broken"),)] == 3
        assert now["shipworthy_fallback", ()] == 1
        deploy(project, champion=None)
        eventually(lambda: raw(server, "GET", "/ping")[0] == 404)
        assert invoke(server, SPLIT)[1]["error_code"] == "TEMPORARILY_UNAVAILABLE"
        assert server.ask("GET", "/v2/health/ready") == (503, {"ready": False})
        assert infer(server, {"inputs": [SIZES]})[0] == 503
        assert server.ask("GET", "/openapi.json")[1]["components"]["schemas"]["Row"] == {"type": "object"}


def test_a_token_is_asked_for_by_every_protocol(tmp_path: Path, nursery: Nursery) -> None:
    project = make_project(tmp_path, 0.7)
    with serve(project, nursery.start, "--token", "secret") as server:
        for method, path in (("POST", "/invocations"), ("POST", "/v2/models/boats/infer"), ("GET", "/metrics")):
            assert server.ask(method, path)[0] == 401
        headers = {"Authorization": "Bearer secret", "Content-Type": "application/json"}
        assert server.ask("POST", "/invocations", SPLIT, headers)[0] == 200
        assert raw(server, "GET", "/ping")[0] == 200
