"""`shipworthy check`."""

from functools import partial
from typing import Annotated

import typer

import shipworthy
from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.show.owed import late_text
from shipworthy.show.terminal import check_text
from shipworthy.workflow.checked import Checked
from shipworthy.workflow.unchanged import Unchanged

StageArgument = Annotated[str, typer.Argument(help="ideation, data or prototype; all of them when left out.")]
NewDataOption = Annotated[bool, typer.Option("--new-data", help="Take the sources as they are now as a new snapshot.")]


@verb("check data --project my-project")
def command(
    stage: StageArgument = "",
    new_data: NewDataOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Gather missing or stale evidence, stage by stage, and print the gates.

    Exit status 1 when a required claim fails, is out of date or can't be told.
    """
    with desk(as_json=as_json) as here:
        asked = Unchanged(Checked, project, stage, person)
        result = None if new_data else asked.recall()
        if result is None:
            with shipworthy.open(project, person=person, progress=here.progress) as opened:
                looks = partial(opened.check, stage, new_data=new_data), partial(opened.check, stage)
                result = asked.look(opened.ledger, opened.document.model_dump(mode="json"), *looks)
        here.say(*result.notices, check_text(result.gates, result.claims, result.findings), *late_text(result.asks))
        here.hand_over(result.to_dict())
    return DONE if result.passed else CLAIM_OPEN
