"""A model server from its start to its end."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from shipworthy.foundation.addresses import address_of, listen
from shipworthy.foundation.clock import SystemClock
from shipworthy.server.announce import described, tell
from shipworthy.server.app import make_app
from shipworthy.server.desk import Desk
from shipworthy.server.following import follow
from shipworthy.server.guard import TOKEN_VARIABLE, must_be_safe
from shipworthy.server.limits import Limits
from shipworthy.server.live import Live
from shipworthy.server.metrics import Metrics
from shipworthy.server.promise import limits_for
from shipworthy.server.scorer import Wrap
from shipworthy.store.prediction_log import PredictionLog

HOST: Final = "127.0.0.1"
PORT: Final = 8080
_OWN: Final = ".shipworthy"
_LOG: Final = "log"
_LAST_WORDS: Final = 10


def run(  # noqa: PLR0913 - the options of the command, one by one
    project: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    token: str = "",
    time_limit: float | None = None,
    announce: Path | None = None,
    verbose: bool = False,
    wrap: Wrap | None = None,
    as_json: bool = False,
) -> int:
    """Serves what is live in a project until it is told to stop; blocks the main thread.

    Args:
        project: its folder.
        host: address to listen at.
        port: 0 takes a free one.
        token: that callers have to know; empty takes it from the environment.
        time_limit: seconds that the model may take; None is generous beside what the document promises.
        announce: file that holds address and process id as JSON once rows are answered.
        verbose: True writes a line for each call.
        as_json: True prints address and process id as one JSON document.
        wrap: puts something between the server and each bundle, for drills.

    Returns:
        Exit status: 0 after SIGTERM, 130 after Ctrl-C.

    Raises:
        RequestError: the port is in use, others could ask without a token, or nothing is live.
        BundleError: what is live cannot be loaded.
        LogError: the prediction log is damaged or of another version.
        StorageError: the log or the deployment cannot be read or written.
    """
    token = token or os.environ.get(TOKEN_VARIABLE, "")
    must_be_safe(host, token)
    limits = limits_for(project, time_limit)
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(message)s", stream=sys.stderr)
    with closing(listen(host, port)) as listener, closing(follow(project / _OWN, wrap)) as live:
        address = address_of(listener)
        server = _Server(lambda: _up(live, address, announce, as_json=as_json), verbose=verbose)
        with _stopped_by_signals(server) as received, asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(server, live, project / _OWN / _LOG, limits, token, listener))
    return 130 if signal.SIGINT in received else 0


async def _serve(
    server: "_Server", live: Live, folder: Path, limits: Limits, token: str, listener: socket.socket
) -> None:
    clock, metrics = SystemClock(), Metrics()
    with PredictionLog.open(folder) as log, PredictionLog.open(folder, read_only=True) as looks:
        desk = Desk(live, log, looks, limits, clock, metrics)
        metrics.watch(desk.status)
        server.config.app = make_app(desk, metrics, token, limits, clock)
        try:
            await server.serve(sockets=[listener])
        finally:
            await desk.close()


class _Server(uvicorn.Server):
    """Says when it is up, and leaves signals to us.

    Args:
        up: called once calls are answered.
        verbose: True writes a line for each call.
    """

    def __init__(self, up: Callable[[], None], *, verbose: bool) -> None:
        super().__init__(
            uvicorn.Config(
                app="",
                lifespan="off",
                log_config=None,
                access_log=verbose,
                server_header=False,
                timeout_graceful_shutdown=_LAST_WORDS,
            )
        )
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to answer, then says so."""
        await super().startup(sockets)
        self._up()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: whoever runs the server has its own handlers."""
        yield


def _up(live: Live, address: str, file: Path | None, *, as_json: bool) -> None:
    print(described(address) if as_json else f"{live.described} at {address}", flush=True)
    if file is not None:
        tell(file, address)


@contextmanager
def _stopped_by_signals(server: _Server) -> Iterator[list[int]]:
    """The first signal lets calls under way be answered, a second Ctrl-C does not; gives those received."""
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        server.force_exit = server.should_exit and number == signal.SIGINT
        server.should_exit = True
        received.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - not there on Windows

    return uvloop.new_event_loop
