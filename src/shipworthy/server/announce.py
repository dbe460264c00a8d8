"""Telling programs that started a server where it answers."""

import os
from pathlib import Path

import msgspec

from shipworthy.foundation.files import write_text


def address_of(host: str, port: int) -> str:
    """Where callers on this machine reach a server.

    >>> address_of("127.0.0.1", 8080), address_of("::1", 80), address_of("0.0.0.0", 80)
    ('http://127.0.0.1:8080', 'http://[::1]:80', 'http://127.0.0.1:80')
    """
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def tell(path: Path, address: str) -> None:
    """Writes address and process id as JSON, in one step.

    Raises:
        StorageError: when the file cannot be written.
    """
    write_text(path, msgspec.json.encode({"address": address, "pid": os.getpid()}).decode() + "\n")
