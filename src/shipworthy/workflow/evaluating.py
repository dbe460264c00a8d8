"""`python -m shipworthy.workflow.evaluating ROOT ASKED`: the process of an evaluation in the background."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import UserError
from shipworthy.workflow.background import Underway, put, underway
from shipworthy.workflow.project import open_project

_EVERY: Final = 0.5
_BEGINNING: Final = 5.0


def main(root: Path, asked: str) -> int:
    """Measures what was asked for, and takes down how far it is.

    Returns:
        The exit status: 0, or 2 when something failed.
    """
    told = Teller(root)
    wanted = json.loads(asked)
    try:
        with open_project(root, person=wanted["person"], progress=told.progress) as project:
            found = project.evaluate(wanted["names"], jobs=wanted["jobs"], on=wanted["on"], anyway=wanted["anyway"])
    except UserError as error:
        told.end("failed", str(error))
        return error.exit_status
    except Exception as error:
        told.end("failed", f"{type(error).__name__}: {error}; see {told.last.log}")
        raise
    told.end("finished", "; ".join(f"{name} failed: {failure.what}" for name, failure in found.failures.items()))
    return 2 if found.failures else 0


class Teller:
    """Takes down how far an evaluation is, not more often than anybody looks.

    Attributes:
        last: what was taken down last.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._next = 0.0
        until = time.monotonic() + _BEGINNING
        # whoever began this takes down that it did
        while ((found := underway(root)) is None or found.pid != os.getpid()) and time.monotonic() < until:
            time.sleep(0.02)
        began = datetime.now(UTC).isoformat(timespec="seconds")
        self.last = found if found and found.pid == os.getpid() else Underway(pid=os.getpid(), began=began)

    def progress(self, done: int, total: int, words: str) -> None:
        """Takes down what is done, of how many, and what is going on."""
        if time.monotonic() > self._next:
            self.last = structs.replace(self.last, done=done, total=total, says=words)
            put(self._root, self.last)
            self._next = time.monotonic() + _EVERY

    def end(self, state: str, says: str) -> None:
        """Takes down how it ended."""
        self.last = Underway.from_dict({**self.last.to_dict(), "state": state, "says": says})
        put(self._root, self.last)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
