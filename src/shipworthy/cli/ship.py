"""`shipworthy ship`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import shipped_text
from shipworthy.show.terminal import gate_text
from shipworthy.workflow.project import open_project

CandidateArgument = Annotated[str, typer.Argument(help="The one that compare puts forward, when left out.")]


@verb("ship --project my-project")
def command(
    candidate: CandidateArgument = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Build, verify and drill a bundle, and open it to traffic when that was decided.

    Exit status 1 when a promise of the transfer stage fails or can't be told, or when the bundle is not open yet.
    """
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.ship(candidate)
        here.say(shipped_text(result.bundle, result.evidence), gate_text(result.gate, result.claims), *result.notices)
        here.hand_over(result.to_dict())
    return DONE if result.passed else CLAIM_OPEN
