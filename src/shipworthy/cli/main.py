"""The command `shipworthy`: finds the verb, and turns whatever happens into one message and an exit status.

Verbs are loaded only when they are used, so that `shipworthy --help` answers at once; `VERBS` holds their help lines.
"""

import json
import os
import sys
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from shipworthy import __version__
from shipworthy.cli.ending import Ending, ending_of
from shipworthy.cli.interrupt import tidy_first
from shipworthy.cli.status import DONE, INTERRUPTED
from shipworthy.cli.streams import tell
from shipworthy.foundation.errors import RequestError, StorageError, nearest

# Polars reads this when it is loaded: what it needs no more goes back to the machine at once, not after ten seconds
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")

VERBS: Final = {
    "demo": "The whole journey on real flights data, on the embedded defaults.",
    "init": "Make a project document from a data set, or a brief to fill in; asks at most three questions.",
    "check": "Gather missing or stale evidence, stage by stage, and print the gates.",
    "evaluate": "Measure the candidates of the roadmap, in order.",
    "case": "Keep a case that must never be wrong again, or list those that are kept.",
    "compare": "Put candidates side by side in success units; names the simplest within noise.",
    "adopt": "Import runs that people logged in MLflow: models become candidates, metrics stand beside ours.",
    "tune": "Search better settings of an attempt: quickly at first, thoroughly when that pays.",
    "learn": "The learning curve: how much data is enough, and what more would buy.",
    "stress": "What spoiled inputs cost: noise, gaps, other units, typing errors, new words, sources gone or late.",
    "simplify": "What could go, what each thing would lose, and the cheapest delivery that goes on to meet the goal.",
    "forecast": "How likely the goal is met in the time left, what to try next, and whether to ship, go on or stop.",
    "reframe": "Other questions near the one that was asked, ranked by whether they would meet the goal.",
    "owed": "Say who owes what now: what is asked of them, why, by when, and what waits for it.",
    "ask": "Put on record that a review or an access was asked for, and list what the reviewer needs to see.",
    "checkin": "Put on record who was shown what there is, and what they said.",
    "propose": "Hand in what to try before a meeting, with what it should bring and cost; lists all without words.",
    "rule": "Accept, decline or defer what was proposed, as the lead, or comment on it.",
    "sign": "Sign the success criterion (the goalpost) or a review.",
    "estimate": "Say what an amount very likely is; then see what others said, and what hangs on it.",
    "comment": "Put a comment on record, or an answer in words.",
    "invite": "Make a one-time link that lets one person into this project, in a browser; without a person, list them.",
    "decide": "Put a decision on record: go, stay, back or stop.",
    "undo": "Let a signature or a decision no longer count; nothing is deleted.",
    "ship": "Build, verify and drill a bundle, and open it to traffic when that was decided.",
    "serve": "Answer rows over HTTP with what is live; every prediction is logged before it is answered.",
    "score": "Answer every row of a file with what is live, and write rows and answers into another file.",
    "explain": "Say why what is live says what it says of one row, and how sure it can be.",
    "watch": "Judge what is live: value delivered, incoming data, system; name causes, and act on them.",
    "rollback": "Let the version before answer again, at once and with no request dropped.",
    "retrain": "Learn from what has come in too, and watch in the shadow until a decision lets it answer.",
    "week": "The weekly update: what was tried, what moved beyond noise, what is asked of whom.",
    "report": "Write one HTML page of the project that can be mailed.",
    "portfolio": "All projects, ranked by what they are expected to bring.",
    "board": "Serve the web pages of your projects, and a form that asks the model.",
    "account": "Give people accounts of the board: add, reset (a lost password), remove or list.",
    "ledger": "Verify, list, export or import the ledger, or tell its end.",
    "doctor": "What is installed, reachable and writable, and what to do about what is not.",
}


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
        if cmd_name not in VERBS and ctx.resilient_parsing:
            # half a word, while a shell completes it
            return None
        if cmd_name not in VERBS:
            near = nearest(cmd_name, VERBS)
            step = f"did you mean {near}?" if near else "shipworthy --help tells what each of them does"
            raise RequestError("there is no such verb", seen=cmd_name, allowed=list(VERBS), next_step=step)
        command = import_module(f"shipworthy.cli.{cmd_name}").command
        tidy_first()
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the verbs without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


def run() -> None:
    """Runs the command line of this process, and ends it with the exit status of the design."""
    status = main(sys.argv[1:])
    if status == INTERRUPTED:
        # whoever pressed Ctrl-C does not wait for fits under way in other threads
        os._exit(status)
    sys.exit(status)


def main(arguments: list[str]) -> int:
    """Runs one command line; whatever happens, there is one message and no traceback.

    Args:
        arguments: without the program's name.

    Returns:
        The exit status: 0, 1, 2, 70 or 130.
    """
    try:
        status = int(_verbs().main(arguments, prog_name="shipworthy", standalone_mode=False) or DONE)
        if status == INTERRUPTED:
            # all that is left of a KeyboardInterrupt once it has passed through typer
            raise KeyboardInterrupt
        tell(sys.stdout, "")
    except BaseException as error:
        return _end(ending_of(error, next((word for word in arguments if word in VERBS), "")), "--json" in arguments)
    return status


def _end(ending: Ending, as_json: bool) -> int:
    try:
        if as_json and ending.document is not None:
            tell(sys.stdout, json.dumps(ending.document, indent=2) + "\n")
        tell(sys.stderr, f"{ending.message}\n" if ending.message else "")
    except StorageError:
        # the message cannot be written either; the exit status says it
        return ending.status
    return ending.status


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
