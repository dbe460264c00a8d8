"""Runs the command on a terminal of its own, and keeps what it shows as text and as a picture."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from select import select
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from scripts.blocks import ROOT

COLUMNS: Final = 88
PATIENCE: Final = 0.5
"""Seconds of silence after which an open line counts as a question."""

_RUN: Final = (sys.executable, "-c", "from shipworthy.cli.main import run; run()")
_FONT: Final = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_DARK: Final = TerminalTheme(
    (24, 26, 32),
    (226, 228, 233),
    [
        *((24, 26, 32), (240, 113, 120), (132, 204, 136), (235, 195, 110)),
        *((122, 162, 247), (187, 154, 247), (100, 205, 215), (200, 203, 210)),
    ],
)


class Terminal:
    """A terminal in a folder.

    Args:
        folder: where commands are run.
        environment: variables on top of the process's own.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")},
            "PYTHONPATH": str(ROOT / "src"),
            "TERM": "xterm-256color",
            **environment,
        }

    def shipworthy(self, *arguments: str, answers: Sequence[str] = (), status: int | tuple[int, ...] = 0) -> str:
        """What one command shows, colours included.

        Args:
            *arguments: of the command.
            answers: typed when it asks.
            status: the exit status that is expected, or several of them.

        Raises:
            RuntimeError: when it ends with another exit status.
        """
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        with subprocess.Popen(
            [*_RUN, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self._environment,
        ) as running:
            os.close(slave)
            shown = _shown(master, list(answers))
            complaint = running.stderr.read().decode() if running.stderr else ""
        os.close(master)
        if running.returncode not in (status if isinstance(status, tuple) else (status,)):
            raise RuntimeError(f"shipworthy {arguments} ended with {running.returncode}: {complaint}")
        return shown.replace("\r\n", "\n").replace(f"{self.folder}/", "").strip("\n")


def _shown(master: int, answers: list[str]) -> str:
    shown = b""
    while True:
        # a prompt is a line that was begun and left open
        if answers and shown and not shown.endswith(b"\n") and not select([master], [], [], PATIENCE)[0]:
            os.write(master, (answers.pop(0) + "\n").encode())
        try:
            chunk = os.read(master, 65_536)
        except OSError:  # the other end is closed
            return shown.decode()
        if not chunk:
            return shown.decode()
        shown += chunk


def plain(shown: str) -> str:
    """What was shown, without colours."""
    return "\n".join(line.rstrip() for line in Text.from_ansi(shown).plain.splitlines())


def picture(shown: str, title: str) -> str:
    """What was shown, as an SVG that loads nothing."""
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(shown))
    frame = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    frame = frame.replace("Fira Code, monospace", _FONT).replace("Fira Code", "DejaVu Sans Mono")
    drawn = console.export_svg(title=title, theme=_DARK, code_format=frame, unique_id="shipworthy")
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"
