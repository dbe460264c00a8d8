"""`shipworthy case`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import DONE
from shipworthy.cli.verb import verb
from shipworthy.workflow.keep import Wanted
from shipworthy.workflow.project import open_project

RowArgument = Annotated[
    str, typer.Argument(metavar="[ROW]", help="Number of a row, as examples of mistakes name it; without, list them.")
]
WhereOption = Annotated[str, typer.Option("--where", help="Instead of a row, a rule in SQL that picks rows.")]
NameOption = Annotated[str, typer.Option("--name", help="What people call it.")]
ExpectOption = Annotated[
    str, typer.Option("--expect", help="A decision, or a range such as 0.2..0.6; what turned out when left out.")
]
NoteOption = Annotated[str, typer.Option("--note", help="Why it matters.")]


@verb('case 1234 --name "late on a Friday"')
def command(
    row: RowArgument = "",
    where: WhereOption = "",
    name: NameOption = "",
    expect: ExpectOption = "",
    note: NoteOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Keep a case that must never be wrong again, or list those that are kept.

    It is written into project.yaml; `check prototype` asks it of the attempt that is put forward, `ship` of what is
    shipped.
    """
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        wanted = Wanted(row, where, name, expect, note)
        kept = opened.keep(wanted) if wanted != Wanted() else opened.cases()
        here.say(*kept.lines)
        here.hand_over(kept.to_dict())
    return DONE
