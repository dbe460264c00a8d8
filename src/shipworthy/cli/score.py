"""`shipworthy score`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.score import score
from shipworthy.workflow.workbench import Workbench

SourceArgument = Annotated[Path, typer.Argument(help="File of rows to be answered.", metavar="IN")]
TargetOption = Annotated[Path, typer.Option("--output", "-o", help="File to write rows and answers into.")]


@verb("score new-cases.csv -o answers.csv --project my-project")
def command(
    source: SourceArgument,
    target: TargetOption,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Answer every row of a file with what is live, and write rows and answers into another file."""
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        result = score(bench, source, target)
        here.say(result.says)
        here.hand_over(result.to_dict())
