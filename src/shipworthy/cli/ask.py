"""`shipworthy ask`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.words import sentence
from shipworthy.workflow.ask import ask
from shipworthy.workflow.bench import Bench

WhatArgument = Annotated[str, typer.Argument(help="Name of a review or an access.")]
SaysOption = Annotated[str, typer.Option("--says", help="What you want to add.", show_default=False)]


@verb("ask privacy --as ann")
def command(
    what: WhatArgument,
    says: SaysOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Put on record that a review or an access was asked for, and list what the reviewer needs to see."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = ask(bench, what, says=says)
        here.say(sentence(result.says))
        here.say(*(f"  {each.digest[:12]}  {each.check}: {sentence(each.says)}" for each in result.packet))
        here.hand_over(result.to_dict())
