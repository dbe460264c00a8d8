"""Who may look and who may act: the token, the session, forms of our own pages, and what browsers may do."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shipworthy.board.visitors import ANYBODY, Visitor, Visitors
from shipworthy.foundation.addresses import host_of, is_loopback

COOKIE: Final = "shipworthy_board"
ENTER: Final = "/enter"
MOST_BYTES: Final = 256 * 1024
OPEN: Final = ("/style-", "/invited/", "/password/", f"{ENTER}/")
"""Addresses that those can ask for who are not in."""

_NOT_YOURS: Final = "This is not for you to see or do. What you were let in for is where you came in.\n"
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    # not no-referrer: then browsers would post forms with the origin "null"
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class RefusedError(Exception):
    """A form that was not sent from our own page, or cannot be read.

    Args:
        status: HTTP status.
        says: why, and what to do, in plain sentences.
    """

    def __init__(self, status: int, says: str) -> None:
        self.status = status
        super().__init__(says)


@dataclass(frozen=True)
class Keys:
    """What tells our own cookies and forms from others; new in every process.

    Attributes:
        token: asked for at the door; empty lets everybody in who can reach the board.
        secret: signs sessions and forms.
    """

    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def session(self) -> str:
        """A new session for a cookie."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('session', name)}"

    def known(self, session: str) -> bool:
        """Whether a session is one of ours."""
        name, _, signature = session.partition(".")
        return hmac.compare_digest(signature.encode(), self._sign("session", name).encode())

    def form(self, session: str) -> str:
        """What a form of this session has to bring along."""
        return self._sign("form", session)

    def is_token(self, token: str) -> bool:
        """Whether this is the token, in a time that does not tell how much of it was right."""
        return hmac.compare_digest(self._sign("token", token).encode(), self._sign("token", self.token).encode())

    def _sign(self, use: str, text: str) -> str:
        return hmac.new(self.secret, f"{use}:{text}".encode(), hashlib.sha256).hexdigest()


class Guard:
    """Stands before all pages.

    Args:
        app: the pages.
        keys: of this process.
        visitors: who may come in, and what they may see.
    """

    def __init__(self, app: ASGIApp, keys: Keys, visitors: Visitors) -> None:
        self._app = app
        self._keys = keys
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request pass, sends it to the door, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        session = request.cookies.get(COOKIE, "")
        visitor = await self._visitor(request, session)
        ours, asks = visitor is not None, bool(self._keys.token or self._visitors.accounts)
        scope["session_id"] = session if ours else "" if asks else self._keys.session()
        scope["visitor"] = visitor or ANYBODY
        refusal = await self._refusal(request, scope["path"], visitor, asks=asks)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if not ours and scope["session_id"] and "set-cookie" not in headers:
                    headers["set-cookie"] = cookie(scope["session_id"])
            await send(message)

        await (refusal or self._app)(scope, receive, with_headers)

    async def _visitor(self, request: Request, session: str) -> Visitor | None:
        if self._visitors.accounts is None and (self._keys.known(session) or self._bears(request.headers)):
            return ANYBODY
        return await run_in_threadpool(self._visitors.of, session)

    async def _refusal(self, request: Request, path: str, visitor: Visitor | None, *, asks: bool) -> Response | None:
        if not asks and not is_loopback(host_of(request.headers.get("host", ""))):
            # a page of another site whose name was pointed at this machine would send its own name
            return PlainTextResponse("This board answers only under the address that it printed.\n", 421)
        if path == ENTER or path.startswith(OPEN):
            return None
        if visitor is not None:
            lets = await run_in_threadpool(self._visitors.lets, visitor, request.method, path)
            return None if lets else PlainTextResponse(_NOT_YOURS, 403)
        if not asks:
            return None
        if request.method in ("GET", "HEAD"):
            return RedirectResponse(f"{ENTER}?next={quote(path)}", 303)
        return PlainTextResponse("Sign in first.\n", 401)

    def _bears(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and bool(self._keys.token) and self._keys.is_token(token)


def cookie(session: str, *, secure: bool = False) -> str:
    """The header that keeps a session in the browser; an empty one ends it.

    Args:
        session: its token.
        secure: sent over HTTPS only.
    """
    end = ("; Secure" if secure else "") + ("" if session else "; Max-Age=0")
    return f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict{end}"


async def posted(request: Request, keys: Keys, *, door: bool = False) -> dict[str, str]:
    """The fields of a form that one of our own pages sent.

    Args:
        request: with the form in its body.
        keys: of this process.
        door: True for the form that is sent before there is a session.

    Raises:
        RefusedError: when it comes from elsewhere, is too large, or cannot be read.
    """
    if not _same_origin(request):
        raise RefusedError(403, "This was sent from a page that is not ours, so nothing was done.")
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise RefusedError(415, "This is no form of the board.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RefusedError(413, "This is more than a form of the board holds.")
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=2000, errors="strict"))
    except ValueError as error:
        raise RefusedError(400, "This form cannot be read.") from error
    session = request.scope.get("session_id", "")
    if not door and not hmac.compare_digest(fields.pop("csrf", "").encode(), keys.form(session).encode()):
        raise RefusedError(
            403, "This page has become too old, so nothing was done. Go back, load it anew, and try again."
        )
    return fields


def _same_origin(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    # programs send neither; they have to know the form's secret all the same
    return not origin or urlsplit(origin).netloc == request.headers.get("host", "")
