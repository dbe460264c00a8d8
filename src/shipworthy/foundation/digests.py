"""Digests: short, stable names for what something is made of."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def digest(value: Any) -> str:
    """Names a JSON-like value by its content; the order of keys does not matter.

    Args:
        value: anything made of dict, list, tuple, str, int, float, bool and None.

    Returns:
        32 hexadecimal digits (BLAKE2b, 128 bits).

    >>> digest({"a": 1, "b": [1.5, None]}) == digest({"b": [1.5, None], "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return digest_bytes([text.encode("utf-8", "surrogatepass")])


def digest_bytes(chunks: Iterable[bytes | memoryview]) -> str:
    """Names a stream of bytes; how it is cut into chunks does not matter."""
    state = hashlib.blake2b(digest_size=16)
    for chunk in chunks:
        state.update(chunk)
    return state.hexdigest()


def digest_file(path: Path) -> str:
    """Names a file by its content.

    Raises:
        OSError: when it cannot be read.
    """
    with path.open("rb") as file:
        return digest_bytes(iter(lambda: file.read(1 << 20), b""))
