"""Tests stay on this machine: reaching or even looking up any other fails the test that tried."""

import ipaddress
import socket
import sys
from typing import Any


class NetworkUseError(RuntimeError):
    pass


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        sock, address = args
        here = not isinstance(address, tuple) or _is_here(address[0])
        # "Connecting" a datagram socket sends nothing; it is how programs learn their own address.
        if here or (event == "socket.connect" and sock.type == socket.SOCK_DGRAM):
            return
    elif event == "socket.getaddrinfo" and not _is_here(args[0]):
        address = args[:2]
    else:
        return
    raise NetworkUseError(f"A test tried to reach {address}; tests use addresses of this machine only.")


def pytest_configure() -> None:
    sys.addaudithook(_guard)
