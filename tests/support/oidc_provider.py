"""A small identity provider that is really served, signs with a key of its own, and errs where it is told to."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from shipworthy.foundation.addresses import listen

CLIENT, SECRET = "board", "a secret of both"


@dataclass
class Idp:
    """What the provider says; tests change it.

    Attributes:
        issuer: its address, on `localhost`, so that a browser takes it for another site than 127.0.0.1.
        about: of somebody, in the ID token.
        more: of somebody, where it is asked with the access token.
        claims: that go into the ID token in place of the right ones; None leaves one out.
        metadata: that it says of itself in place of what is right.
        key: that it publishes.
        signs: that it signs with.
        algorithm: of the signature.
        codes: given out and not yet used.
    """

    issuer: str
    about: dict[str, Any] = field(default_factory=lambda: {"email": "ines@example.org", "email_verified": True})
    more: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self, request: Request) -> Response:
        del request
        at = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.issuer}/{path}" for name, path in at.items()}
        told["userinfo_endpoint"] = f"{self.issuer}/userinfo"
        return JSONResponse({"issuer": self.issuer, **told, **self.metadata})

    def keys(self, request: Request) -> Response:
        del request
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        """A page on which somebody says that it is them, or that they would rather not."""
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT, "code", "openid email")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        links = {
            "It is me": urlencode({"code": code, "state": asked["state"]}),
            "No": urlencode({"error": "access_denied", "state": asked["state"]}),
        }
        to = asked["redirect_uri"]
        html = "".join(
            f'<p><a href="{to}?{query.replace("&", "&amp;")}">{words}</a></p>' for words, query in links.items()
        )
        return HTMLResponse(f'<!doctype html><html lang="en"><title>Who are you?</title>{html}</html>')

    async def token(self, request: Request) -> Response:
        fields = dict(parse_qsl((await request.body()).decode()))
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != basic and fields.get("client_secret") != SECRET:
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(fields["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(fields["code_verifier"].encode()).digest()).rstrip(b"=")
        if (
            asked is None
            or asked["redirect_uri"] != fields["redirect_uri"]
            or asked["code_challenge"].encode() != challenge
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        id_token = self.signed(asked["nonce"])
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": id_token})

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {name: value for name, value in {**right, **self.about, **self.claims}.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, claims, self.signs or self.key, algorithms=[self.algorithm])

    def userinfo(self, request: Request) -> Response:
        if request.headers.get("authorization") != "Bearer access":
            return JSONResponse({}, 401)
        return JSONResponse({"sub": "1", **self.more})


@contextmanager
def idp() -> Iterator[Idp]:
    """A provider, served."""
    listening = listen("127.0.0.1", 0)
    found = Idp(f"http://localhost:{listening.getsockname()[1]}")
    routes = [
        Route("/.well-known/openid-configuration", found.discovery),
        Route("/keys", found.keys),
        Route("/authorize", found.authorize),
        Route("/token", found.token, methods=["POST"]),
        Route("/userinfo", found.userinfo),
    ]
    config = uvicorn.Config(Starlette(routes=routes), log_level="critical", access_log=False, lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not running.started:
            time.sleep(0.01)
        yield found
    finally:
        running.should_exit = True
        thread.join()
        listening.close()
