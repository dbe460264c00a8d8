"""Standard output and standard error that cannot fail halfway.

They may be closed, full, a pipe that nobody reads any more, or speak an encoding that knows neither a check mark nor
the name of a file.
"""

import codecs
import os
import sys
from contextlib import suppress
from io import TextIOBase, TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from shipworthy.foundation.files import storage_error

_NEAREST: Final = {
    "✓": "+",
    "✗": "x",
    "•": "*",
    "·": "-",
    "─": "-",
    "\N{EN DASH}": "-",
    "—": "-",
    "…": "...",
    "→": "->",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "≥": ">=",
    "≤": "<=",
    "\N{MULTIPLICATION SIGN}": "x",
}
"""Signs of ours -> what stands for them where they cannot be written; everything else becomes a question mark."""


def prepare() -> None:
    """Makes both streams fit for use; called once, before anything is written."""
    codecs.register_error("nearest", _nearest)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            # closed: the next file opened would take its number, and be written into by whoever prints
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="nearest")


def tell(stream: TextIO, text: str) -> None:
    """Writes and flushes; a reader that has gone away (`head`, a pager) has seen enough, and nothing is wrong.

    Raises:
        StorageError: when the stream leads to a full disk, or cannot be written for another reason.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        _let_go(stream)
        raise storage_error(Path("standard output"), error) from error


class Outlet(TextIOBase):
    """A stream for libraries that print, with what `tell` does about trouble.

    Args:
        stream: to write to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Of the stream."""
        return self._stream.encoding or "utf-8"

    def write(self, text: str, /) -> int:
        """Writes and flushes."""
        tell(self._stream, text)
        return len(text)

    def isatty(self) -> bool:
        """Whether a person is looking."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Of the stream."""
        return self._stream.fileno()


def speaks_unicode(stream: TextIO) -> bool:
    """Whether every character can be written."""
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


def _let_go(stream: TextIO) -> None:
    """What is still to come goes nowhere, so that closing the stream does not fail once more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_NEAREST.get(sign, "?") for sign in lost), error.end
