"""The report file of a fault of ours: where it happened, and nothing of the user's data."""

import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from shipworthy import __version__

_WITHOUT_DATA: Final = (AttributeError, ImportError, NameError, AssertionError, RecursionError, NotImplementedError)
"""Errors that speak of code only; the words of all others may quote a cell of somebody's table."""


def report(error: BaseException, verb: str) -> str:
    """Writes the report file.

    Args:
        error: what was raised.
        verb: that was running.

    Returns:
        Its path, or why there is none.
    """
    head = [
        f"shipworthy {__version__}, Python {sys.version.split()[0]}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, verb: {verb or 'none'}",
        "Messages of errors are left out where they may quote data.",
        "",
    ]
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="shipworthy-fault-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write("\n".join([*head, *_told(error)]))
            return file.name
    except OSError as refused:
        return f"none, for it could not be written: {refused.strerror}"


def in_short(error: BaseException) -> str:
    """The kind of an error and its place in our code, with its words where they cannot quote data."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "shipworthy" in frame.filename]
    place = f" ({ours[-1].filename.rpartition('shipworthy/')[2]}, line {ours[-1].lineno})" if ours else ""
    return f"{_words(error)}{place}"


def _told(error: BaseException) -> Iterator[str]:
    """The errors that led to it first, as Python shows them."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "\nwhich led to:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield _words(error)


def _words(error: BaseException) -> str:
    kind = type(error).__name__
    said = str(error).partition("\n")[0]
    return f"{kind}: {said}" if said and isinstance(error, _WITHOUT_DATA) else kind
