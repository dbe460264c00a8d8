"""A board that is really served, and a model server that says what it is told to say."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from shipworthy.board.app import application
from shipworthy.board.asking import Server
from shipworthy.board.serve import taken
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.shelf import Shelf
from shipworthy.workflow.single_sign_on import SingleSignOn

EXPLANATION = {
    "id": "",
    "score": 0.62,
    "base": 0.22,
    "contributions": [
        {"column": "ordered", "source": "orders", "value": "120", "amount": 0.31},
        {"column": "sched_temperature_outside", "source": "weather", "value": "18.5", "amount": -0.06},
        {"column": "holiday", "source": "calendar", "value": "", "amount": 0.15},
    ],
    "sure": {"n": 812, "share": 0.31, "low": 0.27, "high": 0.35, "says": "Of 100 cases like this, about 31 were left."},
    "says": ["Halve the second delivery: bread is likely to be left.", "<b>bold</b> words stay words"],
}

REFUSAL = {
    "error": "BadRows",
    "what": "a row cannot be answered for",
    "errors": [
        {"row": 0, "field": "ordered", "what": "a number is needed", "seen": "-1", "allowed": "a number above zero"}
    ],
}


@dataclass
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        text: of the body.
        headers: lower-case name -> value.
    """

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Visitor:
    """A browser without pictures: keeps its cookie, sends what it is told.

    Attributes:
        port: of the board.
        cookie: as the board set it last.
        origin: sent along with forms; empty sends none.
    """

    port: int
    cookie: str = ""
    origin: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, method: str = "GET") -> Answer:
        return self._ask(method, path)

    def post(self, path: str, **fields: str) -> Answer:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if self.origin:
            headers["origin"] = self.origin
        return self._ask("POST", path, urlencode(fields), headers)

    def csrf(self, path: str) -> str:
        """The secret of the forms of a page."""
        return self.get(path).text.split('name="csrf" value="')[1].split('"')[0]

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = {"cookie": self.cookie} if self.cookie else {}
        connection.request(method, path, body, {**cookie, **self.headers, **(headers or {})})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        if "set-cookie" in found:
            self.cookie = found["set-cookie"].split(";")[0]
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, text, found)


@contextmanager
def board(
    root: Path,
    *,
    server: str = "http://127.0.0.1:9",
    token: str = "",
    accounts: Accounts | None = None,
    provider: SingleSignOn | None = None,
) -> Iterator[Visitor]:
    """The board over one project folder, or a folder of them."""
    with taken("127.0.0.1", 0) as listening, Shelf([root]) as shelf:
        app = application(shelf, server=Server(server), token=token, accounts=accounts, provider=provider)
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not running.started:
                time.sleep(0.01)
            port = listening.getsockname()[1]
            yield Visitor(port, origin=f"http://127.0.0.1:{port}")
        finally:
            running.should_exit = True
            thread.join()


@contextmanager
def model_server() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A model server that explains rows, and refuses those that order less than nothing; with what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append({"path": self.path, **body})
            bad = body["row"]["ordered"] < 0
            told = json.dumps(REFUSAL if bad else EXPLANATION).encode()
            self.send_response(422 if bad else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}", asked
        finally:
            running.shutdown()
            thread.join()
