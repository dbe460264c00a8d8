"""Where a model server is, as people write it."""

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from shipworthy.foundation.errors import RequestError


@dataclass(frozen=True)
class Address:
    """An address taken apart.

    Attributes:
        host: name or number of the machine.
        port: where it listens.
        secure: True when it is asked over TLS.
        prefix: path that all of the server's paths stand under; empty when there is none.
    """

    host: str
    port: int
    secure: bool = False
    prefix: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.prefix}"

    def connection(self, timeout: float) -> HTTPConnection:
        """A connection that is opened by its first request."""
        if self.secure:
            return HTTPSConnection(self.host, self.port, timeout=timeout, context=ssl.create_default_context())
        return HTTPConnection(self.host, self.port, timeout=timeout)


def read_address(text: str) -> Address:
    """Reads an address such as `http://127.0.0.1:8080` or `models.example.org:8080`.

    Raises:
        RequestError: when it cannot be understood.

    >>> read_address("localhost:8080")
    Address(host='localhost', port=8080, secure=False, prefix='')
    >>> str(read_address("https://example.org/late/"))
    'https://example.org:443/late'
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        raise _misfit(text) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise _misfit(text)
    secure = parts.scheme == "https"
    return Address(parts.hostname, port or (443 if secure else 80), secure, parts.path.rstrip("/"))


def _misfit(text: str) -> RequestError:
    return RequestError(
        "this is no address of a model server",
        seen=text,
        allowed="http:// or https://, a host and a port, such as http://127.0.0.1:8080",
        next_step="copy the address that `shipworthy serve` printed",
    )
