"""Addresses to listen on: which of them only this machine can reach, and whether one is free."""

import ipaddress
import socket
from typing import Final

from shipworthy.foundation.errors import RequestError

_WAITING: Final = 2048


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_of(header: str) -> str:
    """The host in a `Host` header, without its port.

    >>> host_of("127.0.0.1:8080"), host_of("[::1]:8080"), host_of("example.org")
    ('127.0.0.1', '::1', 'example.org')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def address_of(listening: socket.socket) -> str:
    """The address of a listening socket, as one types it into a browser."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Takes an address, so that nobody else can between looking and using it.

    Args:
        host: name or address of this machine.
        port: 0 takes any free one.

    Raises:
        RequestError: when the port is in use or may not be used, or the host is not of this machine.
    """
    if not (0 <= port <= 65_535):
        step = "choose one with --port; --port 0 takes a free one"
        raise RequestError("there is no such port", where="--port", seen=port, allowed="0 to 65535", next_step=step)
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _no_such_host(host, error) from error
    try:
        # a port that was used a moment ago may be used again; one that is listened on may not
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
        taken.listen(_WAITING)
    except OSError as error:
        taken.close()
        raise _refused(host, port, error) from error
    return taken


def _refused(host: str, port: int, error: OSError) -> RequestError:
    if isinstance(error, PermissionError):
        step = "choose a port above 1023 with --port"
        return RequestError("this port may not be used", where="--port", seen=port, next_step=step)
    if error.errno is not None and "in use" in str(error).lower():
        step = "stop what listens there, or choose another with --port; --port 0 takes a free one"
        return RequestError("this port is in use", where="--port", seen=port, next_step=step)
    return _no_such_host(host, error)


def _no_such_host(host: str, error: OSError) -> RequestError:
    return RequestError(
        "this is no address of this machine",
        where="--host",
        seen=host,
        allowed=str(error.strerror or "an address of this machine"),
        next_step="127.0.0.1 is reached from this machine only, 0.0.0.0 from everywhere",
    )
