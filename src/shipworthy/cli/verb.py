"""Turns a typed function into a command."""

from collections.abc import Callable
from typing import Any

import typer


def verb(example: str) -> Callable[[Callable[..., int | None]], Any]:
    """The command of a function: options from its annotations, help from its docstring, exit status from its answer.

    Args:
        example: a command line that shows its use, without the program's name.
    """

    def command(function: Callable[..., int | None]) -> Any:
        app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
        app.command(epilog=f"For example: shipworthy {example}")(function)
        return typer.main.get_command(app)

    return command
