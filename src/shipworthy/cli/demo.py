"""`shipworthy demo`."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from socket import socket
from typing import Annotated, Final

import typer

from shipworthy.board.app import application
from shipworthy.board.asking import Server
from shipworthy.board.serve import serve, taken
from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.foundation.errors import RequestError
from shipworthy.show.advice_text import advice_text
from shipworthy.show.attempts_text import attempts_text
from shipworthy.show.live_text import incidents_text, retrained_text, shipped_text, standing_text, windows_text
from shipworthy.show.terminal import findings_text, forecast_text, gate_text, groups_text, heading_text
from shipworthy.workflow.demo.play import play, prepare
from shipworthy.workflow.demo.step import Step
from shipworthy.workflow.processes import server_process
from shipworthy.workflow.shelf import Shelf

_PORT: Final = 8000
_ENDS: Final = "Ctrl-C ends both; `shipworthy serve` and `shipworthy board` start them again."

FolderArgument = Annotated[Path, typer.Argument(help="Folder to play in.", metavar="DIR")]
FaultOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        help="Plant this too: SOURCE.COLUMN:KIND@WEEK or server:slow@WEEK; none leaves the usual two out. May be "
        "repeated.",
        metavar="FAULT",
    ),
]
ServeOption = Annotated[
    bool | None,
    typer.Option(
        "--serve/--no-serve",
        help="End with the board and the model server, until Ctrl-C, or before them.",
        show_default="serve on a terminal",
    ),
]


@verb("demo my-project")
def command(
    folder: FolderArgument = Path("shipworthy-demo"),
    fault: FaultOption = None,
    serving: ServeOption = None,
    as_json: JsonOption = False,
) -> int:
    """The whole journey on real flights data, on the embedded defaults.

    Exit status 1 when the last gate does not say go.
    """
    with desk(as_json=as_json) as here:
        here.say("A rehearsal: the flights are real, the people are simulated and marked so.")
        prepare(folder)
        steps = []
        for step in play(folder, faults=fault or (), progress=here.progress):
            steps.append(step)
            _tell(here, step)
        last = next(step.gate for step in reversed(steps) if step.gate is not None)
        here.hand_over({"steps": [step.to_dict() for step in steps]})
        if sys.stdout.isatty() and not as_json if serving is None else serving:
            _serve(here, folder)
        else:
            here.say("", f"To look around: shipworthy serve --project {folder} & shipworthy board {folder}")
    return DONE if last.advice == "go" else CLAIM_OPEN


def _serve(here: Desk, folder: Path) -> None:
    """The board, and the model server that its form asks, until Ctrl-C."""
    with ExitStack() as stack:
        here.progress(0, 1, "starting the model server")
        address = stack.enter_context(server_process(folder))
        listening = stack.enter_context(_free_place())
        shelf = stack.enter_context(Shelf([folder]))
        app = application(shelf, server=Server(address))
        serve(app, listening, lambda board: here.say("", f"The board: {board}", f"The model server: {address}", _ENDS))


def _free_place() -> socket:
    try:
        return taken("127.0.0.1", _PORT)
    except RequestError:
        # somebody else is there already
        return taken("127.0.0.1", 0)


def _tell(here: Desk, step: Step) -> None:
    here.say(heading_text(f"{step.number}  {step.title}"), *step.says)
    if step.bundle:
        here.say(shipped_text(step.bundle, step.evidence))
    if step.retrained:
        here.say(retrained_text(step.retrained))
    if step.findings:
        here.say("", *findings_text(step.findings))
    if step.story:
        here.say("", attempts_text(step.story), "", groups_text(step.story))
    if step.advice:
        here.say("", advice_text(step.advice, {}))
    if step.forecast:
        here.say("", forecast_text(step.forecast))
    if step.known:
        _tell_live(here, step)
    here.say(*step.after)
    if step.gate:
        here.say("", gate_text(step.gate, step.claims))
    here.say(*step.last)
    if step.short:
        _tell_short(here, step.short)


def _tell_short(here: Desk, lines: Sequence[tuple[str, str]]) -> None:
    here.say(heading_text("In short"))
    width = max(len(name) for name, _ in lines)
    here.say(*(f"{place:>2}  {name:<{width}}  {says}" for place, (name, says) in enumerate(lines, 1)))


def _tell_live(here: Desk, step: Step) -> None:
    assert step.known is not None
    story, live = step.known.story, step.known.live
    if step.windows:
        here.say("", windows_text(story, live, step.windows))
        here.say(*incidents_text(story, live, step.incidents), "")
    else:
        here.say("", standing_text(live))
