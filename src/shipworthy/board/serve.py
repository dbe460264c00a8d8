"""Runs the board until it is interrupted."""

import signal
import socket
from collections.abc import Callable
from contextlib import closing

import uvicorn
from starlette.applications import Starlette

from shipworthy.foundation.addresses import address_of, is_loopback, listen
from shipworthy.foundation.errors import RequestError


def taken(host: str, port: int, *, asks: bool = False) -> socket.socket:
    """The address to serve at, taken.

    Args:
        host: name or number of the machine.
        port: 0 takes a free one.
        asks: whether visitors are asked for a token, or to sign in.

    Raises:
        RequestError: when others could reach it and no token is asked for, or the address is not to be had.
    """
    if not asks and not is_loopback(host):
        raise RequestError(
            "others could reach the board there, and it would ask nobody who they are",
            where="--host",
            seen=host,
            allowed="127.0.0.1 without a token, any address with one",
            next_step="add --accounts, or --token with a long word that only those know who may look",
        )
    return listen(host, port)


def serve(app: Starlette, listening: socket.socket, say: Callable[[str], object]) -> None:
    """Serves pages until the process is told to end; to be called in the main thread.

    Args:
        app: the board.
        listening: as `taken` gives it; closed at the end.
        say: told the address once pages are served.
    """
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=3
    )
    # when all is closed, uvicorn raises the signal again that ended it
    signal.signal(signal.SIGTERM, lambda *_: None)
    with closing(listening):
        say(address_of(listening))
        uvicorn.Server(config).run(sockets=[listening])
