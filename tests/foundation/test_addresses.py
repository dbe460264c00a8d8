"""Addresses to listen on."""

import socket

import pytest

from shipworthy.foundation.addresses import address_of, host_of, is_loopback, listen
from shipworthy.foundation.errors import RequestError


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "localhost", "board.localhost", "::1", "[::1]", "LOCALHOST"]
)
def test_what_only_this_machine_can_reach(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "127.0.0.1.example.org", ""])
def test_what_others_may_reach(host: str) -> None:
    assert not is_loopback(host)


def test_a_free_port_is_taken_and_told_as_one_types_it() -> None:
    with listen("127.0.0.1", 0) as taken, socket.create_connection(taken.getsockname()):
        assert address_of(taken) == f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(RequestError, match="in use") as told:
        listen("127.0.0.1", taken.getsockname()[1])
    assert "--port 0" in told.value.next_step


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(RequestError, match="no such port"):
        listen("127.0.0.1", port)


def test_the_host_of_a_header_is_read_without_its_port() -> None:
    assert [host_of(one) for one in ("a.b:80", "a.b", "[::1]:80", "::1")] == ["a.b", "a.b", "::1", ""]
