"""Where a command meets the person: what is printed, what is JSON, and the bar while it takes longer than a second."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from typing import Any, TextIO, cast

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from shipworthy.cli.streams import Outlet, speaks_unicode, tell
from shipworthy.show.console import console

PATIENCE = 1.0
"""Seconds of work before a bar is shown."""


class Desk:
    """Prints results on standard output, and progress on standard error.

    Args:
        as_json: print one JSON document and nothing else on standard output.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._stdout = sys.stdout
        self._out = console(cast(TextIO, Outlet(self._stdout)))
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = None if as_json or not sys.stderr.isatty() else self._bar.add_task("", total=1)
        self._since: float | None = None
        self._shown = False

    def say(self, *what: RenderableType) -> None:
        """Prints for people; nothing when JSON was asked for."""
        self._hide_bar()
        if not self._as_json:
            for each in what:
                self._out.print(each)

    def list(self, lines: Iterable[str]) -> None:
        """Prints lines as they are, however long, so that other programs can read them."""
        self._hide_bar()
        if not self._as_json:
            for line in lines:
                self._out.print(Text(line), soft_wrap=True)

    def complain(self, *what: str) -> None:
        """Says on standard error what has to be mended, though the rest was done."""
        self._hide_bar()
        for each in what:
            tell(sys.stderr, f"shipworthy: {each}\n")

    def hand_over(self, document: dict[str, Any]) -> None:
        """Prints the result as JSON when that was asked for."""
        if self._as_json:
            text = json.dumps(document, ensure_ascii=not speaks_unicode(self._stdout), indent=2)
            tell(self._stdout, text + "\n")

    def progress(self, done: int, total: int, words: str) -> None:
        """Moves the bar; it appears once the work has taken longer than a second."""
        if self._task is None:
            return
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        if now - self._since > PATIENCE and not self._shown:
            self._bar.start()
            self._shown = True
        self._bar.update(self._task, completed=done, total=max(total, 1), description=words)
        if done >= total:
            self._hide_bar()

    def _hide_bar(self) -> None:
        # stopping a bar that was never shown prints an empty line
        if self._shown:
            self._bar.stop()
        self._shown = False
        self._since = None


@contextmanager
def desk(*, as_json: bool) -> Iterator[Desk]:
    """A desk whose bar is taken away whatever happens.

    Where JSON is asked for, what other people's code prints goes to standard error.
    """
    here = Desk(as_json=as_json)
    with redirect_stdout(sys.stderr) if as_json else nullcontext():
        try:
            yield here
        finally:
            here.say()
