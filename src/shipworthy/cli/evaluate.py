"""`shipworthy evaluate`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import DONE, MEND
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import attempts_text
from shipworthy.workflow.project import open_project

FailuresOption = Annotated[
    bool, typer.Option("--failures", help="Say where they fail: groups of cases that do clearly worse than the rest.")
]
NamesArgument = Annotated[list[str] | None, typer.Argument(help="Candidates; the whole roadmap when left out.")]


@verb("evaluate linear boosted")
def command(
    names: NamesArgument = None,
    failures: FailuresOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Measure the candidates of the roadmap, in order.

    With --failures it says where the one that is put forward, or each that is named, does clearly worse.

    Exit status 2 when one of them could not be measured; the others are.
    """
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        if failures:
            found = [opened.failures(name) for name in names or [""]]
            here.say(*(line for one in found for line in one.says))
            here.hand_over({"failures": [one.to_dict() for one in found]})
            return DONE
        result = opened.evaluate(names or ())
        here.say(attempts_text(opened.story()), *result.notices)
        here.complain(*(f"{name} failed: {failure}" for name, failure in result.failures.items()))
        here.hand_over(result.to_dict())
    return MEND if result.failures else DONE
