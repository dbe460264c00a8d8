"""`shipworthy sign`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.sign import sign

WhatArgument = Annotated[str, typer.Argument(help="`goalpost`, or the name of a review or an assumption.")]
SaysOption = Annotated[str, typer.Option("--says", help="What you want to add.", show_default=False)]

WhyOption = Annotated[
    str, typer.Option("--why", help="Why the goal is another one than was signed before.", show_default=False)
]


@verb("sign goalpost --as ann")
def command(
    what: WhatArgument = "goalpost",
    says: SaysOption = "",
    why: WhyOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Sign the success criterion (the goalpost) or a review."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = sign(bench, what, says=says, why=why)
        here.say(result.says)
        here.hand_over(result.to_dict())
