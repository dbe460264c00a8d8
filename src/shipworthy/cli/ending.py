"""How a command ends that was not simply done: one message, one JSON document, one exit status."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.exceptions import TyperException

from shipworthy.cli.fault import in_short, report
from shipworthy.cli.interrupt import SAYS, told
from shipworthy.cli.status import DONE, FAULT, INTERRUPTED, MEND
from shipworthy.foundation.errors import RequestError, StorageError, UserError
from shipworthy.foundation.files import storage_error


@dataclass(frozen=True)
class Ending:
    """What is left to say.

    Attributes:
        status: exit status.
        message: for standard error; empty when there is nothing to say.
        document: the same for `--json`.
    """

    status: int
    message: str = ""
    document: dict[str, Any] | None = None


def ending_of(error: BaseException, verb: str) -> Ending:
    """The ending for whatever was raised.

    Args:
        error: what was raised.
        verb: that was running; empty when none was reached.
    """
    if isinstance(error, typer.Exit):
        return Ending(error.exit_code)
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        # whoever reads the help text has seen enough
        return Ending(DONE)
    if isinstance(error, SystemExit):
        return Ending(error.code if isinstance(error.code, int) else DONE)
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return Ending(INTERRUPTED, f"\n{SAYS}", told())
    mended = _to_mend(error)
    if mended is not None:
        return Ending(MEND, f"shipworthy: {mended}", {**mended.to_dict(), "exit_status": MEND})
    return _fault(error, verb)


def _to_mend(error: BaseException) -> UserError | None:
    """What the user can do something about, in our words; None when that is nothing."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, TyperException):
        return _misused(error)
    if isinstance(error, MemoryError):
        step = "close other programs, take fewer rows or columns, or use a larger machine; what was finished is kept"
        return RequestError("this needs more memory than there is", next_step=step)
    if isinstance(error, OSError):
        return _refused(error)
    return None


def _refused(error: OSError) -> UserError:
    """What the operating system refused to do somewhere that nobody thought of."""
    place = Path(str(error.filename or "."))
    if not isinstance(error, PermissionError):
        return storage_error(place, error)
    step = "give yourself permission, or choose another folder with --project"
    what = "this place may not be read or written"
    return StorageError(what, where=str(place), seen=error.strerror, next_step=step)


def _misused(error: TyperException) -> RequestError:
    """An option or argument that cannot be understood."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "shipworthy"
    what = error.format_message().rstrip(".")
    return RequestError(what[:1].lower() + what[1:], where=command, next_step=f"{command} --help tells what it takes")


def _fault(error: BaseException, verb: str) -> Ending:
    place, short = report(error, verb), in_short(error)
    what, step = "this is a fault of ours", "send us the report file; nothing that was finished is lost"
    return Ending(
        FAULT,
        f"shipworthy: {what}: {short}\n  report: {place}\n  next: {step}",
        {"error": "InternalError", "what": f"{what}: {short}", "report": place, "next": step, "exit_status": FAULT},
    )
