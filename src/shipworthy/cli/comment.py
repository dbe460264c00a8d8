"""`shipworthy comment`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.comment import comment

TextArgument = Annotated[str, typer.Argument(help="What you want to say.")]
AboutOption = Annotated[
    str, typer.Option("--about", help="Name of the promise that it is about.", show_default=False, metavar="CLAIM")
]


@verb("comment 'two hours are enough for us' --about brief.lead-time --as ann")
def command(
    text: TextArgument,
    about: AboutOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Put a comment on record, or an answer in words."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = comment(bench, text, about=about)
        here.say(result.says)
        here.hand_over(result.to_dict())
