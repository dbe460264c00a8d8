import time
from itertools import count
from threading import Event
from typing import Any

import pytest

from shipworthy.delivery.address import read_address
from shipworthy.delivery.line import Line
from shipworthy.delivery.load_test import load_test
from shipworthy.foundation.errors import RequestError, ServerError
from tests.delivery.servers import Reply, Seen, free_port, garbage, predicts, server

ROWS = [{"hour": 7}, {"hour": 8}]


def test_the_server_is_asked_as_often_as_was_said_and_then_no_more() -> None:
    with server(predicts) as running:
        found = load_test(running.address, ROWS, rate=100, seconds=1.0, connections=4, token="secret", timeout=60)
        before = len(running.seen)
        time.sleep(0.05)
        assert len(running.seen) == before
    assert (found.calls, found.answered, found.errors, found.asked_rate) == (100, 100, {}, 100)
    assert found.rate == pytest.approx(100 / found.seconds)
    # the last of a hundred calls was due no earlier
    assert found.seconds >= 0.99
    # one call to see whether the server is there, then each connection is warmed up
    asked = running.seen[1 + 2 * 4 :]
    assert sorted(each.body["rows"][0]["hour"] for each in asked) == [7] * 50 + [8] * 50
    assert len({each.port for each in asked}) <= 4
    assert all(each.headers["Authorization"] == "Bearer secret" for each in running.seen)
    p50, p99 = found.of("latency_p50"), found.of("latency_p99")
    slowest = found.of("latency_max")
    assert None not in (p50.value, p50.low, p50.high, p99.value, slowest.value)
    assert p50.low <= p50.value <= p50.high <= slowest.value  # type: ignore[operator]
    # a hundred calls do not say how slow the slowest in a hundred may be
    assert (p99.high, p99.n, p99.unit, p99.direction) == (None, 100, "s", "down")
    assert (found.of("errors").value, found.of("errors").n) == (0.0, 100)
    assert found.says.startswith("asked 100 times a second for 1 seconds, the server answered ")


def test_a_server_that_stood_still_is_not_forgiven_the_calls_that_were_not_made_meanwhile() -> None:
    number = count()

    def stalls_once(seen: Seen) -> Reply:
        if next(number) == 30:
            stalled[0] = True
            time.sleep(0.5)
            stalled[0] = False
        while stalled[0]:
            time.sleep(0.005)
        return predicts(seen)

    stalled = [False]
    with server(stalls_once) as running:
        found = load_test(running.address, ROWS, rate=100, seconds=1.5, connections=2, timeout=60)
    # half a second of the calls came due while it stood still: a sixth of all waited for more than 0.25 s
    p95 = found.of("latency_p95").value
    assert p95 is not None
    assert p95 > 0.25
    assert found.answered == 150


def test_without_a_rate_it_is_asked_as_often_as_it_answers() -> None:
    def takes_its_time(seen: Seen) -> Reply:
        time.sleep(0.01)
        return predicts(seen)

    with server(takes_its_time) as running:
        found = load_test(running.address, ROWS, seconds=0.6, connections=4, timeout=60)
    throughput = found.of("throughput")
    assert (found.asked_rate, throughput.value, throughput.unit) == (None, found.rate, "1/s")
    assert 4 < found.answered == found.calls == len(running.seen) - 1 - 2 * 4
    assert found.rate == pytest.approx(found.answered / found.seconds)
    # four connections that wait for their answers get no more than four in a hundredth of a second
    assert found.rate <= 400
    low = found.of("latency_p50").low
    assert low is not None
    assert low >= 0.01
    assert "as often as it could answer" in found.says


def test_calls_without_an_answer_are_counted_by_their_reason_and_take_no_part_in_the_times() -> None:
    number = count()

    def fails_now_and_then(seen: Seen) -> Reply:
        turn = next(number)
        if turn < 30 or turn % 4:
            return predicts(seen)
        return Reply({"what": "the disk is full"}, 507) if turn % 8 else Reply(hang_up=True)

    with server(fails_now_and_then) as running:
        found = load_test(running.address, ROWS, rate=100, seconds=1.0, connections=2)
    assert found.answered + sum(found.errors.values()) == found.calls == 100
    assert set(found.errors) >= {"status 507"}
    errors, p50 = found.of("errors"), found.of("latency_p50")
    assert errors.value == sum(found.errors.values()) / 100
    assert errors.low < errors.value < errors.high  # type: ignore[operator]
    assert p50.n == found.answered
    assert "got no answer, mostly:" in found.says


def test_a_server_that_answers_nothing_in_time_ends_the_test_too() -> None:
    over = Event()

    def first_only(seen: Seen) -> Reply:
        if len(running.seen) > 1:
            over.wait(60)
        return predicts(seen)

    with server(first_only) as running:
        found = load_test(running.address, ROWS[:1], rate=10, seconds=0.6, connections=2, timeout=1.0)
        over.set()
    assert (found.answered, found.calls, found.of("latency_p99").value) == (0, 6, None)
    # both connections wait for the first two, and while they wait for two more the last ones become too late
    assert any("no answer within 1 seconds" in reason for reason in found.errors)
    assert any("could not be sent" in reason for reason in found.errors)
    assert "answered none of 6 calls" in found.says


@pytest.mark.parametrize(
    "wrong", [{"rate": 0}, {"rate": float("nan")}, {"seconds": -1}, {"connections": 0}, {"timeout": float("inf")}]
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match="makes no sense") as caught:
        load_test("localhost:1", ROWS, **wrong)
    assert caught.value.where == next(iter(wrong))


def test_no_rows_no_server_and_rows_that_do_not_fit_are_told_before_the_test_begins() -> None:
    with pytest.raises(RequestError, match="needs rows"):
        load_test("localhost:1", [])
    with pytest.raises(ServerError, match="no model server is running"):
        load_test(f"127.0.0.1:{free_port()}", ROWS)
    with server(lambda _: Reply({"what": "bad", "errors": [{"row": 0}]}, 422)) as running, pytest.raises(RequestError):
        load_test(running.address, ROWS)
    assert len(running.seen) == 1


def test_what_is_no_http_is_an_error_like_others() -> None:
    with garbage() as address:
        line = Line(read_address(address), 1.0)
        with pytest.raises(ConnectionAbortedError, match="no HTTP"):
            line.ask(b"POST / HTTP/1.1\r\n\r\n")
        line.close()
