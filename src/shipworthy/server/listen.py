"""Taking a port, or saying clearly why it cannot be had."""

import errno
import socket

from shipworthy.foundation.errors import RequestError


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound and does not yet accept anybody.

    Args:
        host: address of this machine, or a name of it.
        port: 0 takes a free one.

    Raises:
        RequestError: when the port is in use or reserved, or the host is not this machine.
    """
    if not (0 <= port <= 65_535):
        raise RequestError("there is no such port", where="--port", seen=port, allowed="0 (any free one) to 65535")
    try:
        ((family, kind, proto, _, place), *_) = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        taken = socket.socket(family, kind, proto)
    except OSError as error:
        raise _not_here(host, error) from error
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
        # a second server would find out only here
        taken.listen(2048)
    except OSError as error:
        taken.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise RequestError(
                f"port {port} is {'in use' if error.errno == errno.EADDRINUSE else 'reserved for the system'}",
                where=f"{host}:{port}",
                seen=error.strerror,
                next_step="choose another with --port, or let --port 0 find a free one",
            ) from error
        raise _not_here(host, error) from error
    return taken


def _not_here(host: str, error: OSError) -> RequestError:
    return RequestError(
        "this machine has no such address",
        where="--host",
        seen=f"{host} ({error.strerror})",
        allowed="127.0.0.1, 0.0.0.0 for every address, or an address of this machine",
        next_step="leave --host out to let only this machine ask",
    )
