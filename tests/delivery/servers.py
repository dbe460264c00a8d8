"""A real HTTP server that answers as a test says."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any


@dataclass
class Reply:
    body: Any = None
    status: int = 200
    hang_up: bool = False
    """Closes the connection instead of answering."""
    close: bool = False
    """Closes the connection after answering, without saying so."""


@dataclass
class Seen:
    method: str
    path: str
    body: Any
    headers: dict[str, str]
    port: int


@dataclass
class Server:
    address: str = ""
    seen: list[Seen] = field(default_factory=list)


@contextmanager
def server(answer: Callable[[Seen], Reply], port: int = 0) -> Iterator[Server]:
    running = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            content = self.rfile.read(length)
            body = json.loads(content) if content else None
            seen = Seen(self.command, self.path, body, dict(self.headers.items()), self.client_address[1])
            running.seen.append(seen)
            reply = answer(seen)
            if reply.hang_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            told = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)
            self.close_connection = self.close_connection or reply.close

        do_GET = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            # a client that went away is what some tests are about
            pass

    with Quiet(("127.0.0.1", port), Handler) as http:
        running.address = f"http://127.0.0.1:{http.server_port}"
        thread = Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield running
        finally:
            http.shutdown()
            thread.join()


def predicts(seen: Seen) -> Reply:
    ids = seen.body.get("ids") or [str(place) for place, _ in enumerate(seen.body["rows"])]
    return Reply({"predictions": [{"id": each, "decision": "yes"} for each in ids]})


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def garbage() -> Iterator[str]:
    """The address of something that answers, but not in HTTP."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1000)
            self.request.sendall(b"220 mail.example.org ready\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        thread = Thread(target=tcp.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{tcp.server_address[1]}"
        finally:
            tcp.shutdown()
            thread.join()
