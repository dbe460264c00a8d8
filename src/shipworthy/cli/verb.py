"""Turns a typed function into a command."""

from collections.abc import Callable

import click
import typer


def verb(function: Callable[..., None]) -> click.Command:
    """The command of a function: options from its annotations, help from its docstring."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command()(function)
    return typer.main.get_command(app)
