"""`shipworthy evaluate`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import attempts_text
from shipworthy.workflow.project import open_project

NamesArgument = Annotated[list[str] | None, typer.Argument(help="Candidates; the whole roadmap when left out.")]


@verb
def command(
    names: NamesArgument = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Measure the candidates of the roadmap, in order."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.evaluate(names or ())
        here.say(attempts_text(opened.story()), *result.told)
        here.hand_over(result.to_dict())
