"""`shipworthy explain`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.explained import explained_text
from shipworthy.show.words import sentence
from shipworthy.workflow.explain import explain
from shipworthy.workflow.workbench import Workbench

RowArgument = Annotated[
    str,
    typer.Argument(
        help="Id of a prediction in the log, number of a row of the data, a JSON object, or a file with one row.",
        metavar="ROW",
    ),
]


@verb("explain 17 --project my-project")
def command(
    row: RowArgument,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say why what is live says what it says of one row, and how sure it can be."""
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        result = explain(bench, row)
        here.say(explained_text(result.explanation, result.bundle), *(sentence(each) for each in result.notices))
        here.hand_over(result.to_dict())
