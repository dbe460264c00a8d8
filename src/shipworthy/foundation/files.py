"""Writing files so that a crash, a full disk or Ctrl-C leaves the old file or the new one, never half of one."""

import errno
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from shipworthy.foundation.errors import StorageError


def write_text(path: Path, text: str) -> None:
    """Replaces a file in one step (UTF-8).

    Raises:
        StorageError: when the disk is full or the folder may not be written.
    """
    write_with(path, lambda partial: partial.write_text(text, encoding="utf-8"))


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a temporary file beside `path`, then puts it in its place in one step.

    A link is followed, not replaced; a device or a pipe, such as `/dev/stdout`, is written into as it is.

    Raises:
        StorageError: when the disk is full or the folder may not be written.
    """
    partial: Path | None = None
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            write(path)
            return
        path = Path(os.path.realpath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        partial = Path(name)
        write(partial)
        # mkstemp makes files private; a document or a report is meant to be read by others
        partial.chmod(0o644)
        partial.replace(path)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def storage_error(path: Path, error: OSError) -> StorageError:
    """The user's words for what the operating system said about a file."""
    number = _number(error)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            "the disk is full",
            where=str(path),
            seen=error.strerror or str(error),
            next_step="free some space and run the same command again; what was finished is kept",
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError(
            "this place may not be written",
            where=str(path),
            seen=error.strerror or str(error),
            next_step="give yourself permission to write there, or choose another folder with --project",
        )
    return StorageError(
        "the file cannot be written",
        where=str(path),
        seen=error.strerror or str(error),
        next_step="check the folder and the disk, then run the same command again",
    )


def _number(error: OSError) -> int | None:
    """The system's number of an error; libraries written in Rust put it into the words only."""
    found = re.search(r"\(os error (\d+)\)", str(error))
    return int(found[1]) if error.errno is None and found else error.errno
