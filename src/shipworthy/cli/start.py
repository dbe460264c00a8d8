"""The way in: what has to stand before anything else is loaded."""

from importlib import import_module

from shipworthy.cli.interrupt import leave_at_once
from shipworthy.cli.streams import prepare


def run() -> None:
    """Entry point of the command; ends the process with the exit status of the design."""
    leave_at_once()
    prepare()
    import_module("shipworthy.cli.main").run()
