"""Who may ask: this machine only, or whoever knows the token; and no more than a call may bring."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shipworthy.foundation.addresses import host_of, is_loopback
from shipworthy.foundation.errors import RequestError
from shipworthy.server.refusals import Foreign, NotAllowed, TooLarge
from shipworthy.server.told import refused

TOKEN_VARIABLE: Final = "SHIPWORTHY_TOKEN"

OPEN: Final = frozenset({"/ready", "/ping", "/v2/health/live", "/v2/health/ready"})
"""Paths that whoever watches over the process may ask without a token; they say yes or no."""


def must_be_safe(host: str, token: str) -> None:
    """Refuses to let others in without a token.

    Raises:
        RequestError: when the host can be reached from other machines and there is no token, or the token is none.
    """
    if not is_loopback(host) and not token:
        raise RequestError(
            "other machines can reach this address, and anybody could ask",
            where="--host",
            seen=host,
            allowed="127.0.0.1, or a token that callers have to know",
            next_step=f"set {TOKEN_VARIABLE} to a long random text (or give --token), or leave --host out",
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise RequestError(
            "this token cannot be sent in a header",
            where="--token",
            allowed="letters, digits and signs, without spaces",
            next_step="make one with `openssl rand -hex 32`",
        )


class Guard:
    """Turns away calls without the token, calls that a foreign web page made a browser send, and bodies too large.

    Args:
        app: that answers.
        token: that callers have to know; empty when only this machine can call.
        body: most bytes in a call.
    """

    def __init__(self, app: ASGIApp, token: str, body: int) -> None:
        self._app = app
        self._token = token.encode()
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, or answers why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        error = self._refusal(scope["path"], Headers(scope=scope))
        if error is not None:
            await refused(error)(scope, receive, send)
            return
        await self._app(scope, self._bounded(receive), send)

    def _refusal(self, path: str, headers: Mapping[str, str]) -> RequestError | None:
        if not self._token:
            return _foreign(headers) or self._too_large(headers)
        return self._too_large(headers) if path in OPEN or self._is_known(headers) else _unknown(headers)

    def _is_known(self, headers: Mapping[str, str]) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        # constant time: how long it takes tells nothing of the token
        return kind.lower() == "bearer" and compare_digest(given.strip().encode(), self._token)

    def _too_large(self, headers: Mapping[str, str]) -> TooLarge | None:
        length = headers.get("content-length", "")
        return self._oversized(length) if length.isdigit() and int(length) > self._body else None

    def _bounded(self, receive: Receive) -> Receive:
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._body:
                raise self._oversized(f"more than {taken}")
            return message

        return bounded

    def _oversized(self, seen: str) -> TooLarge:
        step = "send the rows in several calls, or use `shipworthy score` for a whole file"
        return TooLarge("the body is too large", seen=f"{seen} bytes", allowed=f"{self._body} bytes", next_step=step)


def _unknown(headers: Mapping[str, str]) -> NotAllowed:
    return NotAllowed(
        "this server answers only those who know its token",
        where="header Authorization",
        seen="another token" if "authorization" in headers else "no token",
        allowed="Bearer and the token",
        next_step=f"send `Authorization: Bearer …` with the token that the server was started with ({TOKEN_VARIABLE})",
    )


def _foreign(headers: Mapping[str, str]) -> Foreign | None:
    """Web pages of others may not ask through a browser on this machine."""
    host, origin = host_of(headers.get("host", "localhost")), headers.get("origin", "")
    if is_loopback(host) and (not origin or is_loopback(urlsplit(origin).hostname or "")):
        return None
    return Foreign(
        "this server answers programs on this machine only",
        where="header Origin" if origin else "header Host",
        seen=origin or host,
        allowed="localhost",
        next_step="ask it at 127.0.0.1, or start it with --host and a token to let others in",
    )
