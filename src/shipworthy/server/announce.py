"""Telling programs that started a server where it answers."""

import os
from pathlib import Path

import msgspec

from shipworthy.foundation.files import write_text


def tell(path: Path, address: str) -> None:
    """Writes address and process id as JSON, in one step.

    Raises:
        StorageError: when the file cannot be written.
    """
    write_text(path, described(address) + "\n")


def described(address: str) -> str:
    """Address and process id as JSON."""
    return msgspec.json.encode({"address": address, "pid": os.getpid()}).decode()
