"""Where text for the terminal is printed."""

import shutil
import sys
from typing import Final, TextIO

from rich.console import Console

_WIDEST: Final = 100


def console(file: TextIO | None = None) -> Console:
    """A console as wide as the terminal, at most 100 columns; 80 and no colour where there is none.

    Args:
        file: where to write; None is standard output.
    """
    file = file or sys.stdout
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST) if file.isatty() else 80
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)
