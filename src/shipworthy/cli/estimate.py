"""`shipworthy estimate`."""

from typing import Annotated

import typer
from msgspec import to_builtins

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.errors import RequestError
from shipworthy.show.estimates import lines, name_of
from shipworthy.show.numbers import between
from shipworthy.workflow.estimate import elicited_now, estimate
from shipworthy.workflow.workbench import Workbench

AboutArgument = Annotated[
    str, typer.Argument(help="An amount, such as value.true_positive or running_cost.", metavar="[AMOUNT]")
]
LowArgument = Annotated[float | None, typer.Argument(help="What it is hardly below: in 1 of 20 cases.")]
HighArgument = Annotated[float | None, typer.Argument(help="What it is hardly above: in 1 of 20 cases.")]


@verb("estimate value.true_positive 700 1100 --as ann")
def command(
    about: AboutArgument = "",
    low: LowArgument = None,
    high: HighArgument = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say what an amount very likely is; then see what others said, and what hangs on it."""
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        if about and (low is None or high is None):
            what, step = "a range has two ends", f"shipworthy estimate {about} LOW HIGH"
            raise RequestError(what, where="LOW and HIGH", next_step=step)
        if about and low is not None and high is not None:
            record = estimate(bench, about, low, high)
            here.say(f"{record.by}: {name_of(record.about)} is {between(low, high, record.unit)}.")
        seen = elicited_now(bench).seen_by(bench.person.name)
        for line in lines(seen):
            here.say(f"{line.name}: {line.says}", *(f"  {each}" for each in (line.apart, line.pays) if each))
        here.hand_over(dict(to_builtins(seen)))
