"""`shipworthy demo`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import attempts_text, findings_text, forecast_text, gate_text, groups_text, heading_text
from shipworthy.workflow.demo.play import Step, play, prepare

FolderArgument = Annotated[Path, typer.Argument(help="Folder to play in.", metavar="DIR")]


@verb("demo my-project")
def command(folder: FolderArgument = Path("shipworthy-demo"), as_json: JsonOption = False) -> int:
    """The whole journey on real flights data, on the embedded defaults.

    Exit status 1 when the last gate does not say go.
    """
    with desk(as_json=as_json) as here:
        here.say("A rehearsal: the flights are real, the people are simulated and marked so.")
        prepare(folder)
        steps = []
        for step in play(folder, progress=here.progress):
            steps.append(step)
            _tell(here, step)
        last = steps[-1].gate
        here.hand_over({"steps": [step.to_dict() for step in steps]})
    return 0 if last is not None and last.advice == "go" else 1


def _tell(here: Desk, step: Step) -> None:
    here.say(heading_text(f"{step.number}  {step.title}"), *step.says)
    if step.findings:
        here.say("", *findings_text(step.findings))
    if step.story:
        here.say("", attempts_text(step.story), "", groups_text(step.story))
    if step.forecast:
        here.say("", forecast_text(step.forecast))
    here.say(*step.after)
    if step.gate:
        here.say("", gate_text(step.gate, step.claims))
    here.say(*step.last)
