import time
from threading import Event
from typing import Any

import pytest

from shipworthy.delivery.address import read_address
from shipworthy.delivery.client import Client
from shipworthy.delivery.connection import RowsRefusedError
from shipworthy.foundation.errors import RequestError, ServerError
from tests.delivery.servers import Reply, Seen, free_port, garbage, predicts, server

ROWS: list[dict[str, Any]] = [{"hour": 7, "origin": "EWR"}, {"hour": None, "origin": "JFK"}]


def test_rows_are_answered_in_their_order_under_their_ids() -> None:
    with server(predicts) as running, Client(running.address, token="secret") as client:
        assert [each["id"] for each in client.predict(ROWS, ["a", "b"])] == ["a", "b"]
        assert (client.predict([]), client.outcomes([])) == ([], {"fates": {}, "outcomes": []})
    (seen,) = running.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/predict", {"rows": ROWS, "ids": ["a", "b"]})
    assert seen.headers["Authorization"] == "Bearer secret"


def test_a_connection_is_kept_and_no_token_is_sent_when_there_is_none() -> None:
    with server(predicts) as running, Client(f"{running.address}/") as client:
        for _ in range(5):
            client.predict(ROWS)
    assert len({each.port for each in running.seen}) == 1
    assert not any("Authorization" in each.headers for each in running.seen)


def test_a_call_whose_answer_got_lost_is_sent_again_under_the_same_ids() -> None:
    def forgetful(seen: Seen) -> Reply:
        return Reply(hang_up=True) if len(running.seen) == 1 else predicts(seen)

    with server(forgetful) as running, Client(running.address) as client:
        answers = client.predict(ROWS)
    first, second = running.seen
    assert first.body == second.body
    assert [each["id"] for each in answers] == second.body["ids"]
    assert len(set(second.body["ids"])) == 2


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again() -> None:
    with server(lambda seen: Reply(predicts(seen).body, close=True)) as running, Client(running.address) as client:
        for _ in range(3):
            assert len(client.predict(ROWS)) == 2
            time.sleep(0.02)
    assert len(running.seen) == 3


def test_a_server_that_hangs_up_every_time_is_told() -> None:
    with (
        server(lambda _: Reply(hang_up=True)) as running,
        Client(running.address) as client,
        pytest.raises(ServerError, match="cannot be reached") as caught,
    ):
        client.predict(ROWS)
    assert (caught.value.where, len(running.seen)) == (running.address, 2)


def test_what_speaks_no_http_is_told() -> None:
    with garbage() as address, Client(address) as client, pytest.raises(ServerError, match="cannot be reached"):
        client.predict(ROWS)


def test_a_server_that_is_not_there_is_told_and_is_not_ready_and_may_come_later() -> None:
    port = free_port()
    with Client(f"127.0.0.1:{port}") as client:
        assert client.ready() is False
        with pytest.raises(ServerError, match="no model server is running") as caught:
            client.predict(ROWS)
        assert "shipworthy serve" in caught.value.next_step
        with pytest.raises(ServerError):
            client.health()
        with server(predicts, port):
            assert len(client.predict(ROWS)) == 2


def test_a_server_that_is_slow_is_not_asked_twice() -> None:
    late = Event()

    def slow(seen: Seen) -> Reply:
        if len(running.seen) == 1:
            late.wait(60)
        return predicts(seen)

    with server(slow) as running, Client(running.address, timeout=1.0) as client:
        with pytest.raises(ServerError, match="did not answer in time") as caught:
            client.predict(ROWS)
        assert (len(running.seen), caught.value.seen) == (1, "no answer within 1 seconds")
        late.set()
        # the late answer to the first call must not be taken for the second one's
        assert [each["id"] for each in client.predict(ROWS, ["c", "d"])] == ["c", "d"]


REFUSED = {"row": 1, "field": "hour", "what": "a number is needed", "seen": "many", "allowed": "0 to 23"}


@pytest.mark.parametrize("name", ["fields", "errors"])
def test_rows_that_do_not_fit_are_named_value_by_value(name: str) -> None:
    told = {"error": "RequestError", "what": "a row cannot be answered for", "next": "mend it", name: [REFUSED]}
    with server(lambda _: Reply(told, 422)) as running, Client(running.address) as client:
        assert client.refusals(ROWS) == [REFUSED]
        with pytest.raises(RowsRefusedError) as caught:
            client.outcomes([{"id": "a", "outcome": 3}])
    assert (caught.value.fields, caught.value.what, caught.value.seen) == ([REFUSED], told["what"], "many")
    assert (caught.value.allowed, caught.value.next_step) == ("0 to 23", "mend it")
    assert "row 1, hour" in caught.value.where


def test_good_rows_have_no_refusals() -> None:
    with server(predicts) as running, Client(running.address) as client:
        assert client.refusals(ROWS) == []


@pytest.mark.parametrize(
    ("status", "body", "kind", "what"),
    [
        (400, {"what": "there are too many ids", "seen": "3", "allowed": "2"}, RequestError, "too many ids"),
        (401, {"what": "no token"}, RequestError, "does not know this token"),
        (404, {"message": "there is no prediction of that id"}, RequestError, "no prediction of that id"),
        (409, {"error": "something else under this id"}, RequestError, "something else under this id"),
        (422, {"what": "that is no row"}, RequestError, "that is no row"),
        (500, [], ServerError, "status 500"),
        (503, {"what": "nothing is live yet", "next": "ship"}, ServerError, "nothing is live yet"),
        (507, {"what": "the disk is full"}, ServerError, "the disk is full"),
        (200, b"<html>hello</html>", ServerError, "no model server"),
        (200, [], ServerError, "no model server"),
        (204, {}, ServerError, "no model server"),
        (200, {"predictions": [{}]}, ServerError, "did not answer for every row"),
        (200, {"answers": []}, ServerError, "did not answer for every row"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_own_words(status: int, body: Any, kind: type, what: str) -> None:
    with (
        server(lambda _: Reply(body, status)) as running,
        Client(running.address) as client,
        pytest.raises((RequestError, ServerError), match=what) as caught,
    ):
        client.predict(ROWS)
    assert type(caught.value) is kind
    assert running.address in caught.value.where
    assert caught.value.next_step


def test_outcomes_and_explanations_are_passed_on() -> None:
    told = {"fates": {"recorded": 1}, "outcomes": [{"id": "a", "fate": "recorded"}]}
    posted = [{"id": "a", "outcome": "yes", "time": "2026-01-01T00:00:00Z"}]
    with server(lambda _: Reply(told)) as running, Client(running.address) as client:
        assert client.outcomes(posted) == told
        client.explain(id="a")
        client.explain(row=ROWS[0])
        with pytest.raises(RequestError, match="either an id or a row"):
            client.explain()
        with pytest.raises(RequestError, match="either an id or a row"):
            client.explain(id="a", row=ROWS[0])
    assert [(each.path, each.body) for each in running.seen] == [
        ("/outcomes", {"outcomes": posted}),
        ("/explain", {"id": "a"}),
        ("/explain", {"row": ROWS[0]}),
    ]


def test_readiness_and_health_are_told_in_trouble_too() -> None:
    told = {"ready": False, "troubles": ["the disk is full"]}
    with server(lambda _: Reply(told, 503)) as running, Client(running.address) as client:
        assert (client.ready(), client.health()) == (False, told)
    with server(lambda _: Reply({"ready": True})) as running, Client(running.address) as client:
        assert (client.ready(), client.health()) == (True, {"ready": True})
    with server(lambda _: Reply({}, 404)) as running, Client(running.address) as client, pytest.raises(RequestError):
        client.health()


def test_a_server_may_stand_under_a_path_and_on_the_newer_protocol() -> None:
    with server(predicts) as running, Client(f"{running.address}/late/") as client:
        client.predict(ROWS)
    assert running.seen[0].path == "/late/predict"
    assert str(read_address("http://[::1]:8080")) == "http://[::1]:8080"


@pytest.mark.parametrize(
    "text", ["", "ftp://host", "http://", "host:port", "http://a:99999", "http://me:pw@host", "x?y"]
)
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(RequestError, match="no address") as caught:
        Client(text)
    assert "shipworthy serve" in caught.value.next_step
