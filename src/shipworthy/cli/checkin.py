"""`shipworthy checkin`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checkin import checkin

WhomArgument = Annotated[str, typer.Argument(help="Who was shown it, by a name of the document.")]
ShownOption = Annotated[str, typer.Option("--shown", help="What they saw, in a few words.")]
SaysOption = Annotated[str, typer.Option("--says", help="What they said.", show_default=False)]
OnOption = Annotated[str, typer.Option("--on", help="When, as a date or a time; now when left out.")]


@verb("checkin ann --shown 'the page of 3 May' --says 'the night shift is missing' --as ben")
def command(
    whom: WhomArgument,
    shown: ShownOption,
    says: SaysOption = "",
    on: OnOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Put on record who was shown what there is, and what they said."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = checkin(bench, whom, shown=shown, says=says, on=on)
        here.say(result.says)
        here.hand_over(result.to_dict())
