"""`shipworthy demo`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import incidents_text, retrained_text, shipped_text, standing_text, windows_text
from shipworthy.show.terminal import attempts_text, findings_text, forecast_text, gate_text, groups_text, heading_text
from shipworthy.workflow.demo.play import play, prepare
from shipworthy.workflow.demo.step import Step

FolderArgument = Annotated[Path, typer.Argument(help="Folder to play in.", metavar="DIR")]
FaultOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        help="Plant this instead of the usual faults: SOURCE.COLUMN:KIND@WEEK, server:slow@WEEK, or none. May be "
        "repeated.",
        metavar="FAULT",
    ),
]


@verb("demo my-project")
def command(
    folder: FolderArgument = Path("shipworthy-demo"),
    fault: FaultOption = None,
    as_json: JsonOption = False,
) -> int:
    """The whole journey on real flights data, on the embedded defaults.

    Exit status 1 when the last gate does not say go.
    """
    with desk(as_json=as_json) as here:
        here.say("A rehearsal: the flights are real, the people are simulated and marked so.")
        prepare(folder)
        steps = []
        for step in play(folder, faults=fault, progress=here.progress):
            steps.append(step)
            _tell(here, step)
        last = next(step.gate for step in reversed(steps) if step.gate is not None)
        here.hand_over({"steps": [step.to_dict() for step in steps]})
    return 0 if last.advice == "go" else 1


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
    if step.forecast:
        here.say("", forecast_text(step.forecast))
    if step.known:
        _tell_live(here, step)
    here.say(*step.after)
    if step.gate:
        here.say("", gate_text(step.gate, step.claims))
    here.say(*step.last)


def _tell_live(here: Desk, step: Step) -> None:
    assert step.known is not None
    story, live = step.known.story, step.known.live
    if step.windows:
        here.say("", windows_text(story, live, step.windows))
        here.say(*incidents_text(story, live, step.incidents), "")
    else:
        here.say("", standing_text(live))
