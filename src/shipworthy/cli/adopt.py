"""`shipworthy adopt`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.adopted import AdoptedRow, adopted_table
from shipworthy.workflow.adopt import adopt
from shipworthy.workflow.bench import Bench

ExperimentArgument = Annotated[str, typer.Argument(help="Experiment in MLflow; left out, those that there are.")]
RunOption = Annotated[
    list[str] | None, typer.Option("--run", help="Name or id of a run; may be repeated. Left out, all with a model.")
]
UntilOption = Annotated[
    str, typer.Option("--trained-until", help="Day of the newest row they learned from.", show_default=False)
]


@verb("adopt delays --trained-until 2025-06-30 --project my-project")
def command(
    experiment: ExperimentArgument = "",
    run: RunOption = None,
    trained_until: UntilOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Import runs that people logged in MLflow: models become candidates, metrics stand beside ours."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = adopt(bench, experiment, names=run or (), trained_until=trained_until)
        rows = [
            AdoptedRow(one.run.name, one.run.says, one.candidate, bool(one.run.model), one.here) for one in result.runs
        ]
        here.say(*([adopted_table(rows)] if rows else []), result.says)
        here.hand_over(result.to_dict())
