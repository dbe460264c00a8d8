"""The cheapest way to ask a server over and over: bytes made beforehand over one socket."""

import socket
import ssl
from typing import Any

import httptools
import msgspec

from shipworthy.delivery.address import Address


def request_bytes(address: Address, path: str, body: Any, token: str) -> bytes:
    """A whole POST request as it goes over the wire."""
    content = msgspec.json.encode(body)
    host = f"[{address.host}]" if ":" in address.host else address.host
    head = [
        f"POST {address.prefix}{path} HTTP/1.1",
        f"Host: {host}:{address.port}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
    ]
    if token:
        head.append(f"Authorization: Bearer {token}")
    return "\r\n".join([*head, "", ""]).encode() + content


class Line:
    """One kept connection, for one thread; opened by the first request, and again after one that failed.

    Args:
        address: of the server.
        timeout: seconds after which an answer is no longer waited for.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> int:
        """Sends a request and reads the whole answer.

        Returns:
            Its HTTP status.

        Raises:
            OSError: when there is no answer, in time.
        """
        try:
            self._socket = self._socket or self._opened()
            self._socket.sendall(request)
            answer = _Answer()
            while not answer.complete:
                data = self._socket.recv(65_536)
                if not data:
                    raise ConnectionResetError("the server closed the connection")
                answer.feed(data)
        except OSError:
            self.close()
            raise
        if not answer.kept:
            self.close()
        return answer.status

    def close(self) -> None:
        """Closes the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _opened(self) -> socket.socket:
        place = (self._address.host, self._address.port)
        opened = socket.create_connection(place, timeout=self._timeout)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self._address.secure:
            return opened
        return ssl.create_default_context().wrap_socket(opened, server_hostname=self._address.host)


class _Answer:
    """Listens to the parser; httptools calls the methods by their names."""

    def __init__(self) -> None:
        self.complete = False
        self.kept = True
        self.status = 0
        self._parser = httptools.HttpResponseParser(self)

    def feed(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            raise ConnectionAbortedError(f"what came back is no HTTP: {error}") from error

    def on_message_complete(self) -> None:
        self.complete = True
        self.kept = self._parser.should_keep_alive()
        self.status = self._parser.get_status_code()
