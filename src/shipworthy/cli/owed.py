"""`shipworthy owed`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption
from shipworthy.cli.verb import verb
from shipworthy.show.owed import owed_text
from shipworthy.workflow.owing import owed_in

DirsArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of projects, or folders that hold some; this folder when left out.", metavar="DIR"),
]
OfOption = Annotated[
    str | None,
    typer.Option("--as", help="Only what is asked of this person.", metavar="PERSON", show_default=False),
]
AllOption = Annotated[bool, typer.Option("--all", help="Also what no gate needs yet.")]


@verb("owed late-flights --as ann")
def command(
    dirs: DirsArgument = None,
    person: OfOption = None,
    ahead: AllOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say who owes what now: what is asked of them, why, by when, and what waits for it."""
    with desk(as_json=as_json) as here:
        result = owed_in(dirs or [HERE], person=person, ahead=ahead)
        here.say(owed_text(result.by_person, several=len({project for project, _ in result.asks}) > 1))
        here.hand_over(result.to_dict())
