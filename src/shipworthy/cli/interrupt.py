"""Ctrl-C, at any moment.

While libraries are loaded there is nothing to tidy up, and some of them do not take an interruption well: the process
leaves at once. While work goes on, a `KeyboardInterrupt` lets files and transactions be closed first; pressed again,
the process leaves at once. Both are safe, for what was finished is on disk by then.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Any, Final, NoReturn

from shipworthy.cli.status import INTERRUPTED

SAYS: Final = "Interrupted. What was finished is kept; run the same command again to go on."
_SHOW_CURSOR: Final = "\x1b[?25h"


def leave_at_once() -> None:
    """From here on Ctrl-C ends the process, unless whoever started it wants Ctrl-C ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
        sys.unraisablehook = _unheard


def tidy_first() -> None:
    """From here on Ctrl-C raises `KeyboardInterrupt`; does nothing in a process that is not the command's own."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _interrupt)


def told() -> dict[str, Any]:
    """An interruption as JSON-like values."""
    return {"error": "Interrupted", "what": SAYS, "exit_status": INTERRUPTED}


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    signal.signal(signal.SIGINT, _leave)
    raise KeyboardInterrupt


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    # not printed but written: whatever was interrupted may have been printing
    with suppress(OSError):
        if "--json" in sys.argv:
            os.write(1, (json.dumps(told()) + "\n").encode())
        os.write(2, f"{_SHOW_CURSOR if os.isatty(2) else ''}\n{SAYS}\n".encode())
    os._exit(INTERRUPTED)


def _unheard(lost: "sys.UnraisableHookArgs") -> None:
    """An interruption that fell where nothing can be raised is not forgotten."""
    if lost.exc_type is KeyboardInterrupt:
        signal.raise_signal(signal.SIGINT)
    else:
        sys.__unraisablehook__(lost)
