"""The command `shipworthy`: finds the verb, and turns whatever happens into one message and an exit status.

Verbs are loaded only when they are used, so that `shipworthy --help` answers at once; `VERBS` holds their help lines.
"""

import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from shipworthy import __version__
from shipworthy.foundation.errors import InternalError, RequestError, ShipworthyError, UserError, nearest
from shipworthy.foundation.files import storage_error

VERBS: Final = {
    "demo": "The whole journey on real flights data, on the embedded defaults.",
    "init": "Make a project document from a data set; shows what is predictable, asks at most three questions.",
    "check": "Gather missing or stale evidence, stage by stage, and print the gates.",
    "evaluate": "Measure the candidates of the roadmap, in order.",
    "compare": "Put candidates side by side in success units; names the simplest within noise.",
    "learn": "The learning curve: how much data is enough, and what more would buy.",
    "forecast": "What the chosen candidate promises, and the chance that the criterion holds.",
    "sign": "Sign the success criterion (the goalpost) or a review.",
    "decide": "Put a decision on record: go, stay, back or stop.",
    "report": "Write one HTML page of the project that can be mailed.",
    "ledger": "Verify, list, export or import the ledger.",
    "doctor": "What is installed, reachable and writable, and what to do about what is not.",
}

DONE, CLAIM_OPEN, MEND, FAULT, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit statuses: done · a claim fails, is stale or can't be told · the user must mend something · ours · Ctrl-C."""


class Verbs(TyperGroup):
    """The group of verbs, each loaded when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every verb, in the order of a project's life."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Loads one verb.

        Raises:
            RequestError: when there is none of that name.
        """
        if cmd_name not in VERBS:
            near = nearest(cmd_name, VERBS)
            step = f"did you mean {near}?" if near else "shipworthy --help tells what each of them does"
            raise RequestError("there is no such verb", seen=cmd_name, allowed=list(VERBS), next_step=step)
        command = import_module(f"shipworthy.cli.{cmd_name}").command
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the verbs without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


def run() -> None:
    """Entry point of the command; ends the process with the exit status of the design."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Runs one command line.

    Args:
        arguments: without the program's name.

    Returns:
        The exit status: 0, 1, 2, 70 or 130.
    """
    try:
        return int(_verbs().main(arguments, prog_name="shipworthy", standalone_mode=False) or DONE)
    except typer.Exit as leave:
        return leave.exit_code
    except TyperException as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        return _say("\nInterrupted. What was finished is kept; run the same command again to go on.", INTERRUPTED)
    except BrokenPipeError:
        # the reader (`head`, a pager) has seen enough; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except UserError as error:
        return _say(f"shipworthy: {error}", error.exit_status)
    except OSError as error:
        return _say(f"shipworthy: {storage_error(Path(error.filename or '.'), error)}", MEND)
    except Exception as error:
        return _fault(error)


def _verbs() -> Any:
    app = typer.Typer(
        name="shipworthy",
        cls=Verbs,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        epilog="Start with `shipworthy demo`, or with your own table: `shipworthy init my-project --data FILE "
        "--target COLUMN`.",
    )
    app.callback()(_shipworthy)
    return typer.main.get_command(app)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"shipworthy {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
]


def _shipworthy(version: VersionOption = False) -> None:
    """Carries a machine-learning project from an idea to measured impact.

    Says at every step whether to go on, go back or stop, and why.
    """


def _misused(error: TyperException) -> int:
    """An option or argument that cannot be understood, in the parser's own words."""
    error.show()  # type: ignore[attr-defined]
    return MEND


def _say(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


def _fault(error: Exception) -> int:
    now = datetime.now(UTC)
    lines = [f"shipworthy {__version__}, Python {sys.version}", f"{now:%Y-%m-%d %H:%M:%S} UTC", ""]
    lines += traceback.format_exception(error)
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="shipworthy-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write("\n".join(lines))
            place = file.name
    except OSError:
        place = "nowhere: the disk may not be written"
    kind = "" if isinstance(error, ShipworthyError) else f"{type(error).__name__}: "
    return _say(
        f"shipworthy: this is a fault of ours: {kind}{error}\n  report: {place}\n"
        "  next: send us the report file; nothing that was finished is lost",
        InternalError.exit_status,
    )
