"""`shipworthy rollback`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.opening import champion_registered
from shipworthy.workflow.rollback import rollback

WhyOption = Annotated[str, typer.Option("--why", help="Your reason, in a sentence.", show_default=False)]


@verb("rollback --why 'complaints from the desk' --project my-project")
def command(
    why: WhyOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let the version before answer again, at once and with no request dropped.

    Done twice it goes forward again.
    """
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = rollback(bench, why=why)
        here.say(result.says)
        here.hand_over(result.to_dict())
        here.complain(*champion_registered(bench, result.deployment))
