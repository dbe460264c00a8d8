"""`shipworthy rollback`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.project import open_project

WhyOption = Annotated[str, typer.Option("--why", help="Your reason, in a sentence.", show_default=False)]


@verb("rollback --why 'complaints from the desk' --project my-project")
def command(
    why: WhyOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let the version before answer again, at once and with no request dropped; twice goes forward again."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.rollback(why=why)
        here.say(result.says)
        here.hand_over(result.to_dict())
