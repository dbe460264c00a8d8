"""`python -m shipworthy.server`: the model server as a program of its own, for process managers and containers."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import shipworthy.server.one_core  # noqa: F401 - before the libraries that read what it says
from shipworthy.foundation.errors import UserError
from shipworthy.server.run import HOST, PORT, run


def main(arguments: Sequence[str]) -> int:
    """Serves until it is told to stop.

    Returns:
        Exit status: 0, 2 when the user must mend something, 130 after Ctrl-C.
    """
    parser = argparse.ArgumentParser(
        prog="python -m shipworthy.server", description="Serves what is live in a project."
    )
    parser.add_argument("--project", type=Path, default=Path(), help="folder of the project")
    parser.add_argument("--host", default=HOST, help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--token", default="", help="that callers have to know; better set SHIPWORTHY_TOKEN")
    parser.add_argument("--time-limit", type=float, metavar="SECONDS", help="that the model may take for a call")
    parser.add_argument("--announce", type=Path, metavar="FILE", help="written with address and process id once ready")
    parser.add_argument("--verbose", action="store_true", help="write a line for each call")
    asked = vars(parser.parse_args(arguments))
    try:
        return run(asked.pop("project"), **asked)
    except UserError as error:
        print(f"shipworthy: {error}", file=sys.stderr)
        return error.exit_status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
